"""The parts of a Word document by what they are: Word on the web numbers their names, "word/document2.xml"."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING

from index.readers.archives.files import Files
from index.readers.parsing.xml import below, parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAIN = "word/document.xml"
_BESIDE = ("styles", "footnotes", "endnotes", "comments")
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Parts:
    """The paths of the parts, and where its links lead, by their ids.

    Attributes:
        beside: of "styles", "footnotes", "endnotes" and "comments", those that are there.
    """

    main: str
    beside: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)


def parts_of(files: Files) -> Parts | None:
    """Find the parts of a document; None where the one with its text is missing."""
    named = (target for kind, target, _ in _relations(files, "") if kind == "officeDocument")
    main = next((path for path in (*named, _MAIN) if path in files), None)
    if main is None:
        return None
    folder = PurePosixPath(main).parent
    related = list(_relations(files, main))
    usual = {kind: str(folder / f"{kind}.xml") for kind in _BESIDE}
    stated = {kind: target for kind, target, _ in related if kind in _BESIDE}
    beside = {kind: path for kind, path in (usual | stated).items() if path in files}
    links = {key: target for kind, target, key in related if kind == "hyperlink" and target.startswith(_WEB)}
    return Parts(main, beside, links)


def _relations(files: Files, path: str) -> Iterator[tuple[str, str, str]]:
    """Yield the kind, the target and the id of each relation of a part, or of the whole file."""
    of = PurePosixPath(path)
    table = str(of.parent / "_rels" / f"{of.name}.rels")
    for each in below(parse_xml(files[table]), "Relationship") if table in files else ():
        kind = (each.get("Type") or "").rpartition("/")[2]
        yield kind, _target(each, str(of.parent)), each.get("Id") or ""


def _target(relation: "Element", folder: str) -> str:
    target = relation.get("Target") or ""
    if relation.get("TargetMode") == "External" or target.startswith(_WEB):
        return target
    return normpath(target.lstrip("/") if target.startswith("/") else f"{folder}/{target}")
