"""TOML to entries, and what is broken in it key by key. It knows no key's meaning."""

import re
import tomllib
from itertools import pairwise
from typing import Any

from index.messages import Sentence
from index.seeds.metadata.entries import Entries, MetadataEntry, MetadataValue, joined, unreadable

_KEY = r"""[\w.-]+|"[^"\n]*"|'[^'\n]*'"""
_STARTS = re.compile(rf"^[ \t]*(?:(?:{_KEY})[ \t]*=|\[)", re.MULTILINE)
_PLAIN = re.compile(rf"(?P<key>[ \t]*(?:{_KEY}))[ \t]*=[ \t]*(?P<typed>[^\n]*?)[ \t]*\n*")


def read_toml(source: str, path: str, *, first_line: int = 1) -> Entries:
    """Read TOML's top-level keys; where it is broken, those that can be read."""
    try:
        return _entries(tomllib.loads(source), source, path, first_line)
    except (tomllib.TOMLDecodeError, RecursionError):
        starts = [match.start() for match in _STARTS.finditer(source)]
        table = next((start for start in starts if source[start:].lstrip().startswith("[")), len(source))
        ends = [*(start for start in starts if start < table), table, len(source)]
        pieces = (each for each in pairwise(ends) if each[0] < each[1])
        return joined([_piece(source, start, end, path, first_line) for start, end in pieces])


def _piece(source: str, start: int, end: int, path: str, first_line: int) -> Entries:
    line = first_line + source.count("\n", 0, start)
    piece = source[start:end]
    try:
        return _entries(tomllib.loads(piece), piece, path, line)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        plain = _PLAIN.fullmatch(piece)
        if plain is None or not plain["typed"] or plain["typed"][0] in "[{\"'":
            return Entries(lost=(unreadable(path, line, str(error).partition(" (at ")[0]),))
        key = plain["key"].strip().strip("\"'")
        written = Sentence('the value has no quotation marks and is read as typed; write {key} = "…"', key=key)
        entry = MetadataEntry(key, plain["typed"], path, line)
        return Entries(
            (entry,), (Sentence("{file}, line {line}: {problem}", file=entry.file, line=line, problem=written),)
        )


def _entries(table: dict[str, Any], source: str, path: str, first_line: int) -> Entries:
    lines = _lines(source)
    return Entries(
        tuple(MetadataEntry(key, _plain(value), path, first_line + lines.get(key, 0)) for key, value in table.items())
    )


def _lines(source: str) -> dict[str, int]:
    """Return the first line of each key or table, from 0 on."""
    lines: dict[str, int] = {}
    for number, line in enumerate(source.split("\n")):
        named = re.match(rf"\s*\[{{0,2}}\s*({_KEY})", line)
        if named:
            lines.setdefault(named[1].strip("\"'").partition(".")[0], number)
    return lines


def _plain(value: Any) -> MetadataValue:
    """Return a value with each scalar as a string; dates as ISO 8601 writes them."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return tuple(_plain(each) for each in value)
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else str(value)
