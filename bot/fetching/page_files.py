"""A fetched page as a seed: its file's name, what its side-car states of its origin, and how it changed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from mimetypes import guess_extension
from pathlib import PurePosixPath
from typing import Final

from yarl import URL

from bot.fetching.pages import FetchedPage
from bot.seeding.intake.attachments import safe_name

FROM: Final = "fetched_from"
AT: Final = "fetched_at"
_PAGE: Final = ".html"
_ENDINGS: Final = {
    "application/xhtml+xml": _PAGE,
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
}
_SCRIPTS: Final = frozenset({".php", ".asp", ".aspx", ".jsp", ".cgi"})  # what made a page, not what it is


@dataclass(frozen=True, slots=True)
class PageDifference:
    """Paragraphs that came and went between two states of a page.

    Attributes:
        lines: each of them with "+ " or "- " before it, in the order of the page.
    """

    lines: tuple[str, ...]

    def __len__(self) -> int:
        """Count the paragraphs."""
        return len(self.lines)


def file_name(page: FetchedPage) -> str:
    """Return what a page's file is called: by the end of its address, with the ending of what the server sends."""
    url = URL(page.address)
    last = PurePosixPath(url.path).name
    stem, suffix = (last or url.host or "").removesuffix(PurePosixPath(last).suffix), PurePosixPath(last).suffix
    known = _ENDINGS.get(page.media_type) or guess_extension(page.media_type) or ""
    if page.media_type == "text/html" or not (suffix or known) or suffix.casefold() in _SCRIPTS:
        known = _PAGE
    return safe_name(f"{stem}{known or suffix}")


def origin(page: FetchedPage, asked: str) -> dict[str, str]:
    """Return what a side-car states of a fetched page: where it stands, what was asked for, and when."""
    return {"source": page.address, FROM: asked.strip()} | fetched_at(page)


def fetched_at(page: FetchedPage) -> dict[str, str]:
    """Return what a side-car states anew of a page that was fetched again: only when."""
    return {AT: page.at.isoformat(timespec="seconds")}


def fetched_from(stated: Mapping[str, object]) -> tuple[str, str] | None:
    """Return where a seed was fetched from, and the day, by its side-car; None for a seed that was not."""
    address, at = stated.get(FROM), stated.get(AT)
    if not isinstance(address, str) or not address.strip():
        return None
    return address.strip(), _day(at if isinstance(at, str) else "")


def _day(at: str) -> str:
    try:
        return datetime.fromisoformat(at).astimezone(UTC).date().isoformat()
    except (ValueError, OverflowError):
        return "?"


def difference(before: Sequence[str], after: Sequence[str]) -> PageDifference:
    """Compare two states of a page, paragraph by paragraph."""
    lines: list[str] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            lines += [f"- {each}" for each in before[start:end]]
            lines += [f"+ {each}" for each in after[new_start:new_end]]
    return PageDifference(tuple(lines))
