"""What is stated of a seed, validated; and a side-car's statements laid over the file's own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Literal

from index.messages import Sentence

_REPLACED = (
    "title",
    "author",
    "source",
    "published",
    "language",
    "restated_by",
    "license",
    "reading",
    "tags",
    "translation_of",
)
_KEPT_BESIDE = ("epistemic_status", "note")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a curator states of a seed; None or empty where it is not stated.

    Attributes:
        published_stated: the words of a date of which only a part is sure.
        channels: of a chat with several, those to read.
        names: of people in a chat who agreed to be named.
        consent: whether all people in a chat did.
    """

    title: str | None = None
    author: tuple[str, ...] = ()
    source: str | None = None
    published: str | None = None
    published_stated: str | None = None
    language: str | None = None
    caveat: tuple[str, ...] = ()
    epistemic_status: str | None = None
    note: str | None = None
    verbatim: bool | None = None
    restated_by: str | None = None
    license: str | None = None
    reading: Literal["full", "passages", "none"] | None = None
    tags: tuple[str, ...] = ()
    translation_of: str | None = None
    channels: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    consent: bool | None = None
    warnings: tuple[str, ...] = ()


NOTHING_STATED = Metadata()


def choice_of(stated: Iterable[Metadata]) -> Metadata:
    """Return what the first that states any says of a chat's channels and people, and nothing else."""
    found = (each for each in stated if each.channels or each.names or each.consent)
    first = next(found, NOTHING_STATED)
    return Metadata(channels=first.channels, names=first.names, consent=first.consent)


def laid_over(sidecar: Metadata, own: Metadata) -> Metadata:
    """Put a side-car's statements over the file's own, so that a curator corrects a file and leaves its bytes alone.

    Cautions are added, never replaced: caveats stand side by side, `epistemic_status` and `note` keep
    both texts, and words that either calls restated stay restated. What is replaced becomes a warning.
    """
    if sidecar is NOTHING_STATED:
        return own
    stated = {field.name: getattr(sidecar, field.name) or getattr(own, field.name) for field in fields(Metadata)}
    stated |= {key: both(getattr(own, key), getattr(sidecar, key)) for key in _KEPT_BESIDE}
    stated["published_stated"] = sidecar.published_stated if sidecar.published else own.published_stated
    stated["verbatim"] = False if False in (own.verbatim, sidecar.verbatim) else stated["verbatim"]
    stated["caveat"] = tuple(dict.fromkeys((*own.caveat, *sidecar.caveat)))
    stated["warnings"] = (*sidecar.warnings, *own.warnings, *_replaced(sidecar, own))
    return replace(NOTHING_STATED, **stated)


def both(first: str | None, second: str | None) -> str | None:
    """Put two texts below one another, one that is said twice once; None where there is none."""
    return "\n".join(dict.fromkeys(text for text in (first, second) if text)) or None


def _replaced(sidecar: Metadata, own: Metadata) -> Iterator[str]:
    for key in _REPLACED:
        ours, theirs = getattr(sidecar, key), getattr(own, key)
        if ours and theirs and ours != theirs:
            yield Sentence("{key} is stated in the file and in its side-car; the side-car's counts.", key=key)
    if own.verbatim is False and sidecar.verbatim:
        yield Sentence(
            "The file itself calls its words restated, and that stays, whatever the side-car says of verbatim."
        )
