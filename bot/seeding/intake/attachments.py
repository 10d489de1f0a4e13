"""The names of attached files, and which of them are side-cars. Names come from strangers; knows no bytes of texts."""

import unicodedata
from collections.abc import Collection, Iterable
from itertools import count
from typing import Final

from bot.seeding.intake.understanding import AttachedFile
from index.readers.parsing.base import suffix_of
from index.seeds import SIDECAR_SUFFIX
from index.text.characters import visible

LONGEST_NAME_BYTES: Final = 200  # of UTF-8: file systems take 255, side-cars and copies need some of them
NAMELESS: Final = "seed"
_NOT_IN_NAMES: Final = frozenset('/\\:*?"<>|')


def attached_name(filename: str, title: str | None) -> str:
    """Return a file's name for the seeds: its own, which Discord keeps as a title where it made it plainer."""
    suffix = suffix_of(filename)
    if not title:
        return safe_name(filename)
    return safe_name(title if suffix_of(title) == suffix else title + suffix)


def safe_name(name: str) -> str:
    """Return a name that can be a seed's in any folder: in one line, without paths, hiding nothing, not too long."""
    printable = "".join(each for each in visible(name) if each.isprintable() or each.isspace())
    in_a_line = " ".join(unicodedata.normalize("NFC", printable).split())
    spelt = "".join("-" if character in _NOT_IN_NAMES else character for character in in_a_line)
    shown = spelt.lstrip("._ -").rstrip(". ")
    suffix = shown[len(shown) - len(suffix_of(shown)) :]
    stem = _cut(shown.removesuffix(suffix), LONGEST_NAME_BYTES - len(suffix.encode())).rstrip(". ") or NAMELESS
    is_skipped = stem.partition(".")[0].casefold() == "readme"  # a folder of seeds leaves these out
    return f"{NAMELESS}-{stem}{suffix}" if is_skipped else stem + suffix


def ended_alike(name: str, like: str) -> str:
    """Return a name that somebody typed as a file's, with the ending of another: it says how the file is read."""
    suffix = suffix_of(like)
    return safe_name(name if suffix_of(name) == suffix else name + suffix)


def paired(files: Iterable[tuple[str, bytes]]) -> list[AttachedFile]:
    """Put side-cars to the files they are named after, in the files' order; names that come twice are numbered."""
    named: dict[str, bytes] = {}
    for name, data in files:
        named[free_name(name, named)] = data
    sidecars = {name + SIDECAR_SUFFIX for name in named}
    return [
        AttachedFile(name, data, named.get(name + SIDECAR_SUFFIX))
        for name, data in named.items()
        if name not in sidecars
    ]


def free_name(name: str, taken: Collection[str]) -> str:
    """Return a name that is not taken: the same, or the same with a number."""
    suffix = suffix_of(name)
    stem = name[: len(name) - len(suffix)]
    numbered = (f"{stem} ({number}){suffix}" for number in count(2))
    return name if name not in taken else next(each for each in numbered if each not in taken)


def _cut(text: str, most_bytes: int) -> str:
    return text.encode()[: max(0, most_bytes)].decode(errors="ignore")
