"""How Telegram says no, in its own words and codes."""

from bot.simulator.telegram.schema import JsonObject


class Refused(Exception):
    """A request that Telegram answers with `"ok": false`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        """Keep the HTTP status, Telegram's sentence and its response parameters."""
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_body(self) -> JsonObject:
        """Return the JSON body as api.telegram.org writes it."""
        body: JsonObject = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = dict(self.parameters)
        return body


def bad_request(reason: str, **parameters: int) -> Refused:
    """Return a 400 with its usual prefix."""
    return Refused(400, f"Bad Request: {reason}", **parameters)


def forbidden(reason: str) -> Refused:
    """Return a 403 with its usual prefix."""
    return Refused(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refused:
    """Return a 409 with its usual prefix."""
    return Refused(409, f"Conflict: {reason}")


def too_many_requests(retry_after: int) -> Refused:
    """Return a 429 that asks to wait `retry_after` seconds."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def unauthorized() -> Refused:
    """Return the 401 of a token that no bot has."""
    return Refused(401, "Unauthorized")


def not_found() -> Refused:
    """Return the 404 of a method, or of a token that cannot be one."""
    return Refused(404, "Not Found")
