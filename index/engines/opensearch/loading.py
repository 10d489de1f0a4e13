"""Loading a snapshot into an index of its own: without copies, counted, then green; dropped where any of it fails.

Nothing that serves is touched: an index serves once its name is published, which is done elsewhere.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from index.bm25 import Forward, Ranking
from index.engines.opensearch.cluster import Call, Cluster
from index.engines.opensearch.layout import Similarity, index_body, passage_document, text_documents
from index.engines.opensearch.statistics import Statistics
from index.errors import EngineError
from index.messages import N_
from index.progress import Progress, no_progress
from index.snapshots.snapshot import Snapshot

log = logging.getLogger(__name__)
MISCOUNTED = N_("the search engine has {found} of {wanted} documents in {name}; re-index to load them anew")
UNTAKEN = N_("the search engine did not take a passage ({reason}); free its disk or look at its log, then re-index")
YELLOW = N_("the search engine did not copy {name} in {seconds} s; add a node, or state fewer engine.copies")
BATCH_CHARS = 4 << 20
TERMS_AT_ONCE = 4_096  # passages whose terms are read off the postings at once
LOAD_S = 120.0  # for one batch, and for what an index is asked besides
GREEN_S = 120
_RAISED = {429, 503}


@dataclass(frozen=True, slots=True)
class Loaded:
    """An index that is whole.

    Attributes:
        similarity: by which it scores.
        major: the version of the engine that loaded it.
    """

    name: str
    similarity: Similarity
    major: int


class Loadable(Protocol):
    """What is loaded."""

    @property
    def ranking(self) -> Ranking:
        """What its passages are found by, on this machine."""

    def documents(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield all that an index holds of it, each with its id."""


@dataclass(frozen=True, slots=True)
class SnapshotContents(Loadable):
    """A snapshot: its passages, then the texts of its documents."""

    snapshot: Snapshot

    @property
    def ranking(self) -> Ranking:
        """What its passages are found by."""
        return self.snapshot.ranking

    def documents(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield passages and texts; raises SnapshotError where one is damaged."""
        snapshot = self.snapshot
        for number, counts in enumerate(counted(snapshot.ranking)):
            passage, line = snapshot.passage(number), snapshot.passage_rows[number].decode()
            yield str(number), passage_document(number, counts, passage.seed, line, passage.text)
        for which, first in enumerate(snapshot.firsts[:-1].tolist()):
            yield from text_documents(which, snapshot.document_text(first))


@dataclass(frozen=True, slots=True)
class TermContents(Loadable):
    """The terms of passages alone, whose texts stay where they are."""

    ranking: Ranking

    def documents(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield passages."""
        for number, counts in enumerate(counted(self.ranking)):
            yield str(number), passage_document(number, counts, "", "", "")


class Loader:
    """Loads and drops indexes of a cluster.

    Args:
        cluster: where to.
        copies: of each passage beside the first, at most; fewer where there are fewer nodes.
    """

    def __init__(self, cluster: Cluster, copies: int) -> None:
        self._cluster = cluster
        self._copies = copies

    def load(self, contents: Loadable, name: str, progress: Progress = no_progress) -> Loaded:
        """Make an index, some seconds for 10,000 passages; raises EngineError, and then there is none."""
        self.drop(name)
        statistics = Statistics.of(contents.ranking)
        try:
            similarity = self._create(name, statistics)
            wanted = self._fill(contents, name, progress)
            self._count(name, wanted)
            self._copy(name)
        except BaseException:
            self._discard(name)
            raise
        return Loaded(name, similarity, self.major())

    def drop(self, name: str) -> None:
        """Delete an index if there is one; raises EngineError."""
        self._tell("DELETE", f"/{name}", missing=True)

    def names(self, prefix: str) -> list[str]:
        """Return the names of the indexes that begin so; raises EngineError."""
        rows = self._tell("GET", f"/_cat/indices/{prefix}*", params={"format": "json", "h": "index"})
        return sorted(row["index"] for row in rows)

    def major(self) -> int:
        """Return the version of the engine, as far as it shapes scores."""
        version: str = self._tell("GET", "/")["version"]["number"]
        return int(version.partition(".")[0])

    def is_whole(self, name: str) -> bool:
        """Tell whether an index is there; raises EngineError where nobody can be asked."""
        return self._tell("GET", f"/{name}/_count", missing=True) is not None

    def _create(self, name: str, statistics: Statistics) -> Similarity:
        for similarity in ("scripted", "builtin"):
            body = index_body(statistics.model, statistics.passages, similarity)
            try:
                self._tell("PUT", f"/{name}", body)
            except EngineError as err:
                if similarity == "builtin" or err.code != EngineError.code:
                    raise
                log.info("%s: scripts are forbidden there, so its own formula finds candidates", name)
            else:
                return similarity
        raise AssertionError("one of both was taken")

    def _fill(self, contents: Loadable, name: str, progress: Progress) -> int:
        wanted, batch, size, passages = 0, list[Mapping[str, Any]](), 0, len(contents.ranking)
        for number, (key, document) in enumerate(contents.documents()):
            batch += [{"index": {"_id": key}}, document]
            size += len(document.get("terms", "")) + len(document["passage"]["text"])
            wanted += 1
            if size >= BATCH_CHARS:
                self._send(name, batch)
                progress("loading", min(number, passages), passages)
                batch, size = [], 0
        if batch:
            self._send(name, batch)
        return wanted

    def _send(self, name: str, batch: list[Mapping[str, Any]]) -> None:
        answer = self._tell("POST", f"/{name}/_bulk", batch)
        if answer["errors"]:
            failed = [each["index"]["error"]["type"] for each in answer["items"] if "error" in each["index"]]
            raise EngineError(UNTAKEN, reason=failed[0])

    def _count(self, name: str, wanted: int) -> None:
        self._tell("POST", f"/{name}/_refresh")
        found = self._tell("GET", f"/{name}/_count")["count"]
        if found != wanted:
            raise EngineError(MISCOUNTED, found=found, wanted=wanted, name=name)

    def _copy(self, name: str) -> None:
        """Have it copied to other nodes, and written by nobody any more."""
        settings = {"auto_expand_replicas": f"0-{self._copies}", "blocks.write": True}
        self._tell("PUT", f"/{name}/_settings", {"index": settings})
        params = {"wait_for_status": "green", "wait_for_no_initializing_shards": "true", "timeout": f"{GREEN_S}s"}
        health = self._tell("GET", f"/_cluster/health/{name}", params=params)
        if health["status"] != "green" or health["timed_out"]:
            raise EngineError(YELLOW, name=name, seconds=GREEN_S)

    def _discard(self, name: str) -> None:
        try:
            self.drop(name)
        except EngineError as err:
            log.warning("%s is left for the sweep: %s", name, err)

    def _tell(
        self,
        method: str,
        path: str,
        body: Any = None,
        params: Mapping[str, str] | None = None,
        *,
        missing: bool = False,
    ) -> Any:
        return self._cluster.tell(Call(method, path, body, params or {}, missing), LOAD_S)


def counted(ranking: Ranking) -> Iterator[dict[str, int]]:
    """Yield the terms of each passage with how often they stand in it."""
    for part in ranking.parts:
        forward, terms = Forward(part.postings), list(part.vocabulary)
        size = len(part.postings.lengths)
        for first in range(0, size, TERMS_AT_ONCE):
            counts = forward.of(first, min(first + TERMS_AT_ONCE, size))
            named = zip((terms[each] for each in counts.terms.tolist()), counts.frequencies.tolist(), strict=True)
            for held in counts.sizes.tolist():
                yield dict(next(named) for _ in range(held))
