"""Methods about the bot itself, its chats, its commands and the presses it answers."""

import json
import re

from bot.simulator.telegram.accounts import BotAccount
from bot.simulator.telegram.call import Call
from bot.simulator.telegram.mailbox import Webhook
from bot.simulator.telegram.refusal import bad_request
from bot.simulator.telegram.rooms import GroupRoom, Room
from bot.simulator.telegram.schema import JsonObject
from bot.simulator.telegram.world import ANSWER_WITHIN

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
LONGEST_ANSWER = 200
MOST_CONNECTIONS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories"),
    *("can_edit_stories", "can_delete_stories", "can_send_welcome_messages"),
)


def get_me(call: Call) -> JsonObject:
    """Say who the bot is."""
    return call.bot.as_me()


def answer_callback_query(call: Call) -> bool:
    """Stop the little clock on a pressed button; it is not counted against any limit."""
    press = call.world.presses.get(call.words("callback_query_id"))
    in_time = press is not None and call.now() - press.pressed_at <= ANSWER_WITHIN
    if press is None or not in_time or press.answered or press.bot is not call.bot:
        raise bad_request(TOO_OLD)
    if len(call.words("text")) > LONGEST_ANSWER:
        reason = "MESSAGE_TOO_LONG"
        raise bad_request(reason)
    press.text, press.show_alert = call.words("text") or None, call.flag("show_alert")
    press.url, press.answered_at = call.words("url") or None, call.now()
    call.world.changes.mark()
    return True


def send_chat_action(call: Call) -> bool:
    """Show that the bot is typing."""
    call.room()
    return True


def set_my_commands(call: Call) -> bool:
    """Set the commands of one scope and language."""
    commands = call.params.get("commands")
    listed = commands if isinstance(commands, list) else []
    if any(not COMMAND.fullmatch(command["command"]) for command in listed):
        reason = "BOT_COMMAND_INVALID"
        raise bad_request(reason)
    call.bot.commands[_command_key(call)] = listed
    return True


def delete_my_commands(call: Call) -> bool:
    """Forget the commands of one scope and language."""
    call.bot.commands.pop(_command_key(call), None)
    return True


def get_my_commands(call: Call) -> list[JsonObject]:
    """Return the commands of one scope and language."""
    return call.bot.commands.get(_command_key(call), [])


def get_chat(call: Call) -> JsonObject:
    """Describe a chat."""
    room = call.world.room(call.bot, call.params.get("chat_id"))
    if isinstance(room, GroupRoom):
        room.admit(call.bot)
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    accepted = {"accepted_gift_types": dict.fromkeys(gifts, False)}
    return room.as_chat() | {"accent_color_id": 0, "max_reaction_count": 11} | accepted


def get_chat_member(call: Call) -> JsonObject:
    """Say what someone is in a chat."""
    room = call.room()
    user_id = call.number("user_id")
    account = call.world.people.get(user_id) or _bot_by_id(call, user_id)
    if account is None:
        reason = "member not found"
        raise bad_request(reason)
    return chat_member(account.as_user(), _status(room, user_id))


def set_webhook(call: Call) -> bool:
    """Have updates posted to a URL; loopback needs no TLS here."""
    url, secret = call.words("url"), call.words("secret_token")
    if secret and not SECRET.fullmatch(secret):
        reason = "secret token contains unallowed characters"
        raise bad_request(reason)
    if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        reason = "bad webhook: An HTTPS URL must be provided for webhook"
        raise bad_request(reason)
    call.mailbox.subscribe(_allowed(call))
    connections = min(max(call.number("max_connections", 40), 1), MOST_CONNECTIONS)
    call.mailbox.webhook = Webhook(url, secret or None, connections) if url else None
    _drop_pending(call)
    return True


def delete_webhook(call: Call) -> bool:
    """Go back to fetching."""
    call.mailbox.webhook = None
    _drop_pending(call)
    return True


def get_webhook_info(call: Call) -> JsonObject:
    """Say where updates go and how many wait."""
    mailbox = call.mailbox
    hook = mailbox.webhook
    info: JsonObject = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(mailbox.waiting),
    }
    if hook:
        info |= {"max_connections": hook.max_connections, "ip_address": "127.0.0.1"}
    if mailbox.allowed is not None:
        info["allowed_updates"] = sorted(mailbox.allowed)
    if hook and mailbox.last_error:
        at, reason = mailbox.last_error
        info |= {"last_error_date": int(at.timestamp()), "last_error_message": reason}
    return info


def chat_member(user: JsonObject, status: str) -> JsonObject:
    """Return the Bot API `ChatMember` of this status."""
    member: JsonObject = {"user": user, "status": status}
    match status:
        case "creator":
            member["is_anonymous"] = False
        case "administrator":
            member |= dict.fromkeys(RIGHTS, False)
        case "kicked":
            member["until_date"] = 0
        case _:
            pass  # a plain member has nothing more to tell
    return member


def _status(room: Room, user_id: int) -> str:
    if isinstance(room, GroupRoom):
        return room.members.get(user_id, "left")
    return "member"


def _bot_by_id(call: Call, user_id: int) -> BotAccount | None:
    return next((bot for bot in call.world.bots.values() if bot.bot_id == user_id), None)


def _command_key(call: Call) -> tuple[str, str]:
    scope = call.thing("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), call.words("language_code")


def _allowed(call: Call) -> list[str] | None:
    allowed = call.params.get("allowed_updates")
    return allowed if isinstance(allowed, list) else None


def _drop_pending(call: Call) -> None:
    if call.flag("drop_pending_updates"):
        call.mailbox.waiting.clear()
    call.mailbox.stirred()
