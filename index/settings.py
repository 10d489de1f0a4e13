"""What shapes a snapshot besides the seeds. Imports nothing that builds, since every start compares them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PassageSize:
    """How long passages get, in characters.

    Attributes:
        target_chars: neighbouring paragraphs are merged up to this.
        max_chars: longer blocks are cut, unless they are one sentence.
    """

    target_chars: int = 700
    max_chars: int = 1200

    def __post_init__(self) -> None:
        if not 1 <= self.target_chars <= self.max_chars:
            raise ValueError(f"passage size: 1 <= target ({self.target_chars}) <= max ({self.max_chars}) must hold")


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What reading one file of a binary, packed or nested format may take: seconds, bytes of memory."""

    seconds: float = 30.0
    memory_bytes: int = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """Sizes and weights of a build; k1, b and delta are BM25Plus's."""

    size: PassageSize = field(default_factory=PassageSize)
    title_weight: int = 2
    k1: float = 1.5
    b: float = 0.6
    delta: float = 1.0
    max_bytes: int = 64 * 1024 * 1024
    reading: ReadingLimits = field(default_factory=ReadingLimits)
