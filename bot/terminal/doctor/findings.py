"""What an examination finds: one thing each, with its state and a sentence that names the way out."""

from dataclasses import dataclass
from typing import Literal

FindingState = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was examined.

    Attributes:
        name: what was.
        state: "wrong" keeps the bot from working, "warning" does not.
        said: what was found, and what to do where it is not ok.
        counts: the examination fails by it, though the bot works.
    """

    name: str
    state: FindingState
    said: str
    counts: bool = False

    @property
    def is_fault(self) -> bool:
        """Tell whether somebody should do something about it."""
        return self.state == "wrong" or self.counts

    def as_json(self) -> dict[str, str]:
        """Return what programs are told."""
        return {"name": self.name, "state": self.state, "said": self.said}
