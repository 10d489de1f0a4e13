"""The keys of the seed format: aliases, validation, and what a curator should be told. It knows no file."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import PurePath
from urllib.parse import urlsplit

from index.messages import Sentence
from index.seeds.front_matter import MetadataEntry

ALIASES: Mapping[str, str] = {
    "name": "title",
    "authors": "author",
    "by": "author",
    "url": "source",
    "link": "source",
    "permalink": "source",
    "date": "published",
}
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ]\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?\s*(?:Z|[+-]\d\d:?\d\d)?)?)?)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*", re.IGNORECASE)
_REPLACED = ("title", "author", "source", "published", "language", "restated_by", "license", "tags")
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a curator states of a seed, validated; None or empty where it is not stated."""

    title: str | None = None
    author: tuple[str, ...] = ()
    source: str | None = None
    published: str | None = None
    language: str | None = None
    caveat: tuple[str, ...] = ()
    epistemic_status: str | None = None
    note: str | None = None
    verbatim: bool | None = None
    restated_by: str | None = None
    license: str | None = None
    tags: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


NOTHING_STATED = Metadata()


def validate(entries: Iterable[MetadataEntry]) -> Metadata:
    """Check the entries of a front matter, or of a side-car.

    Raises SeedError, naming file and line, for a wrong value and for a key stated twice (perhaps under two aliases).
    Unknown keys become warnings.
    """
    values: dict[str, object] = {}
    seen: dict[str, MetadataEntry] = {}
    warnings: list[str] = []
    for entry in entries:
        key = canonical(entry.key)
        if key not in _READERS:
            warnings.append(_unknown(entry, key))
            continue
        if key in seen:
            first = seen[key]
            raise entry.error(
                Sentence(
                    "is stated already in {path}, line {line} ({key}); keep one of them",
                    path=first.path,
                    line=first.line,
                    key=first.key,
                )
            )
        seen[key] = entry
        if entry.value != "":
            values[key] = _READERS[key](entry)
    warnings.extend(_contradictions(values, seen))
    return Metadata(**values, warnings=tuple(warnings))  # type: ignore[arg-type]  # one reader per field


def laid_over(sidecar: Metadata, own: Metadata) -> Metadata:
    """Put a side-car's statements over the file's own, so that a curator corrects a file and leaves its bytes alone.

    Cautions are added, never replaced: caveats stand side by side, `epistemic_status` and `note` keep
    both texts, and words that either calls restated stay restated. What is replaced becomes a warning.
    """
    stated = {key: getattr(sidecar, key) or getattr(own, key) for key in _READERS}
    stated |= {key: _both(getattr(own, key), getattr(sidecar, key)) for key in ("epistemic_status", "note")}
    stated["verbatim"] = False if False in (own.verbatim, sidecar.verbatim) else stated["verbatim"]
    stated["caveat"] = tuple(dict.fromkeys((*own.caveat, *sidecar.caveat)))
    return Metadata(**stated, warnings=(*sidecar.warnings, *own.warnings, *_replaced(sidecar, own)))


def _both(first: str | None, second: str | None) -> str | None:
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


def canonical(key: str) -> str:
    """Return the name of a key, however it is spelt and whichever of its aliases it is."""
    key = key.strip().casefold().replace("-", "_").replace(" ", "_")
    return ALIASES.get(key, key)


def _unknown(entry: MetadataEntry, key: str) -> str:
    near = get_close_matches(key, (*_READERS, *ALIASES), n=1)
    where = {"key": entry.key, "file": PurePath(entry.path).name, "line": entry.line}
    if near:
        return Sentence(
            "The key {key!r} ({file}, line {line}) is unknown and ignored; did you mean {near}?", **where, near=near[0]
        )
    return Sentence("The key {key!r} ({file}, line {line}) is unknown and ignored.", **where)


def _contradictions(values: dict[str, object], seen: Mapping[str, MetadataEntry]) -> Iterator[str]:
    """Settle verbatim and restated_by: words that somebody restated must not pass for the author's."""
    if "restated_by" in values and values.get("verbatim") is True:
        raise seen["restated_by"].error(
            Sentence("contradicts verbatim: true; state verbatim: false, or leave this out")
        )
    if "restated_by" in values and "verbatim" not in values:
        values["verbatim"] = False
        yield Sentence("restated_by is stated without verbatim, so the words count as restated; add verbatim: false.")
    if values.get("verbatim") is False and "restated_by" not in values:
        yield Sentence("verbatim is false, but restated_by does not say whose words these are.")


def _text(entry: MetadataEntry) -> str:
    if not isinstance(entry.value, str):
        raise entry.error(Sentence("takes one text, not a list or further keys; put it in quotation marks"))
    return entry.value


def _caveat(entry: MetadataEntry) -> tuple[str, ...]:
    return (_text(entry),)


def _line(entry: MetadataEntry) -> str:
    return " ".join(_text(entry).split())


def _authors(entry: MetadataEntry) -> tuple[str, ...]:
    if entry.value is None:
        raise entry.error(Sentence("takes a name or a list of names"))
    names = (entry.value,) if isinstance(entry.value, str) else entry.value
    return tuple(" ".join(name.split()) for name in names if name)


def _tags(entry: MetadataEntry) -> tuple[str, ...]:
    if entry.value is None:
        raise entry.error(Sentence("takes a list, or words with commas between"))
    names = entry.value.split(",") if isinstance(entry.value, str) else entry.value
    return tuple(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))


def _source(entry: MetadataEntry) -> str:
    """Accept an address of the web, or free words such as a bibliographic reference."""
    source = _line(entry)
    is_address = "://" in source.partition(" ")[0] or re.match(
        r"(?:https?|javascript|data|file):", source, re.IGNORECASE
    )
    if is_address and not _is_web_address(source):
        raise entry.error(
            Sentence("{stated!r} is no web address; write https://…, or a reference in words", stated=source)
        )
    return source


def _is_web_address(source: str) -> bool:
    try:
        parts = urlsplit(source)
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in source


def _published(entry: MetadataEntry) -> str:
    """Return the date at the precision it is stated: a time of day is left out."""
    stated = _line(entry)
    match = _DATE.fullmatch(stated)
    try:
        year, month, day = (int(part or 1) for part in match.groups()) if match else (0, 0, 0)
        date(year, month, day)
    except ValueError:
        problem = Sentence("{stated!r} is no date; write 2022-09-13, 2022-09 or 2022", stated=stated)
        raise entry.error(problem) from None
    return stated[:10].rstrip()


def _language(entry: MetadataEntry) -> str:
    stated = _line(entry)
    if not _LANGUAGE.fullmatch(stated):
        raise entry.error(Sentence("{stated!r} is no language tag; write en, pt-BR or zh-Hant", stated=stated))
    primary, separator, rest = stated.partition("-")
    return primary.lower() + separator + rest


def _verbatim(entry: MetadataEntry) -> bool:
    stated = _line(entry)
    if stated.casefold() not in _TRUTH:
        raise entry.error(Sentence("{stated!r} is neither true nor false", stated=stated))
    return _TRUTH[stated.casefold()]


_READERS: Mapping[str, Callable[[MetadataEntry], object]] = {
    "title": _line,
    "author": _authors,
    "source": _source,
    "published": _published,
    "language": _language,
    "caveat": _caveat,
    "epistemic_status": _text,
    "note": _text,
    "verbatim": _verbatim,
    "restated_by": _line,
    "license": _line,
    "tags": _tags,
}
