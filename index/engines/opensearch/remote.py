"""The stacks that are an index of a cluster: a question is one search, which brings all that an answer needs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from index.bm25 import ScoringModel
from index.engines.engine import Numbers
from index.engines.opensearch.cluster import Call, Cluster
from index.engines.opensearch.layout import MARGIN, Scoring, counts_of, plain_term, weight_query
from index.engines.opensearch.statistics import Statistics
from index.engines.stacks import Ranges, Stacks
from index.errors import EngineError
from index.messages import N_

LACKS = N_("the search engine's index {name} lacks passage {number}; `caveat reindex --force` loads it anew")
PARTIAL = N_("the search engine left shards of {name} out; try again in a moment")
FIRST = 75  # passages that a question brings: enough to prove the best fifty of nearly any
WHOLE = 300  # of which no more are brought with their texts
MOST_TERMS = 900  # of one query; the cluster takes 1,024 clauses
PAGE = 1_000  # passages of one answer of the cluster
REMEMBERED = 8_192  # passages with their texts: some 40 MB
_FOUND = ("terms", "length")


@dataclass(frozen=True, slots=True)
class StackRow:
    """A passage as the index has it; `line` and `text` are None where they were not asked for."""

    counts: Mapping[str, int]
    length: int
    line: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class RemoteIndex:
    """An index of a cluster, and how it scores."""

    cluster: Cluster
    name: str
    scoring: Scoring

    def search(self, body: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return what a search finds, from all shards or not at all; raises EngineError."""
        params = {"allow_partial_search_results": "false", "preference": "_local"}
        if self.scoring.similarity == "builtin":
            params["search_type"] = "dfs_query_then_fetch"
        found = self.cluster.ask(Call("POST", f"/{self.name}/_search", body, params))
        if found.get("timed_out") or found["_shards"]["failed"]:
            raise EngineError(PARTIAL, name=self.name)
        hits: list[dict[str, Any]] = found["hits"]["hits"]
        return hits

    def get(self, ids: Sequence[str], fields: Sequence[str]) -> list[dict[str, Any] | None]:
        """Return documents by their ids, None where there is none; raises EngineError."""
        body, params = {"ids": list(ids)}, {"_source_includes": ",".join(fields), "preference": "_local"}
        found = self.cluster.ask(Call("POST", f"/{self.name}/_mget", body, params))
        return [each.get("_source") if each.get("found") else None for each in found["docs"]]


class Rows:
    """The passages of an index, of which those brought last are remembered; safe for many threads."""

    def __init__(self, index: RemoteIndex) -> None:
        self.index = index
        self._known: dict[int, StackRow] = {}

    def get(self, numbers: Sequence[int], *, whole: bool) -> list[StackRow]:
        """Return passages by their numbers in the index, if `whole` with their texts; raises EngineError."""
        found = {number: self._known.get(number) for number in numbers}
        missing = [number for number, row in found.items() if row is None or (whole and row.text is None)]
        for start in range(0, len(missing), PAGE):
            some = missing[start : start + PAGE]
            sources = self.index.get(list(map(str, some)), [*_FOUND, "passage"])
            for number, source in zip(some, sources, strict=True):
                if source is None:
                    raise EngineError(LACKS, name=self.index.name, number=number)
                found[number] = self.remember(number, source)
        return [row for number in numbers if (row := found[number]) is not None]

    def remember(self, number: int, source: Mapping[str, Any]) -> StackRow:
        """Keep a passage as it was brought, and return it; what was known of it before is kept too."""
        passage = source.get("passage") or {}
        row = StackRow(counts_of(source["terms"]), source["length"], passage.get("line"), passage.get("text"))
        before = self._known.get(number)
        if before is not None and row.text is None:
            row = replace(row, line=before.line, text=before.text)
        if len(self._known) >= REMEMBERED:
            self._known = dict(list(self._known.items())[REMEMBERED // 2 :])
        self._known[number] = row
        return row


class RemoteStacks(Stacks):
    """Passages of an index as one part of a searcher; safe for many threads.

    Args:
        rows: of the index.
        statistics: of its passages.
    """

    def __init__(self, rows: Rows, statistics: Statistics) -> None:
        self.rows = rows
        self._statistics = statistics

    @property
    def model(self) -> ScoringModel:
        """How it scores."""
        return self._statistics.model

    @property
    def total_terms(self) -> int:
        """The terms of all its passages together."""
        return self._statistics.total_terms

    def __len__(self) -> int:
        return self._statistics.passages if self._statistics.total_terms else 0

    def __contains__(self, term: str) -> bool:
        return self.document_frequency(term) > 0

    def document_frequency(self, term: str) -> int:
        """Count the passages that hold a term."""
        return self._statistics.document_frequency(term)

    def candidates(
        self, boosts: Mapping[str, float], k: int, average: float, among: Ranges | None = None
    ) -> tuple[Numbers, float]:
        """Return the passages that the cluster weighs most, and what no other contributes more than."""
        asked = max(FIRST, k + k // 4)
        scoring, known = self.rows.index.scoring, self._statistics.document_frequency
        weighed = [(term, scoring.boost(boost, known(term))) for term, boost in boosts.items()]
        found, rests = set[int](), list[float]()
        for start in range(0, len(weighed), MOST_TERMS):
            query = weight_query(weighed[start : start + MOST_TERMS], among)
            hits = list(self._best(query, asked))
            for hit in hits:
                number = int(hit["_id"])
                self.rows.remember(number, hit["_source"])
                found.add(number)
            if len(hits) == asked:
                rests.append(_score(hits[-1]))
        numbers = np.array(sorted(found), np.int64)
        # A longer average than the cluster's makes passages score more than it knows, by no more than this factor.
        longer = max(1.0, average / scoring.average)
        return numbers, sum(rests) * longer * MARGIN if rests else -np.inf

    def _best(self, query: Mapping[str, Any], asked: int) -> Iterator[dict[str, Any]]:
        """Yield the hits of a query, the best first; by several searches where many are asked for."""
        fields = [*_FOUND, "passage"] if asked <= WHOLE else list(_FOUND)
        body = {"query": query, "_source": fields, "track_total_hits": False}
        if asked <= PAGE:
            yield from self.rows.index.search(body | {"size": asked})
            return
        body["sort"] = [{"_score": "desc"}, {"n": "asc"}]
        while asked > 0:
            hits = self.rows.index.search(body | {"size": min(asked, PAGE)})
            yield from hits
            asked = asked - len(hits) if len(hits) == PAGE else 0
            body["search_after"] = hits[-1]["sort"] if hits else None

    def term_frequencies(self, term: str, numbers: Numbers) -> Numbers:
        """Count a term in each of these passages."""
        plain = plain_term(term)
        return np.fromiter((row.counts.get(plain, 0) for row in self._rows_of(numbers)), np.int64, len(numbers))

    def lengths(self, numbers: Numbers) -> Numbers:
        """Count the terms of each of these passages."""
        return np.fromiter((row.length for row in self._rows_of(numbers)), np.int64, len(numbers))

    def fetch(self, numbers: Sequence[int]) -> None:
        """Have some passages at hand, with their texts."""
        self._rows_of(np.array(numbers, np.int64), whole=True)

    def _rows_of(self, numbers: Numbers, *, whole: bool = False) -> list[StackRow]:
        return self.rows.get(numbers.tolist(), whole=whole)


def _score(hit: Mapping[str, Any]) -> float:
    score = hit["_score"] if hit.get("_score") is not None else hit["sort"][0]
    return float(score)
