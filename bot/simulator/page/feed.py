"""What one open page does not know yet: messages new, changed and gone, and the board when it moved."""

from dataclasses import dataclass, field

from bot.simulator.telegram.schema import JsonObject


@dataclass(slots=True, eq=False)
class Shown:
    """What one open page shows; `news` brings it up to date."""

    panes: dict[str, JsonObject] = field(default_factory=dict)
    board: JsonObject = field(default_factory=dict)

    def news(self, view: JsonObject) -> JsonObject:
        """Return what the page has to change so as to show `view`; empty when it shows it already."""
        panes = {name: change for name, pane in view["panes"].items() if (change := self._changed(name, pane))}
        told: JsonObject = {"panes": panes} if panes else {}
        if view["board"] != self.board:
            told["board"] = self.board = view["board"]
        return told

    def _changed(self, name: str, pane: JsonObject) -> JsonObject:
        before = self.panes.get(name)
        self.panes[name] = pane
        if before is None or before["chat"] != pane["chat"]:
            return {**pane, "anew": True, "gone": []}
        known = {message["id"]: message for message in before["messages"]}
        standing = {message["id"] for message in pane["messages"]}
        fresh = [message for message in pane["messages"] if known.get(message["id"]) != message]
        gone = [number for number in known if number not in standing]
        if not fresh and not gone and before["keys"] == pane["keys"]:
            return {}
        return {**pane, "messages": fresh, "anew": False, "gone": gone}
