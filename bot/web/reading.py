"""The live reading room: a path to a page of what is served at this moment. Synchronous; knows no request.

Pages are kept by generation, within so many bytes. When another generation is served, the addresses that changed with
it are recorded, so that old ones lead on.
"""

import json
import logging
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Final

from cachetools import LRUCache

from bot.config.values import Config
from bot.pictures.drawing import Drawing, UndrawableError
from bot.pictures.words import picture_words
from bot.serving.scope import Scope
from bot.web import asking
from bot.web.addresses import Addresses, Known, renewed
from bot.web.drawing import paths
from bot.web.drawing.pages import Pages, PassageSides, pages_of
from bot.web.drawing.public_scope import PublicScope
from bot.web.drawing.tallies import Tally
from bot.web.feeds import feed, robots, sitemaps
from bot.web.site import day_of_writing, shaping, static_files
from bot.wording.i18n import gettext as _
from bot.wording.i18n import language, said, speaking
from bot.wording.web import pages as wording

log = logging.getLogger(__name__)

KEPT_BYTES: Final = 16_000_000  # of pages
RECORD: Final = "web-addresses.json"
HTML: Final = "text/html; charset=utf-8"
TYPES: Final = {
    ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".png": "image/png",
    ".txt": "text/plain; charset=utf-8", ".xml": "application/xml; charset=utf-8",
}  # fmt: skip
_PICTURE: Final = re.compile(r"p/([0-9a-z]{10})\.png")
_KEY: Final = re.compile(r"p/([0-9a-z]{10})(?:\.html)?")
_FURTHER: Final = re.compile(r"(.+)-([0-9]{1,6})\.html")


@dataclass(frozen=True, slots=True)
class Reply:
    """What is at a path: a status of HTTP, the bytes, and where else to go."""

    status: int
    body: bytes = b""
    type: str = HTML
    location: str = ""


