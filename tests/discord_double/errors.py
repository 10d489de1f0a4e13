"""How the double says no: to the bot (API errors), to a person (their app refuses), to a test (no answer)."""

from dataclasses import dataclass

MESSAGES = {
    0: (404, "404: Not Found"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    30032: (400, "Maximum number of application commands reached (100)."),
    40001: (401, "401: Unauthorized"),
    40005: (413, "Request entity too large"),
    40058: (400, "Cannot message this thread until after the post author has sent an initial message."),
    40060: (400, "Interaction has already been acknowledged."),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50109: (400, "The request body contains invalid JSON."),
    160004: (400, "A thread has already been created for this message"),
    160002: (403, "Cannot reply without permission to read message history"),
}
"""Discord's error codes with the HTTP status and the words they come with."""

BLAMELESS = frozenset({10008, 10013, 40001, 40058, 50007, 160004})
"""Refusals a bot cannot foresee: something deleted, a person gone, a wrong token, closed messages, another thread."""


class ApiError(Exception):
    """A request that Discord would refuse, with the code it would give and the reason in words."""

    def __init__(self, code: int, detail: str = "") -> None:
        self.code = code
        self.status, self.message = MESSAGES[code]
        self.detail = detail
        super().__init__(f"{code} {self.message}: {detail}" if detail else f"{code} {self.message}")


class ClientError(Exception):
    """Something a person's own Discord app would not let them do, such as running an unknown command."""


class NoAnswer(AssertionError):  # noqa: N818 - it fails a test, and reads as what happened
    """What a test waited for did not happen in time; the message tells what the bot did last."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing the bot did that Discord forbids.

    Attributes:
        code: Discord's error code, or 0 where Discord has none (no response in time, an unknown route).
        request: method and path, or the interaction it is about.
    """

    code: int
    request: str
    detail: str

    def __str__(self) -> str:
        return f"{self.request}: {self.code} {self.detail}"
