"""A Substack export: the published posts that are for everybody, as posts.csv lists them."""

import csv
from html import unescape
from io import StringIO
from pathlib import PurePosixPath

from index.messages import Sentence
from index.readers.archives.files import Files
from index.readers.exports.entries import Entry, documents_of
from index.readers.parsing.base import Format, FormatError, ParsedDocument

DAMAGED = Sentence("is an export whose posts.csv cannot be read; export it anew")

_LIST = "posts.csv"
_COLUMNS = frozenset(("post_id", "is_published", "title"))
_FOR_ALL = frozenset(("everyone", ""))
_UNWANTED = frozenset(
    ("button-wrapper", "captioned-button-wrap", "subscription-widget-wrap", "subscription-widget", "subscribe-widget",
     "community-chat", "poll-embed", "image-link-expand", "digest-post-embed", "embedded-publication-wrap",
     "embedded-post-wrap", "install-substack-app-embed", "directMessage", "paywall-jump", "sponsorship-campaign-embed")
)  # fmt: skip


def recognises(files: Files) -> bool:
    """Whether an archive holds a list of posts with Substack's columns."""
    root = _root(files)
    return root is not None and any(set(row) >= _COLUMNS for row in _rows(files, root)[:1])


def read(files: Files) -> tuple[ParsedDocument, ...]:
    """Read the published posts. Raises FormatError where there is none with words."""
    root = _root(files) or PurePosixPath()
    rows = _rows(files, root)
    public = [row for row in rows if _is_public(row)]
    return documents_of((_entry(row, files, root) for row in public), unpublished=len(rows) - len(public))


def _root(files: Files) -> PurePosixPath | None:
    listed = (PurePosixPath(path).parent for path in sorted(files, key=len) if PurePosixPath(path).name == _LIST)
    return next(listed, None)


def _rows(files: Files, root: PurePosixPath) -> list[dict[str, str]]:
    text = files[str(root / _LIST)].decode("utf-8-sig", "replace")
    try:
        return [{key: value or "" for key, value in row.items() if key} for row in csv.DictReader(StringIO(text))]
    except csv.Error as err:
        raise FormatError(DAMAGED) from err


def _is_public(row: dict[str, str]) -> bool:
    return row.get("is_published", "").casefold() == "true" and row.get("audience", "") in _FOR_ALL


def _entry(row: dict[str, str], files: Files, root: PurePosixPath) -> Entry:
    path = str(root / "posts" / (row["post_id"] + ".html"))
    return Entry(
        identity=row["post_id"],
        content=files[path].decode("utf-8", "replace") if path in files else "",
        title=unescape(row["title"]).strip() or None,
        above=unescape(row.get("subtitle", "")),
        when=row.get("post_date", ""),
        unwanted=_UNWANTED,
    )


FORMAT = Format("Substack export", read, recognises=recognises)
