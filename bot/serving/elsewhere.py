"""The operator's library in an OpenSearch cluster: published there by one row of the store, opened, followed, swept.

An index is loaded under a name of its own and serves once the row names it; what was loaded for nothing, or serves no
more, is swept when nobody uses it any longer. Must not know how a question is answered.
"""

import logging
import re
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Final, cast

from bot.config.values import Config, data_folder, database_url
from bot.store.database import migrate
from bot.store.generations import GenerationBook
from bot.store.queries.elsewhere.generations import EngineGeneration
from bot.store.store import Store
from index.engines.opensearch.bundle import UNFIT, pack, sha256_of, unpack
from index.engines.opensearch.cluster import Cluster
from index.engines.opensearch.hosts import Access, open_hosts
from index.engines.opensearch.loading import Loaded, Loader, SnapshotContents
from index.engines.opensearch.opening import open_remote
from index.engines.opensearch.snapshot import RemoteSnapshot
from index.errors import EngineError, SnapshotError
from index.messages import N_
from index.progress import Progress, no_progress
from index.snapshots.snapshot import Snapshot

if TYPE_CHECKING:
    from index.engines.opensearch.layout import Similarity

log = logging.getLogger(__name__)
UNPUBLISHED: Final = N_("nothing of {library} is in the search engine yet; run `caveat reindex` where its seeds are")
USED: Final = timedelta(minutes=15)  # longer than the pauses between two renewals
RENEWED_S: Final = 60.0
PIECE_BYTES: Final = 1 << 20


