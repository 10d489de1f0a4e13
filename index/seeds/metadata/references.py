"""Side-cars as programs for references write them: a BibTeX entry or a CSL-JSON item, to the keys of our own."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from index.messages import Sentence
from index.seeds.metadata.entries import Entries, MetadataEntry

NO_ENTRY = Sentence("holds no reference that can be read; export it anew as BibTeX or CSL JSON")
SEVERAL = Sentence("holds several references; the first one counts")
_LONGEST_CHARS = 128 * 1024
_ENTRY = re.compile(r"@(?!comment\b|string\b|preamble\b)(\w+)\s*[{(]\s*[^,\s{}]*\s*,", re.IGNORECASE)
_FIELD = re.compile(r"[\s,]*(?P<key>[\w-]+)\s*=\s*")
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), 1)}
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "c": "\u0327", "H": "\u030b", "v": "\u030c", "r": "\u030a", "k": "\u0328", "d": "\u0323",
}  # fmt: skip
_ACCENTED = re.compile(r"""\\([`'^"~=.])\s*\{?\\?([A-Za-z])\}?|\\([ucHvrkd])(?:\s+|\s*\{)\\?([A-Za-z])\}?""")
_LETTERS = {"ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
            "AA": "Å", "i": "ı"}  # fmt: skip
_LETTER = re.compile(r"\\(" + "|".join(sorted(_LETTERS, key=len, reverse=True)) + r")(?![A-Za-z])\s*(?:\{\})?")
_SIGN = re.compile(r"\\([&%$#_{}])")


def read_reference(text: str, path: str) -> Entries:
    """Read what a reference states of a file: title, authors, date and address."""
    found = _csl(text) if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")) else _bibtex(text[:_LONGEST_CHARS])
    if found is None:
        return Entries(lost=(Sentence("{file} {problem}.", file=path.rpartition("/")[2], problem=NO_ENTRY),))
    stated, is_only = found
    entries = tuple(MetadataEntry(key, value, path, 1) for key, value in stated.items() if value)
    told = Sentence("{file} {problem}.", file=path.rpartition("/")[2], problem=SEVERAL)
    return Entries(entries, () if is_only else (told,))


def _csl(text: str) -> tuple[dict[str, Any], bool] | None:
    try:
        items = json.loads(text, parse_int=str)
    except (ValueError, RecursionError):
        return None
    items = items if isinstance(items, list) else [items]
    if not items or not isinstance(items[0], Mapping):
        return None
    item = items[0]
    stated = {
        "title": _text(item.get("title")),
        "author": tuple(_csl_names(item.get("author"))),
        "date": _csl_date(item.get("issued")),
        "source": _text(item.get("URL")) or _resolved(_text(item.get("DOI"))),
    }
    return (stated, len(items) == 1) if any(stated.values()) else None


def _csl_names(people: object) -> Iterator[str]:
    for person in people if isinstance(people, list) else ():
        if isinstance(person, Mapping):
            parts = (person.get("given"), person.get("non-dropping-particle"), person.get("family"))
            yield _text(person.get("literal")) or " ".join(filter(None, map(_text, parts)))


def _csl_date(issued: object) -> str:
    parts = issued.get("date-parts") if isinstance(issued, Mapping) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    numbers = [_text(part).zfill(2) for part in first] if isinstance(first, list) else []
    return "-".join(numbers[:3])


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _resolved(doi: str) -> str:
    return doi if not doi or doi.startswith("http") else f"https://doi.org/{doi.removeprefix('doi:').strip()}"


def _bibtex(text: str) -> tuple[dict[str, Any], bool] | None:
    entry = _ENTRY.search(text)
    if entry is None:
        return None
    raw = dict(_fields(text, entry.end()))
    fields = {key: _plain(value) for key, value in raw.items()}
    stated = {
        "title": fields.get("title", ""),
        "author": tuple(_names(raw.get("author", ""))),
        "date": fields.get("date") or _month_of(fields),
        "source": fields.get("url") or _resolved(fields.get("doi", "")),
    }
    return (stated, _ENTRY.search(text, entry.end()) is None) if any(stated.values()) else None


def _fields(text: str, at: int) -> Iterator[tuple[str, str]]:
    """Yield the fields of an entry, each in braces, in quotation marks, or a word."""
    while field := _FIELD.match(text, at):
        start = field.end()
        at = _end_of_value(text, start)
        yield field["key"].casefold(), _bare(text[start:at].strip())


def _end_of_value(text: str, start: int) -> int:
    depth, is_quoted = 0, text[start : start + 1] == '"'
    for at in range(start, len(text)):
        sign = text[at]
        depth += (sign == "{") - (sign == "}") if text[at - 1] != "\\" else 0
        if is_quoted and at > start and sign == '"' and depth == 0:
            return at + 1
        if not is_quoted and (depth < 0 or (depth == 0 and sign in ",)")):
            return at
    return len(text)


def _plain(value: str) -> str:
    """Undo the marks of TeX in a value."""
    accented = _ACCENTED.sub(lambda found: (found[2] or found[4]) + _ACCENTS[found[1] or found[3]], value)
    lettered = _LETTER.sub(lambda found: _LETTERS[found[1]], accented)
    shown = _SIGN.sub(r"\1", re.sub(r"(?<!\\)[{}]", "", lettered))
    dashed = shown.replace("---", "—").replace("--", "–").replace("~", " ")
    return unicodedata.normalize("NFC", " ".join(dashed.split()))


def _bare(value: str) -> str:
    return value[1:-1] if value[:1] + value[-1:] in ("{}", '""') else value


def _names(people: str) -> Iterator[str]:
    """Yield the names between "and"; one in braces is a group's, which may hold that word itself."""
    parts, depth = [""], 0
    for piece in re.split(r"(\s+and\s+)", people):
        if piece.strip() == "and" and depth == 0:
            parts.append("")
            continue
        depth += piece.count("{") - piece.count("}")
        parts[-1] += piece
    for part in map(str.strip, parts):
        if part and part.casefold() != "others":
            yield _plain(part) if part.startswith("{") and part.endswith("}") else _turned(_plain(part))


def _turned(name: str) -> str:
    """Put a given name before the family's: "Vik, Ada" is "Ada Vik"."""
    family, _comma, given = name.partition(",")
    return f"{given.rpartition(',')[2].strip()} {family.strip()}".strip()


def _month_of(fields: Mapping[str, str]) -> str:
    year, month = fields.get("year", ""), fields.get("month", "").casefold()
    number = _MONTHS.get(month[:3]) or (int(month) if month.isascii() and month.isdecimal() else 0)
    return f"{year}-{number:02}" if year and 1 <= number <= len(_MONTHS) else year
