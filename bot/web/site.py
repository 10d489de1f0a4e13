"""The reading room as a folder of plain files: written where something changed, deterministic to the byte.

What the folder holds is known from a file of its own in it, so that nothing is deleted but what was written here. The
same seeds, config and days give the same bytes.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.config.values import Config
from bot.pictures.drawing import Drawing, UndrawableError
from bot.pictures.words import picture_words
from bot.web.addresses import Addresses, Known, renewed
from bot.web.drawing import paths
from bot.web.drawing.pages import ALONE, Pages, PassageSides, pages_of
from bot.web.drawing.public_scope import PublicScope
from bot.web.drawing.tallies import Tally
from bot.web.feeds import feed, robots, sitemaps
from bot.wording.i18n import gettext as _
from bot.wording.i18n import language
from bot.wording.web import pages as wording
from index.errors import LibraryError
from index.progress import Progress

if TYPE_CHECKING:
    from index.model import Passage
    from index.snapshots.holdings import StoredDocument

KNOWN: Final = "caveat-site.json"
NO_SITE: Final = "{folder} holds something else than a site of Caveat; name a folder that is new or empty"
UNREADABLE: Final = "{path} cannot be read ({reason}); name a new folder"
UNWRITTEN: Final = "{path} cannot be written ({reason}); free space, or name another folder"
FEW_PASSAGES: Final = 1_000  # of a site, each of which gets a picture in a few minutes
_SHAPING: Final = (
    "bot.web",
    "bot.pictures",
    "bot.wording",
    "index.showing",
    "index.marking",
    "index.data",
    "index.text",
)


class SiteError(LibraryError):
    """A site cannot be written; the message says what to change."""

    code = "site"


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What a run did: documents in all, written anew, and taken away; passages in all; files that changed.

    Attributes:
        undrawn: passages that were to get a picture now and have none, since no font here has their letters.
    """

    documents: int
    written: int
    removed: int
    passages: int
    files: int
    undrawn: int = 0


