"""What the rooms tell of what happens, so that somebody may count it. Knows no question's words and no person.

Whoever has something to tell is given an observer; the one that stands for "nobody counts" costs a call.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal, TypeVar

if TYPE_CHECKING:
    from index.answered import Answer

Result = TypeVar("Result")

# How a question came: `unasked` is a message that was put to nobody, `form` the one behind "Ask more".
Face = Literal["command", "menu", "mention", "direct", "unasked", "forum", "form"]
Owner = Literal["operator", "server"]
Addressee = Literal["interaction", "message"]


class ReplyWatch:
    """Is told how far one reply is, and lets it be."""

    def acknowledged(self) -> None:
        """Note that Discord was told to wait."""

    def sent(self) -> None:
        """Note that the reply was sent."""


class Observer:
    """Is told what happens, and counts none of it; what is safe for many threads stays so."""

    def asked(self, face: Face, answering: Callable[[], "Answer"]) -> "Answer":  # noqa: ARG002 for those that count
        """Have a question answered."""
        return answering()

    def reindexed(self, owner: Owner, reindexing: Callable[[], Result]) -> Result:  # noqa: ARG002 the same
        """Have a library re-indexed."""
        return reindexing()

    def replying(self, to: Addressee) -> ReplyWatch:  # noqa: ARG002 the same
        """Return what is told of a reply that begins now."""
        return _UNWATCHED

    def killed(self, limit: str) -> None:
        """Note that reading a file apart was given up: over which limit."""


_UNWATCHED: Final = ReplyWatch()
UNOBSERVED: Final = Observer()
