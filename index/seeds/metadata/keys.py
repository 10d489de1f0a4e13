"""What keys are called, by many programs, and which of them a passage can show. It knows no value."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from index.text.wordlists import load_data

_SEPARATORS = re.compile(r"[^\w:]|_")
# These may stand at the head of prose as well ("Note: this is …"); all other known keys tell a header.
_NOT_TELLING = {"note", "caveat", "epistemic_status", "verbatim", "reading", "translation_of"}


@lru_cache(maxsize=1 << 10)  # most seeds state the same few
def spelt(key: str) -> str:
    """Return a key's letters and digits alone: publishDate, publish-date and Publish Date are one."""
    return _SEPARATORS.sub("", key.strip().casefold())


@cache
def _data() -> dict[str, Any]:
    return load_data("metadata.yaml")


@cache
def aliases() -> Mapping[str, str]:
    """Return the field that each known spelling of a key stands for."""
    return {spelt(alias): field for field, names in _data()["aliases"].items() for alias in names}


@cache
def _ranks() -> Mapping[str, int]:
    return {spelt(alias): rank for names in _data()["aliases"].values() for rank, alias in enumerate(names)}


@cache
def _flags() -> Mapping[str, Mapping[str, str]]:
    return {spelt(key): values for key, values in _data()["flags"].items()}


@cache
def _ignored() -> frozenset[str]:
    return frozenset(map(spelt, _data()["ignored"].split()))


@cache
def _sureness() -> frozenset[str]:
    return frozenset(map(spelt, _data()["sureness"].split()))


@cache
def _paths() -> frozenset[str]:
    return frozenset(map(spelt, _data()["may_be_a_path"]))


def canonical(key: str) -> str:
    """Return the field that a key stands for, whichever of its aliases it is; an unknown one in plain letters."""
    return aliases().get(spelt(key), key.strip().casefold().replace("-", "_").replace(" ", "_"))


def rank(key: str) -> int:
    """Return how likely a key is the one meant, among those of its field: 0 for the likeliest."""
    return _ranks()[spelt(key)]


def flag_meanings(key: str) -> Mapping[str, str] | None:
    """Return what the values of a flag say of a text; None for what is no flag."""
    return _flags().get(spelt(key))


def tells_sureness(key: str) -> bool:
    """Whether a key says how sure an author is, or how far a text has grown."""
    return spelt(key) in _sureness()


def may_be_a_path(key: str) -> bool:
    """Whether a key says where on a site a page stands as often as where on the web."""
    return spelt(key) in _paths()


def is_ignored(key: str) -> bool:
    """Whether a key is known and says nothing that a passage could show."""
    folded = key.strip().casefold().replace("-", "_")
    return spelt(key) in _ignored() or folded.startswith(tuple(_data()["ignored_prefixes"].split()))


def is_container(key: str) -> bool:
    """Whether the keys in this one count as if they stood outside of it."""
    return spelt(key) in _data()["containers"]


def is_known(key: str) -> bool:
    """Whether a key is one of a header's, used or not."""
    return spelt(key) in aliases() or flag_meanings(key) is not None or is_container(key) or is_ignored(key)


def is_telling(key: str) -> bool:
    """Whether a key is of the seed format and stands in headers only: no word before a colon in prose."""
    return aliases().get(spelt(key), "note") not in _NOT_TELLING


def names() -> Iterator[str]:
    """Yield every key of the seed format with its aliases, as they are documented."""
    for field, known in _data()["aliases"].items():
        yield field
        yield from known
