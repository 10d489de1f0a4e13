"""Opens a published generation: its bundle on this disk and its index in the cluster, as one snapshot."""

from pathlib import Path

from index.engines.opensearch.bundle import STATISTICS, check
from index.engines.opensearch.cluster import Cluster
from index.engines.opensearch.layout import Scoring
from index.engines.opensearch.loading import Loaded
from index.engines.opensearch.remote import RemoteIndex, RemoteStacks, Rows
from index.engines.opensearch.snapshot import RemoteSnapshot
from index.engines.opensearch.statistics import Statistics


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
    scoring = Scoring(loaded.similarity, statistics.model, statistics.passages, statistics.worded, loaded.major)
    rows = Rows(RemoteIndex(cluster, loaded.name, scoring))
    return RemoteSnapshot(folder, root, manifest, RemoteStacks(rows, statistics))
