"""Snapshots built from seeds, and the same in a cluster: what the tests of the room hold side by side."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from index.answered import Answer
from index.building.build import build
from index.engines.opensearch.bundle import pack, unpack
from index.engines.opensearch.cluster import Cluster
from index.engines.opensearch.loading import Loader, SnapshotContents
from index.engines.opensearch.opening import open_remote
from index.engines.opensearch.snapshot import RemoteSnapshot
from index.snapshots.segmented import open_current
from index.snapshots.snapshot import Snapshot
from tests.conftest import write_seeds


def built(folder: Path, files: Mapping[str, str]) -> Snapshot:
    """Build some seeds and open the result."""
    build(write_seeds(folder / "seeds", dict(files)), folder / "root")
    snapshot = open_current(folder / "root")
    assert isinstance(snapshot, Snapshot)
    return snapshot


def elsewhere(snapshot: Snapshot, cluster: Cluster, folder: Path, name: str | None = None) -> RemoteSnapshot:
    """Load a snapshot into a cluster, and open it there by what was packed of it."""
    loaded = Loader(cluster, copies=2).load(SnapshotContents(snapshot), name or f"caveat-test-{snapshot.generation}")
    folder.mkdir(parents=True, exist_ok=True)
    pack(snapshot, folder / "bundle")
    unpack(folder / "bundle", folder / "unpacked")
    return open_remote(cluster, loaded, folder / "unpacked", snapshot.root)


def timeless(answer: Answer) -> Answer:
    """Return an answer without what may differ between two engines."""
    return replace(answer, generation="", took_ms=0.0)
