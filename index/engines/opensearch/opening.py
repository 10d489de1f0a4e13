"""Opens a published generation: its bundle on this disk and its index in the cluster, as one snapshot."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from index.bm25 import Ranking
from index.engines.opensearch.bundle import STATISTICS, check
from index.engines.opensearch.cluster import Cluster
from index.engines.opensearch.layout import Scoring
from index.engines.opensearch.loading import Loaded, Loader, TermContents
from index.engines.opensearch.remote import RemoteIndex, RemoteStacks, Rows
from index.engines.opensearch.snapshot import RemoteSnapshot
from index.engines.opensearch.statistics import Statistics


@contextmanager
def borrowed(cluster: Cluster, copies: int = 0) -> Iterator[Callable[[Ranking], RemoteStacks]]:
    """Give what puts the terms of passages into an index of their own; all of them are deleted at the end.

    Args:
        cluster: where they are put.
        copies: of each beside the first, at most.

    Raises:
        EngineError: the cluster does not answer, or does not take them.
    """
    loader, names = Loader(cluster, copies), list[str]()

    def lend(ranking: Ranking) -> RemoteStacks:
        names.append(f"caveat-borrowed-{token_hex(8)}")
        loaded = loader.load(TermContents(ranking), names[-1])
        return _stacks(cluster, loaded, Statistics.of(ranking))

    try:
        yield lend
    finally:
        for name in names:
            loader.drop(name)


def open_remote(cluster: Cluster, loaded: Loaded, folder: Path, root: Path) -> RemoteSnapshot:
    """Open a generation; asks the cluster for nothing.

    Args:
        cluster: where its index is.
        loaded: the index.
        folder: its bundle, unpacked.
        root: the folder of the library's other files on this machine.

    Raises:
        SnapshotError: the bundle is damaged.
    """
    manifest, statistics = check(folder), Statistics.open(folder / STATISTICS)
    return RemoteSnapshot(folder, root, manifest, _stacks(cluster, loaded, statistics))


def _stacks(cluster: Cluster, loaded: Loaded, statistics: Statistics) -> RemoteStacks:
    scoring = Scoring(loaded.similarity, statistics.model, statistics.passages, statistics.worded, loaded.major)
    return RemoteStacks(Rows(RemoteIndex(cluster, loaded.name, scoring)), statistics)
