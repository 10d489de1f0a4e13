"""References as programs for them read them: CSL-JSON items, to BibTeX and RIS. Caveats stand in the note."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from index.model import Passage
from index.showing.attribution import ENGLISH, Labels, csl_json, reference_note

Item = Mapping[str, Any]
_BIBTEX_TYPES = {"webpage": "online", "post": "online", "post-weblog": "online", "article-journal": "article"}
_RIS_TYPES = {"webpage": "ELEC", "post": "ELEC", "post-weblog": "BLOG", "article-journal": "JOUR"}
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_NO_KEY = re.compile(r"[^A-Za-z0-9:.-]+")


def document_item(first: Passage, accessed: date | None, words: Labels = ENGLISH) -> Item:
    """Describe a whole document, by its first passage: without that one's page and number."""
    item = csl_json(replace(first, position=None), accessed, words)
    return item | {"id": first.document, "note": reference_note(first, words, places=False)}


def bibtex(items: Sequence[Item]) -> str:
    """Write references as BibTeX (BibLaTeX's `online` for pages), each with a key of its own."""
    return "\n".join(map(_bibtex_entry, items))


def ris(items: Sequence[Item]) -> str:
    """Write references as RIS."""
    return "\n".join(
        "".join(f"{tag}  - {value}\r\n" for tag, value in _ris_lines(item)) + "ER  - \r\n" for item in items
    )


def _bibtex_entry(item: Item) -> str:
    kind = _BIBTEX_TYPES.get(item["type"], "misc")
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _bibtex_fields(item) if value)
    return f"@{kind}{{{_key(item['id'])},\n{fields}}}\n"


def _bibtex_fields(item: Item) -> Iterator[tuple[str, str]]:
    yield "title", _tex(item.get("title", ""))
    # In braces of their own, since a program would part a group's name at its spaces.
    yield "author", " and ".join(f"{{{_tex(name)}}}" for name in _names(item))
    issued = _iso(item.get("issued"))
    yield "date", issued
    yield "year", issued[:4]
    yield "url", item.get("URL", "").replace("{", "%7B").replace("}", "%7D")
    yield "howpublished", _tex(item.get("source", ""))
    yield "urldate", _iso(item.get("accessed")) if item.get("URL") else ""
    yield "pages", _tex(item.get("page", ""))
    yield "langid", item.get("language", "")
    yield "note", _tex("; ".join(item["note"].split("\n")))


def _ris_lines(item: Item) -> Iterator[tuple[str, str]]:
    yield "TY", _RIS_TYPES.get(item["type"], "GEN")
    yield "ID", _key(item["id"])
    yield from (("AU", name) for name in _in_lines(_names(item)))
    issued = _iso(item.get("issued"))
    stated = (("TI", item.get("title")), ("DA", issued.replace("-", "/")), ("PY", issued[:4]), ("UR", item.get("URL")))
    further = (("PB", item.get("source")), ("SP", item.get("page")), ("LA", item.get("language")))
    yield from ((tag, " ".join(value.split())) for tag, value in (*stated, *further) if value)
    if "accessed" in item:
        yield "Y2", _iso(item["accessed"]).replace("-", "/")
    yield from (("N1", line) for line in item["note"].split("\n") if line)


def _in_lines(values: Iterable[str]) -> Iterator[str]:
    return (" ".join(value.split()) for value in values)


def _names(item: Item) -> list[str]:
    return [author["literal"] for author in item.get("author", ())]


def _iso(stated: Mapping[str, Any] | None) -> str:
    """Write a date of CSL out; one in words is left to the note of whoever typed it."""
    parts = (stated or {}).get("date-parts")
    return "-".join(f"{part:02}" if place else f"{part:04}" for place, part in enumerate(parts[0])) if parts else ""


def _tex(value: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in " ".join(value.split()))


def _key(name: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return _NO_KEY.sub("-", ascii_only).strip("-") or "seed"
