"""Whose words a question asks for, as an answer tells it."""

from dataclasses import dataclass
from typing import Literal

NamedKind = Literal["author", "title", "quoted", "unknown"]


@dataclass(frozen=True, slots=True)
class Named:
    """Whose words a question asks for.

    Attributes:
        kind: an author of the seeds, the title of one, somebody whom they quote, or nobody whom they know.
        name: as the seeds state it; as typed where they do not know it.
    """

    kind: NamedKind
    name: str
