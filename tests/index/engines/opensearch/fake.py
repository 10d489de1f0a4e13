"""A cluster in memory: as much of OpenSearch as we ask of it, scored as coarsely as Lucene scores.

Lengths keep four bits, rounded down, and scores are float32, so that whoever trusted them would be found out.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import log
from typing import Any

import numpy as np

from index.engines.opensearch.cluster import Cluster
from index.engines.opensearch.hosts import Host, Unreachable

Answer = tuple[int, Any]
_FREE = 24  # lengths below are exact


def coarse(length: int) -> int:
    """Return what Lucene remembers of a length: SmallFloat.byte4ToInt(intToByte4(length))."""
    if length < _FREE:
        return length
    rest = length - _FREE
    shift = max(0, rest.bit_length() - 4)
    return _FREE + ((rest >> shift) << shift)


@dataclass
class FakeIndex:
    """An index: how it was made, and its documents in the order they came."""

    body: Mapping[str, Any]
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)

    def score(self, boosts: Mapping[str, float], terms: Counter[str]) -> float:
        """Score a document that holds some of the terms."""
        length, found = coarse(terms.total()), np.float32(0)
        for term, boost in boosts.items():
            if terms[term]:
                found += np.float32(self._of_term(boost, terms[term], length, term))
        return float(found)

    @cached_property
    def _statistics(self) -> tuple[int, Counter[str], float]:
        """How many documents have terms, how many have each, and their average length; asked once it is loaded."""
        counted = [Counter(each["terms"].split("\n")) for each in self.documents.values() if each.get("terms")]
        holding = Counter(term for each in counted for term in each)
        return len(counted), holding, sum(each.total() for each in counted) / len(counted)

    def _of_term(self, boost: float, frequency: int, length: int, term: str) -> float:
        similarity = self.body["settings"]["similarity"]["caveat"]
        if similarity["type"] == "scripted":
            source = similarity["script"]["source"].removeprefix("return ").rstrip(";")
            named = {"boost": boost, "freq": frequency, "length": length}
            return float(eval(re.sub(r"(?:query|doc)\.", "", source), {"__builtins__": {}}, named))
        counted, holding, average = self._statistics
        idf = log(1 + (counted - holding[term] + 0.5) / (holding[term] + 0.5))
        k1, b = similarity["k1"], similarity["b"]
        norm = k1 * (1 - b + b * length / average)
        return float(boost * idf * (k1 + 1) * frequency / (frequency + norm))  # as version 2 has it


class FakeCluster:
    """What all its hosts know.

    Attributes:
        requests: what was asked, method and path.
        health, disks: what it tells of itself.
        forbids_scripts: as a hosted service may.
        fails: told of each request; what it returns is answered in its place.
    """

    def __init__(self) -> None:
        self.indexes: dict[str, FakeIndex] = {}
        self.requests: list[tuple[str, str]] = []
        self.forbids_scripts = False
        self.health: dict[str, Any] = {"status": "green"}
        self.disks: list[dict[str, str]] = []
        self.fails: Any = lambda _host, _method, _path: None

    def hosts(self, count: int = 3) -> list["FakeHost"]:
        """Return its hosts."""
        return [FakeHost(self, f"node-{number}") for number in range(1, count + 1)]

    def client(self) -> Cluster:
        """Return what asks it."""
        return Cluster(self.hosts())

    def answer(self, method: str, path: str, params: Mapping[str, str], body: bytes | None) -> Answer:
        """Answer a request as OpenSearch does."""
        self.requests.append((method, path))
        if path == "/":
            return 200, {"version": {"number": "2.19.6", "distribution": "opensearch"}}
        first, _, rest = path.strip("/").partition("/")
        if path == "/_cat/allocation":
            return 200, self.disks
        if first == "_cat":
            prefix = rest.removeprefix("indices/").rstrip("*")
            return 200, [{"index": name} for name in self.indexes if name.startswith(prefix)]
        if first == "_cluster":
            return 200, {"timed_out": False, "number_of_nodes": 3, **self.health}
        return self._of_index(first, f"{method} {rest}".strip(), params, body)

    def _of_index(self, name: str, act: str, params: Mapping[str, str], body: bytes | None) -> Answer:
        if act == "PUT":
            return self._create(name, json.loads(body or b"{}"))
        if name not in self.indexes:
            return 404, {"error": {"type": "index_not_found_exception"}}
        index, stated = self.indexes[name], json.loads(body or b"{}") if act != "POST _bulk" else {}
        answer: dict[str, Any] = {}
        match act:
            case "DELETE":
                del self.indexes[name]
            case "POST _bulk":
                answer = self._bulk(index, body or b"")
            case "GET _count":
                answer = {"count": len(index.documents)}
            case "PUT _settings":
                index.settings |= stated["index"]
            case "POST _mget":
                answer = {"docs": [_found(index, each) for each in stated["ids"]]}
            case "POST _search":
                answer = _search(index, stated)
        return 200, answer

    def _create(self, name: str, body: Mapping[str, Any]) -> Answer:
        if self.forbids_scripts and body["settings"]["similarity"]["caveat"]["type"] == "scripted":
            return 400, {"error": {"type": "illegal_argument_exception"}}
        assert body["mappings"]["dynamic"] == "strict"
        self.indexes[name] = FakeIndex(body)
        return 200, {"acknowledged": True}

    @staticmethod
    def _bulk(index: FakeIndex, body: bytes) -> dict[str, Any]:
        lines = [json.loads(line) for line in body.decode().splitlines()]
        known = set(index.body["mappings"]["properties"])
        for act, document in zip(lines[::2], lines[1::2], strict=True):
            assert document.keys() <= known
            index.documents[act["index"]["_id"]] = document
        return {"errors": False, "items": []}


class FakeHost(Host):
    """One way to a cluster in memory."""

    def __init__(self, cluster: FakeCluster, name: str) -> None:
        self._cluster = cluster
        self._name = name

    @property
    def name(self) -> str:
        """Its name."""
        return self._name

    def perform(
        self, method: str, path: str, params: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> Answer:
        """Answer at once, or as the test wants it."""
        wanted = self._cluster.fails(self.name, method, path)
        if isinstance(wanted, str):
            raise Unreachable(wanted)
        answer: Answer = wanted or self._cluster.answer(method, path, params, body)
        return answer


def _search(index: FakeIndex, body: Mapping[str, Any]) -> dict[str, Any]:
    query = body["query"]["bool"]
    boosts = {each["term"]["terms"]["value"]: each["term"]["terms"]["boost"] for each in query.get("should", [])}
    hits: list[dict[str, Any]] = []
    for key, document in index.documents.items():
        terms = Counter(document["terms"].split("\n")) if document.get("terms") else Counter[str]()
        if _passes(query, document) and (not boosts or boosts.keys() & terms.keys()):
            hits.append({"_id": key, "_score": index.score(boosts, terms), "_source": document})
    by_number = "sort" in body and list(body["sort"][0]) == ["n"]
    for hit in hits:
        place = hit["_source"]["n"]
        hit["sort"] = [place] if by_number else [hit["_score"], place]
    hits.sort(key=lambda hit: _place(hit["sort"]))
    if after := body.get("search_after"):
        hits = [hit for hit in hits if _place(hit["sort"]) > _place(after)]
    kept = [_with_source(hit, body.get("_source")) for hit in hits[: body["size"]]]
    return {"timed_out": False, "_shards": {"failed": 0}, "hits": {"hits": kept}}


def _place(sort: list[float]) -> tuple[float, ...]:
    """Order by a number alone, or by a score downwards and then a number."""
    return tuple(sort) if len(sort) == 1 else (-sort[0], sort[1])


def _found(index: FakeIndex, key: str) -> dict[str, Any]:
    return {"_id": key, "found": key in index.documents, "_source": index.documents.get(key)}


def _passes(query: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    if "n" not in document:
        return False
    stretches = [each["bool"]["should"] for each in query.get("filter", []) if "bool" in each]
    return all(
        any(each["range"]["n"]["gte"] <= document["n"] < each["range"]["n"]["lt"] for each in some)
        for some in stretches
    )


def _with_source(hit: Mapping[str, Any], fields: Any) -> dict[str, Any]:
    source = hit["_source"]
    return {**hit, "_source": {name: source[name] for name in source if fields is None or name in fields}}
