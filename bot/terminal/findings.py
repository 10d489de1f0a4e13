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
    """

    name: str
    state: FindingState
    said: str