class ReadingRoom:
    """What is served live; safe for many threads.

    Args:
        config: the operator's.
        scope: returns what is served now.
        folder: where the record of addresses is kept.
        today: returns the day, ISO 8601.
    """

    def __init__(
        self, config: Config, scope: Callable[[], Scope], folder: Path, today: Callable[[], str] = day_of_writing
    ) -> None:
        self._config = config
        self._scope = scope
        self._record = folder / RECORD
        self._today = today
        self._lock = Lock()
        with speaking(config.discord.language):
            self._pages = Pages(config, is_live=True)
            self._version = f"{shaping()}{config.web!r}{language()}"
        self._drawing = Drawing() if self._pages.have_pictures else None
        self._static = {f"static/{each.name}": each.read_bytes() for each in static_files()}
        self._kept = LRUCache[str, Reply](KEPT_BYTES, getsizeof=lambda reply: len(reply.body) + 500)
        self._known = self._load()
        self._public: PublicScope | None = None

    def public(self) -> PublicScope:
        """Return what is shown now; records what changed, where that is another generation than before."""
        scope = self._scope()
        public = self._public
        if public is not None and public.generation == scope.generation:
            return public
        with self._lock:
            if self._public is None or self._public.generation != scope.generation:
                public = PublicScope(scope, self._config.web.show)
                self._known = self._renewed(public)
                self._kept.clear()
                self._public = public
            return self._public

    def etag(self, public: PublicScope) -> str:
        """Return what all pages of a generation are tagged with."""
        return sha256(f"{self._version}{public.generation}".encode()).hexdigest()[:20]

    def get(self, path: str, *, came_from: str = "") -> Reply:
        """Return what is at a path; `came_from` is a key of before that led here."""
        with speaking(self._config.discord.language):
            public = self.public()
            kept = self._of_generation(public, path)
            if kept is not None and not came_from:
                return kept
            reply = self._page(public, path, came_from)
            if reply.status == 200 and not came_from:  # noqa: PLR2004 HTTP's
                self._keep(public, path, reply)
            return reply

    def typed(self, form: str, words: str | None) -> Reply:
        """Return the page of a form, with what came of what was typed on it."""
        with speaking(self._config.discord.language):
            return _html(asking.page(self._pages, self.public(), form, words))

    def message(self, status: int, title: str, sentence: str) -> Reply:
        """Return a page that says one sentence."""
        with speaking(self._config.discord.language):
            return _html(self._pages.message("message", _(title), sentence), status)

    def _of_generation(self, public: PublicScope, path: str) -> Reply | None:
        with self._lock:
            return self._kept.get(path) if public is self._public else None

    def _keep(self, public: PublicScope, path: str, reply: Reply) -> None:
        with self._lock:
            if public is self._public and len(reply.body) < KEPT_BYTES // 4:
                self._kept[path] = reply

    def _page(self, public: PublicScope, path: str, came_from: str) -> Reply:
        if path in self._static:
            return Reply(200, self._static[path], TYPES[Path(path).suffix])
        if self._drawing and (found := _PICTURE.fullmatch(path)):
            return self._picture(public, found[1], self._drawing)
        if found := _KEY.fullmatch(path):
            return self._passage(public, found[1], came_from)
        make = self._documents(public, path) or self._lists(public, path) or self._beside(public, path)
        return make() if make else self._missing(path)

    def _passage(self, public: PublicScope, key: str, came_from: str) -> Reply:
        passage = public.passage(key)
        stored = public.document(passage.document) if passage else None
        if passage is None or stored is None:
            moved = self._known.successor(key)
            if moved and public.passage(moved[0]):
                return Reply(301, location=f"../{paths.passage_path(moved[0])}?from={key}")
            return self._missing(paths.passage_path(key))
        before, after = public.scope.neighbours(passage)
        around = [each for each in (before, passage, after) if each is not None]
        moved = self._known.successor(came_from)
        page = self._pages.passage(
            public,
            self._pages.drawn(stored, around),
            around.index(passage),
            PassageSides(
                public.asked.others_on(passage),
                reworded=moved[1] if moved and moved[0] == key else "",
                picture=picture_words(passage, self._pages.labels).alt if self._drawing else "",
            ),
        )
        return _html(page)

    def _picture(self, public: PublicScope, key: str, drawing: Drawing) -> Reply:
        """Draw a passage; where no font has its letters, say so."""
        passage = public.passage(key)
        if passage is None:
            return self._missing(paths.passage_path(key))
        try:
            return Reply(200, drawing.png(picture_words(passage, self._pages.labels)), TYPES[".png"])
        except UndrawableError as err:
            return _html(self._pages.message("message", _(wording.NOT_FOUND), said(str(err))), 404)

    def _documents(self, public: PublicScope, path: str) -> Callable[[], Reply] | None:
        """Return what makes the page of a document or an author; None where the path is of neither."""
        stored = public.document(public.by_path.get(path, ""))
        if stored is not None:
            drawn = partial(self._pages.drawn, stored)
            return lambda: _html(self._pages.document(public, drawn(public.scope.passages_of(stored.id))))
        author = public.authors_by_path.get(path)
        return None if author is None else lambda: _html(self._pages.author(public, author, _tally(public, author)))

    def _lists(self, public: PublicScope, path: str) -> Callable[[], Reply] | None:
        """Return what makes a page of a list; None where the path is of none."""
        name, number = path or paths.HOME, 1
        lists = {paths.HOME: public.documents, paths.NEWEST: public.newest}
        lists |= {each: documents for each, (_kind, _name, documents) in public.lists.items()}
        if name not in lists and (further := _FURTHER.fullmatch(name)):
            name, number = f"{further[1]}.html", int(further[2])
        if name not in lists or not 1 <= number <= pages_of(lists[name]):
            return None
        if name in public.lists:
            return lambda: _html(self._pages.group(public, name, number))
        return lambda: _html(self._pages.home(public, None, number, newest=name == paths.NEWEST))

    def _beside(self, public: PublicScope, path: str) -> Callable[[], Reply] | None:
        """Return what makes a file for programs; None where the path is of none."""
        base, index = self._pages.base, self._config.web.index
        if path == "robots.txt":
            return lambda: Reply(200, robots(base, index=index).encode(), TYPES[".txt"])
        if not base:
            return None
        if path == paths.FEED:
            title = self._config.web.title or _(wording.ROOM)
            return lambda: Reply(200, feed(public, self._known, base, title, self._pages.labels), TYPES[".xml"])
        if path.startswith("sitemap") and path.endswith(".xml"):
            content = sitemaps([f"{base}{paths.link(each)}" for each in self._known.paths()], base).get(path)
            return None if content is None else lambda: Reply(200, content, TYPES[".xml"])
        return None

    def _missing(self, path: str) -> Reply:
        """Say that nothing is there, or that something was."""
        if path in self._known.gone:
            return _html(self._pages.gone(path, self._known.gone[path]), 410)
        return _html(self._pages.message(path, _(wording.NOT_FOUND), _(wording.NOT_FOUND_LONG)), 404)

    def _load(self) -> Addresses:
        try:
            return Addresses.from_json(json.loads(self._record.read_text("utf-8")))
        except FileNotFoundError:
            return Addresses()
        except (OSError, ValueError, KeyError, TypeError) as err:
            log.warning("%s cannot be read (%s): addresses of before lead nowhere", self._record, type(err).__name__)
            return Addresses()

    def _renewed(self, public: PublicScope) -> Addresses:
        """Record the addresses of a generation; where that cannot be written, they are remembered until the end."""
        today, scope = self._today(), public.scope
        seeds = {each.seed: f"{each.checksum}{part.shape}" for part in scope.manifests for each in part.seeds}
        now = {}
        for each in public.documents:
            state = sha256(f"{each.checksum}{seeds.get(each.seed)}".encode()).hexdigest()[:32]
            before = self._known.documents.get(each.id)
            same = before and before.state == state  # so that not every passage is read at each start
            keys = before.keys if before and same else tuple(one.key for one in scope.passages_of(each.id))
            now[each.id] = Known(keys, today, today, state)
        withdrawn = frozenset(each.id for each in scope.documents()) - now.keys()
        known = renewed(self._known, now, withdrawn, today)
        if known != self._known:
            self._write(known)
        return known

    def _write(self, known: Addresses) -> None:
        beside = self._record.with_suffix(".new")
        try:
            self._record.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("w", encoding="utf-8") as file:
                json.dump(known.as_json(), file, ensure_ascii=False, indent=0)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._record)
        except OSError as err:
            log.warning("%s cannot be written (%s): addresses are remembered in memory", self._record, err.strerror)


def _tally(public: PublicScope, author: str) -> Tally:
    return Tally.sum(Tally.of(public.scope.passages_of(each.id)) for each in public.authors[author])


def _html(page: str, status: int = 200) -> Reply:
    return Reply(status, page.encode())
