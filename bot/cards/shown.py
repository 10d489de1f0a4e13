"""Which seeds a card shows words of, and with which corrections: by that, posted cards are found again. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from index.answered import Hit
from index.model import Caveat

DIGEST_CHARS = 12


@dataclass(frozen=True, slots=True)
class ShownSeed:
    """A seed, by the id that passages name it by, and a digest of its author's corrections beside its words."""

    seed: str
    corrections: str = ""


def shown_seeds(hits: Iterable[Hit]) -> tuple[ShownSeed, ...]:
    """Return the seeds of some hits, and of the passages that say the same, each once."""
    passages = [passage for hit in hits for passage in (hit.passage, *hit.also_in)]
    found = {passage.seed: corrections_digest(passage.caveats) for passage in passages}
    return tuple(ShownSeed(seed, digest) for seed, digest in found.items())


def corrections_digest(caveats: Iterable[Caveat]) -> str:
    """Return what tells the corrections among some caveats from any others; empty for none."""
    texts = sorted(caveat.text for caveat in caveats if caveat.kind == "correction")
    return sha256("\0".join(texts).encode()).hexdigest()[:DIGEST_CHARS] if texts else ""