class Elsewhere:
    """One library in a cluster; safe for many threads.

    Args:
        cluster: where it is.
        book: says which index serves.
        library: its name there, the same on every machine.
        root: where the library's other files are on this machine, such as vectors.
        folder: for what is needed of an index on this machine.
        copies: of each passage beside the first, at most.
    """

    def __init__(  # noqa: PLR0913 each is another thing
        self, cluster: Cluster, book: GenerationBook, library: str, *, root: Path, folder: Path, copies: int
    ) -> None:
        self.library = library
        self.cluster = cluster
        self.loader = Loader(cluster, copies)
        self._book = book
        self._root, self._folder = root, folder
        self._owner = f"{socket.gethostname()}-{token_hex(4)}"
        self._renewed: dict[str, float] = {}
        self.served: EngineGeneration | None = None

    def published(self) -> EngineGeneration | None:
        """Return which index serves the library, None where nothing was published; raises StoreError."""
        return self._book.current(self.library)

    def serving(self, snapshot: Snapshot, progress: Progress = no_progress, *, force: bool = False) -> RemoteSnapshot:
        """Open what serves if it is of a snapshot of this machine, else publish that first, which takes its time.

        Raises:
            EngineError: the cluster does not answer, or does not take it; then nothing changed.
            StoreError: the store cannot be asked.
        """
        there = self.published()
        if (
            force
            or there is None
            or there.generation != snapshot.generation
            or not self.loader.is_whole(there.index_name)
        ):
            there = self._publish(snapshot, progress)
        return self.opened(there)

    def opened(self, there: EngineGeneration | None) -> RemoteSnapshot:
        """Open what serves; raises EngineError where nothing does, SnapshotError where its bundle is damaged."""
        if there is None:
            raise EngineError(UNPUBLISHED, library=self.library)
        self._use(there.index_name)
        folder = self._folder / there.index_name
        if not folder.is_dir():
            self._fetch(there, folder)
        loaded = Loaded(there.index_name, cast("Similarity", there.similarity), there.major)
        snapshot = open_remote(self.cluster, loaded, folder, self._root)
        self.served = there
        for other in self._folder.iterdir():
            if other != folder and not other.name.startswith(".tmp-"):
                shutil.rmtree(other, ignore_errors=True)
        return snapshot

    def keep(self) -> None:
        """Say that what is served is in use, now and then; raises StoreError."""
        if self.served is not None:
            self._use(self.served.index_name)

    def sweep(self) -> list[str]:
        """Delete the library's indexes that neither serve nor are in use; return which those were.

        Raises:
            EngineError: the cluster does not answer.
            StoreError: the store cannot be asked.
        """
        gone = self._book.sweep(self._names, self.loader.drop)
        for name in gone:
            log.info("%s is deleted: it serves nobody any more", name)
        return gone

    def _names(self) -> Iterator[str]:
        """Yield the names of the library's indexes, but not those of one whose name begins with its name."""
        own = re.compile(rf"caveat-{re.escape(self.library)}-[0-9a-f]+-[0-9a-f]{{8}}")
        return filter(own.fullmatch, self.loader.names(f"caveat-{self.library}-"))

    def _publish(self, snapshot: Snapshot, progress: Progress) -> EngineGeneration:
        name = f"caveat-{self.library}-{snapshot.generation}-{token_hex(4)}"
        self._use(name)

        def tell(stage: str, done: int, total: int) -> None:
            self._use(name)
            progress(stage, done, total)

        loaded = self.loader.load(SnapshotContents(snapshot), name, tell)
        try:
            sha256 = self._keep_bundle(snapshot, name)
            now = datetime.now(UTC)
            made = EngineGeneration(
                self.library, snapshot.generation, name, loaded.similarity, loaded.major, sha256, now
            )
            self._book.publish(made)
        except BaseException:
            self.loader.drop(name)
            raise
        log.info("%s serves %s: %d passages", name, self.library, len(snapshot))
        self.sweep()
        return made

    def _keep_bundle(self, snapshot: Snapshot, name: str) -> str:
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._folder, prefix=".tmp-") as scratch:
            file = Path(scratch) / "bundle"
            sha256 = pack(snapshot, file)
            self._book.add_bundle(name, _pieces(file))
        return sha256

    def _fetch(self, there: EngineGeneration, folder: Path) -> None:
        """Fetch an index's bundle from the store, hold it against its checksum, and unpack it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._folder, prefix=".tmp-") as scratch:
            file = Path(scratch) / "bundle"
            with file.open("wb") as written:
                for piece in self._book.bundle(there.index_name):
                    written.write(piece)
            if sha256_of(file) != there.sha256:
                raise SnapshotError(UNFIT, path=folder)
            unpack(file, folder)

    def _use(self, name: str) -> None:
        """Say that an index is in use, unless that was said a moment ago."""
        now = time.monotonic()
        if now - self._renewed.get(name, -RENEWED_S) >= RENEWED_S:
            self._book.use(name, self._owner, USED)
            self._renewed[name] = now


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as read:
        while piece := read.read(PIECE_BYTES):
            yield piece


def open_cluster(config: Config) -> Cluster | None:
    """Return the cluster that the config names, None where it names none; asks it nothing. Raises EngineError."""
    access = access_of(config)
    return Cluster(open_hosts(access)) if access else None


def access_of(config: Config) -> Access | None:
    """Return where the cluster is that the config names, and what lets us in; None where it names none."""
    secrets = config.secrets
    named = secrets.opensearch_url.get_secret_value() if secrets.opensearch_url else config.engine.url
    urls = tuple(each.strip() for each in named.split(",") if each.strip())
    user, password, key = (
        each.get_secret_value() if each else None
        for each in (secrets.opensearch_user, secrets.opensearch_password, secrets.opensearch_api_key)
    )
    return Access(urls, user, password, key, config.engine.ca) if urls else None


def open_elsewhere(config: Config, root: Path) -> Elsewhere | None:
    """Return the operator's library in the cluster that the config names, None where it names none; asks it nothing.

    Raises:
        StoreError: the database cannot be opened.
        EngineError: the extra "opensearch" is missing.
    """
    cluster = open_cluster(config)
    if cluster is None:
        return None
    url = database_url(config)
    if config.secrets.database_url is None:  # the default file is ours alone to keep current
        data_folder(config).mkdir(parents=True, exist_ok=True)
        migrate.upgrade(url)
    return Elsewhere(
        cluster,
        Store.open(url).generations,
        config.engine.library or root.name,
        root=root,
        folder=data_folder(config) / "engine" / root.name,
        copies=config.engine.copies,
    )