class SiteFolder:
    """A folder to which files are written where they differ; counts those that did.

    Raises:
        SiteError: the folder holds something else than a site.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.changed = 0
        if folder.is_dir() and any(folder.iterdir()) and not (folder / KNOWN).is_file():
            raise SiteError(NO_SITE, folder=folder)

    def known(self) -> Addresses:
        """Return what an earlier run wrote; nothing where there was none."""
        try:
            return Addresses.from_json(json.loads((self._folder / KNOWN).read_text("utf-8")))
        except FileNotFoundError:
            return Addresses()
        except (OSError, ValueError, KeyError, TypeError) as err:
            raise SiteError(UNREADABLE, path=self._folder / KNOWN, reason=err) from None

    def write(self, path: str, content: str | bytes) -> None:
        """Write a file, unless it holds just that."""
        data = content.encode() if isinstance(content, str) else content
        file = self._folder / path
        try:
            if file.is_file() and file.read_bytes() == data:
                return
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        except OSError as err:
            raise SiteError(UNWRITTEN, path=file, reason=err.strerror) from err
        self.changed += 1

    def delete(self, path: str) -> None:
        """Delete a file, if it is there."""
        (self._folder / path).unlink(missing_ok=True)

    def list_pages(self, pattern: str) -> list[str]:
        """Return the paths of the files that match a pattern, in order."""
        return sorted(file.relative_to(self._folder).as_posix() for file in self._folder.glob(pattern))


class Site:
    """One run over what is shown.

    Args:
        config: the operator's.
        public: what is shown.
        folder: where it goes.
        today: ISO 8601; on which day whatever is new was added.
    """

    def __init__(self, config: Config, public: PublicScope, folder: SiteFolder, today: str) -> None:
        self._config = config
        self._public = public
        self._folder = folder
        self._today = today
        self._pages = Pages(config, is_live=False)
        few = sum(each.passages for each in public.documents) <= FEW_PASSAGES
        is_pictured = self._pages.have_pictures and (few or config.web.pictures == "always")
        self._drawing = Drawing() if is_pictured else None
        self._undrawn = 0
        self._before = folder.known()
        self._seeds = {each.seed: each.checksum for manifest in public.scope.manifests for each in manifest.seeds}
        self._shape = "".join((shaping(), repr(config.web), language(), *(m.shape for m in public.scope.manifests)))

    def write(self, progress: Progress) -> SiteReport:
        """Write what changed."""
        documents = self._public.documents
        now: dict[str, Known] = {}
        for done, stored in enumerate(documents):
            progress(_(wording.DOCUMENTS), done, len(documents))
            now[stored.id] = self._document(stored)
        shown = frozenset(now)
        withdrawn = frozenset(each.id for each in self._public.scope.documents()) - shown
        known = renewed(self._before, now, withdrawn, self._today)
        self._write_gone(known)
        self._write_lists(known)
        self._write_beside(known)
        self._folder.write(KNOWN, json.dumps(known.as_json(), ensure_ascii=False, indent=0))
        before = self._before.documents
        return SiteReport(
            len(documents),
            sum(each not in before or before[each].state != now[each].state for each in now),
            len(before.keys() - now.keys()),
            sum(each.passages for each in documents),
            self._folder.changed,
            self._undrawn,
        )

    def _document(self, stored: "StoredDocument") -> Known:
        """Write a document's pages, unless they are made of the same as before."""
        state = self._state(stored)
        before = self._before.documents.get(stored.id)
        if before and before.state == state:
            return before
        passages = self._public.scope.passages_of(stored.id)
        drawn = self._pages.drawn(stored, passages)
        self._folder.write(paths.document_path(stored.id), self._pages.document(self._public, drawn))
        for place, passage in enumerate(passages):
            page = self._pages.passage(self._public, drawn, place, self._picture(passage))
            self._folder.write(paths.passage_path(passage.key), page)
        keys = tuple(each.key for each in passages)
        return Known(keys, self._today, self._today, state, asdict(Tally.of(passages)))

    def _picture(self, passage: "Passage") -> PassageSides:
        """Draw a passage, where pictures are wanted and it can be drawn; returns what its page says of the picture."""
        if self._drawing is None:
            return ALONE
        words = picture_words(passage, self._pages.labels)
        try:
            self._folder.write(paths.picture_path(passage.key), self._drawing.png(words))
        except UndrawableError:
            self._undrawn += 1
            return ALONE
        return PassageSides(picture=words.alt)

    def _state(self, stored: "StoredDocument") -> str:
        """Hash all that a document's pages are made of: its seed, who reads and shows it, what stands beside it."""
        beside = [each and (each.id, each.attribution.title) for each in self._public.beside(stored)]
        seed = self._seeds.get(stored.seed, "")
        drawn = self._drawing is not None
        made_of = (self._shape, seed, replace(stored, first=0), self._public.shown(stored), beside, drawn)
        return sha256(repr(made_of).encode()).hexdigest()[:32]

    def _write_gone(self, known: Addresses) -> None:
        """Write what stands where something was: where it leads now, or that it is gone."""
        for key in known.moved:
            if found := known.successor(key):
                path, (new, when) = paths.passage_path(key), found
                self._folder.write(path, self._pages.moved(path, paths.passage_path(new), when))
        for path, day in known.gone.items():
            self._folder.write(path, self._pages.gone(path, day))
        self._delete_pictures(known)

    def _delete_pictures(self, known: Addresses) -> None:
        """Delete the pictures of passages that are gone, and all where none are wanted any more."""
        keys = (key for each in known.documents.values() for key in each.keys)
        kept = frozenset(map(paths.picture_path, keys)) if self._drawing else frozenset()
        for path in self._folder.list_pages("p/*.png"):
            if path not in kept:
                self._folder.delete(path)

    def _write_lists(self, known: Addresses) -> None:
        """Write the home page and all other lists, and delete those of before that are none any more."""
        public, pages = self._public, self._pages
        tallies = {name: Tally(**each.counts) for name, each in known.documents.items()}
        lists = dict(self._lists(Tally.sum(tallies.values())))
        for author, documents in public.authors.items():
            tally = Tally.sum(tallies[each.id] for each in documents)
            lists[paths.author_path(author)] = pages.author(public, author, tally)
        for path, page in lists.items():
            self._folder.write(path, page)
        for pattern in ("a/*.html", "t/*.html", "y/*.html", "index-*.html", "newest-*.html"):
            for path in self._folder.list_pages(pattern):
                if path not in lists:
                    self._folder.delete(path)

    def _lists(self, tally: Tally) -> Iterator[tuple[str, str]]:
        public, pages = self._public, self._pages
        for number in range(1, pages_of(public.documents) + 1):
            yield paths.further(paths.HOME, number), pages.home(public, tally, number)
            yield paths.further(paths.NEWEST, number), pages.home(public, tally, number, newest=True)
        for path, (_kind, _name, documents) in public.lists.items():
            for number in range(1, pages_of(documents) + 1):
                yield paths.further(path, number), pages.group(public, path, number)

    def _write_beside(self, known: Addresses) -> None:
        """Write what is no page of the seeds: style, script, what programs read."""
        base = self._pages.base
        for file in static_files():
            self._folder.write(f"static/{file.name}", file.read_bytes())
        missing = self._pages.message(paths.NOT_FOUND, _(wording.NOT_FOUND), _(wording.NOT_FOUND_LONG))
        self._folder.write(paths.NOT_FOUND, missing)
        self._folder.write("robots.txt", robots(base, index=self._config.web.index))
        if base:
            title = self._config.web.title or _(wording.ROOM)
            self._folder.write(paths.FEED, feed(self._public, known, base, title, self._pages.labels))
            addresses = [f"{base}{paths.link(path)}" for path in known.paths()]
            for name, content in sitemaps(addresses, base).items():
                self._folder.write(name, content)


def static_files() -> Iterable[Traversable]:
    """Return the files that every page loads."""
    folder = resources.files("bot.web.drawing") / "static"
    return sorted((each for each in folder.iterdir() if each.is_file()), key=lambda each: each.name)


def shaping() -> str:
    """Hash all code, words and templates that make a page of what is stored."""
    found = sha256()
    for room in _SHAPING:
        for file in _files(resources.files(room)):
            found.update(file.name.encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def _files(folder: Traversable) -> Iterator[Traversable]:
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        if each.is_dir() and each.name != "__pycache__":
            yield from _files(each)
        elif each.is_file() and not each.name.endswith((".pyc", ".so")):
            yield each


def day_of_writing() -> str:
    """Return today; SOURCE_DATE_EPOCH names another day, for a build that is to give the same bytes on any."""
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(stated), UTC) if stated.isdecimal() else datetime.now(UTC)
    return moment.date().isoformat()


def write_site(config: Config, public: PublicScope, out: Path, today: str, progress: Progress) -> SiteReport:
    """Write the reading room into a folder, or what changed since it was written there.

    Raises:
        SiteError: the folder holds something else, or cannot be written.
    """
    return Site(config, public, SiteFolder(out), today).write(progress)
