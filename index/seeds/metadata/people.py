"""Names of people as metadata gives them: maps, links, handles; and whether two of them may be one person."""

import re
from collections.abc import Iterator, Mapping, Sequence

from index.messages import N_
from index.seeds.metadata.entries import MetadataValue
from index.seeds.metadata.values import UnusableError, plain_link
from index.text.characters import fold

TAKES_NAMES = N_("takes a name or a list of names")
_NAME_KEYS = ("name", "display_name", "displayname", "full_name", "fullname", "literal", "title", "nickname", "login")
_FIRST_KEYS, _LAST_KEYS = (
    ("given", "given_names", "given-names", "first_name", "firstname", "first"),
    (*("family", "family_names", "family-names", "last_name", "lastname", "last", "surname"),),
)
_LINKS = re.compile(r"\[\[[^\]]+\]\]|@[\w.-]+(?:@[\w.-]+)?")
_BETWEEN = re.compile(r"\s*(?:[,;&]|\band\b)?\s*")
_ADDRESS = re.compile(r"\s*(?:<[^>]*[@/][^>]*>|\(\s*(?:mailto:|https?://|[^\s)]+@)[^)]*\))\s*$")
_HANDLE = re.compile(r"@[\w.@-]+|[a-z0-9_.-]+")
_WORD = re.compile(r"[^\W_]+")


def names_of(value: MetadataValue) -> tuple[str, ...]:
    """Return the names in a value: a text, a list, a map, or a list of maps. Raises UnusableError where it has none."""
    found = tuple(dict.fromkeys(name for name in _names(value) if name))
    if not found and value not in ("", ()):
        raise UnusableError(TAKES_NAMES)
    return found


def _names(value: MetadataValue) -> Iterator[str]:
    if isinstance(value, str):
        yield from _in_text(value)
    elif isinstance(value, Mapping):
        yield from _in_map(value)
    elif isinstance(value, tuple):
        for each in value:
            yield from _names(each)


def _in_text(typed: str) -> Iterator[str]:
    """Yield the one name that a text is, or each where it is made of links and handles alone."""
    links = _LINKS.findall(typed)
    if len(links) > 1 and not _BETWEEN.sub("", _LINKS.sub("", typed)):
        yield from map(plain_link, links)
    else:
        yield plain_link(typed if typed.startswith("[") else _ADDRESS.sub("", typed))


def _in_map(table: Mapping[str, MetadataValue]) -> Iterator[str]:
    folded = {key.casefold(): value for key, value in table.items()}
    named = next((folded[key] for key in _NAME_KEYS if isinstance(folded.get(key), str | Mapping)), None)
    if named is not None:
        yield from _names(named)
        return
    parts = [next((folded[key] for key in keys if folded.get(key)), "") for keys in (_FIRST_KEYS, _LAST_KEYS)]
    if any(parts):
        yield " ".join(part for part in parts if isinstance(part, str) and part)
    elif table and all(isinstance(each, Mapping) for each in table.values()):  # Docusaurus's authors by handle
        for each in table.values():
            yield from _names(each)
    else:
        raise UnusableError(TAKES_NAMES)


def better_names(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...] | None:
    """Join two statements of who wrote a text; None where they name different people.

    Of the same person a full name goes before a handle or an initial; a statement that names more people counts.
    """
    less, more = sorted((second, first), key=len)
    if not _are_among(less, more):
        return None
    return tuple(max([one, *(other for other in less if may_be_one(one, other))], key=_fullness) for one in more)


def _are_among(less: Sequence[str], more: Sequence[str]) -> bool:
    return all(any(may_be_one(one, other) for other in more) for one in less)


def _fullness(name: str) -> tuple[bool, int]:
    return not _HANDLE.fullmatch(name), sum(map(len, _WORD.findall(name)))


def may_be_one(one: str, other: str) -> bool:
    """Whether two names may be one person's: in another order, with initials, or as a handle."""
    words, others = _words(one), _words(other)
    if sorted(words) == sorted(others):
        return True
    handles = [bool(_HANDLE.fullmatch(name)) for name in (one, other)]
    if all(handles):
        return "".join(words) == "".join(others)
    if any(handles):  # nothing tells whose it is
        return True
    shorter, longer = sorted((words, others), key=len)
    return len(shorter) > 0 and all(any(_is_short_for(word, full) for full in longer) for word in shorter)


def _is_short_for(word: str, full: str) -> bool:
    return word == full or (len(word) == 1 and full.startswith(word)) or (len(full) == 1 and word.startswith(full))


def _words(name: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(name)]


def is_unrelated_handle(name: str, authors: Sequence[str]) -> bool:
    """Whether a handle has nothing of the authors' names in it, so that it may be anybody's."""
    letters = "".join(_words(name))
    words = [word for author in authors for word in _words(author) if len(word) > 1]
    return name not in authors and bool(_HANDLE.fullmatch(name)) and not any(word in letters for word in words)
