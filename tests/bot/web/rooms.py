"""Reading rooms over literal seeds, and how a test reads their pages."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import html

from bot.config.values import DEFAULTS, Config, WebConfig
from bot.serving.scope import Scope
from bot.web.drawing.pages import Pages
from bot.web.drawing.public_scope import PublicScope
from bot.web.drawing.publicity import Shown
from bot.web.site import SiteReport, write_site
from index.answers.answer import AnswerSettings
from index.engines.library import Library, View
from index.errors import SnapshotError
from index.progress import no_progress

BASE = "https://read.example/room"
Maker = Callable[..., Library]


def config(**web: Any) -> Config:
    """A config whose reading room shows all in full, unless otherwise stated."""
    return replace(
        DEFAULTS,
        web=WebConfig(**{"show": "full", "pictures": "never", "url": BASE, "contact": "keeper@example.org", **web}),
    )


def scope_of(library: Library) -> Scope:
    """What a library has, as a face sees it."""

    def repair(err: SnapshotError) -> View:
        raise err

    return Scope(library.view, repair, AnswerSettings())


def public_of(make_library: Maker, files: Mapping[str, str | bytes], show: Shown = "full") -> PublicScope:
    """What is shown of some seeds."""
    return PublicScope(scope_of(make_library(files)), show)


def site(public: PublicScope, out: Path, today: str = "2026-11-30", **web: Any) -> SiteReport:
    """Write a site."""
    return write_site(config(**web), public, out, today, no_progress)


def passage_page(public: PublicScope, document: str, number: int, **web: Any) -> str:
    """The page of one passage."""
    pages, stored = Pages(config(**web), is_live=False), public.document(document)
    assert stored is not None
    return pages.passage(public, pages.drawn(stored, public.scope.passages_of(document)), number - 1)


def found(page: str | bytes, path: str, **names: Any) -> list[Any]:
    """What an XPath finds on a page."""
    result: Any = html.fromstring(page).xpath(path, **names)
    return list(result)


def words_on(page: str) -> list[str]:
    """The words of each passage on a page, as they are read."""
    return [each.text_content() for each in found(page, '//div[@class="words"]')]


def files_of(out: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a site with its bytes."""
    for path in sorted(out.rglob("*")):
        if path.is_file():
            yield path.relative_to(out).as_posix(), path.read_bytes()
