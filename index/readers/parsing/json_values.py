"""JSON of strangers to values, and what stands in them, whatever kind of value they have there.

Nothing is run: a script that assigns JSON to a name is taken for the JSON in it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from index.messages import N_, Sentence
from index.readers.parsing.base import FormatError

MIB = 1024 * 1024
MOST_BYTES = 64 * MIB
DEEPEST = 200  # lists and objects within each other
TOO_LARGE = N_("holds more than {most} MiB of JSON; export a shorter time, or fewer channels")
TOO_DEEP = Sentence("is JSON nested too deeply to be read; export it anew")
DAMAGED = N_("is damaged: its JSON cannot be read at line {line}; export it anew")
NO_TEXT = Sentence("is JSON that is not in UTF-8; export it anew")

Object = Mapping[str, Any]

_ASSIGNED = re.compile(r"\s*window\.[\w.]+\s*=\s*")
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_LONGEST_NUMBER = 40  # digits; nothing that a person wrote is longer


def json_of(files: Mapping[str, bytes], path: PurePosixPath) -> Any:
    """Parse one of some files; None where it is not among them. Raises FormatError as `load_json` does."""
    return load_json(files[str(path)]) if str(path) in files else None


def load_json(data: bytes) -> Any:
    """Read JSON, or a script that assigns it to a name, as data.

    Raises FormatError where it is too large, nested too deeply, or damaged. NaN and Infinity are None.
    """
    if len(data) > MOST_BYTES:
        raise FormatError(TOO_LARGE, most=MOST_BYTES // MIB)
    if _is_too_deep(data):
        raise FormatError(TOO_DEEP)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FormatError(NO_TEXT) from None
    assigned = _ASSIGNED.match(text)
    decoder = json.JSONDecoder(parse_constant=_nothing, parse_int=_number, strict=False)
    text = text[assigned.end() :] if assigned else text
    try:
        return decoder.decode(text.rstrip().removesuffix(";"))
    except json.JSONDecodeError as err:
        raise FormatError(DAMAGED, line=err.lineno) from err


def objects(value: object) -> Iterator[Object]:
    """Yield the objects of a list."""
    return (each for each in value if isinstance(each, dict)) if isinstance(value, list) else iter(())


def object_of(value: object, *path: str) -> Object:
    """Return the object that stands at a path of keys; an empty one where there is none."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def text_of(value: object, *path: str) -> str:
    """Return the text that stands at a path of keys, a number as its digits; "" where there is none."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def values_of(value: object) -> list[Any]:
    """Return a list as it is, nothing as an empty one, and a value that stands alone as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _nothing(_name: str) -> None:
    return None


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits[:_LONGEST_NUMBER]


def _is_too_deep(data: bytes) -> bool:
    """Whether lists and objects are nested too deeply, as the brackets outside of strings tell."""
    if data.count(b"[") + data.count(b"{") <= DEEPEST:
        return False
    depth = 0
    for token in _TOKEN.finditer(data):
        mark = data[token.start()]
        depth += mark in b"[{"
        depth -= mark in b"]}"
        if depth > DEEPEST:
            return True
    return False
