"""How passages lie in an index: its settings, a passage and a text as documents, a question as a query.

Scores of the cluster only say who may be among the best, see `weight_query`; formula.py makes those that count.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from index.bm25 import ScoringModel

Similarity = Literal["scripted", "builtin"]
LONGEST_TERM = 1000  # characters of a term that is kept as it is; Lucene takes 32,766 bytes
PIECE = 1 << 20  # characters of a document's text in one piece
ROOM = 1.02  # by which the fixed average length exceeds the part's own, so that others beside it change little
MARGIN = 1 + 1e-5  # over the rounding of the cluster's scores, sums of float32
_DIGEST = "\x01"  # before what stands for a term that cannot be kept as it is
_SHARDS_FROM = 2_000_000  # passages from which a further shard pays


def plain_term(term: str) -> str:
    """Return what a term is in the index: itself, or a digest where it would be cut, parted or refused."""
    encoded = term.encode("utf-8", "surrogatepass")
    is_plain = len(term) <= LONGEST_TERM and "\n" not in term and encoded.decode("utf-8", "ignore") == term
    return term if is_plain and term else _DIGEST + sha256(encoded).hexdigest()


@dataclass(frozen=True, slots=True)
class Scoring:
    """How the cluster scores an index.

    Attributes:
        similarity: by our script, or built in where scripts are forbidden.
        model: of the part whose passages it has.
        passages, worded: how many it has, and how many of them have a term.
        major: the version of the engine; the built-in formula differs.
    """

    similarity: Similarity
    model: ScoringModel
    passages: int
    worded: int
    major: int

    @property
    def average(self) -> float:
        """The average length by which the cluster scores."""
        own = self.model.average_length
        return own * ROOM if self.similarity == "scripted" else own * self.passages / self.worded

    def boost(self, boost: float, document_frequency: int) -> float:
        """Return the boost by which the cluster's weight of a term becomes ours."""
        if self.similarity == "scripted":
            return boost
        rarity = math.log(1 + (self.worded - document_frequency + 0.5) / (document_frequency + 0.5))
        # "BM25" has the factor k1 + 1 in version 2, and has it not any more in version 3.
        return boost * (1 if self.major < 3 else self.model.k1 + 1) / rarity  # noqa: PLR2004 # see above


def index_body(model: ScoringModel, passages: int, similarity: Similarity) -> dict[str, Any]:
    """Return settings and mapping of an index, as it is while it is loaded: without copies, never refreshed."""
    return {
        "settings": {
            "number_of_shards": 1 + passages // _SHARDS_FROM,
            "number_of_replicas": 0,
            "refresh_interval": "-1",
            "similarity": {"caveat": _similarity(model, similarity)},
            "analysis": {
                "analyzer": {"lines": {"type": "custom", "tokenizer": "lines"}},
                "tokenizer": {"lines": {"type": "char_group", "tokenize_on_chars": ["\n"], "max_token_length": 8191}},
            },
        },
        "mappings": {
            "dynamic": "strict",
            "properties": {
                "terms": {"type": "text", "analyzer": "lines", "similarity": "caveat", "index_options": "freqs"},
                "n": {"type": "integer"},
                "seed": {"type": "keyword"},
                "length": {"type": "integer", "index": False},
                "passage": {"type": "object", "enabled": False},
            },
        },
    }


def _similarity(model: ScoringModel, similarity: Similarity) -> dict[str, Any]:
    if similarity == "builtin":
        return {"type": "BM25", "k1": model.k1, "b": model.b, "discount_overlaps": False}
    k1, b, average = model.k1, model.b, model.average_length * ROOM
    norm = f"{k1!r} * ({1 - b!r} + {b!r} * doc.length / {average!r})"
    return {
        "type": "scripted",
        "script": {"source": f"return query.boost * doc.freq * {k1 + 1!r} / ({norm} + doc.freq);"},
    }


def passage_document(number: int, counts: Mapping[str, int], seed: str, line: str, text: str) -> dict[str, Any]:
    """Return a passage as a document: its terms as often as they come, and what it is put together from."""
    terms = "\n".join("\n".join([plain_term(term)] * count) for term, count in counts.items())
    passage = {"line": line, "text": text}
    return {"terms": terms, "n": number, "seed": seed, "length": sum(counts.values()), "passage": passage}


def text_documents(which: int, text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a document's text in pieces, each with its id."""
    for piece, start in enumerate(range(0, max(len(text), 1), PIECE)):
        yield text_id(which, piece), {"passage": {"text": text[start : start + PIECE]}}


def text_id(which: int, piece: int) -> str:
    """Name a piece of a document's text."""
    return f"t{which}.{piece}"


def counts_of(terms: str) -> Counter[str]:
    """Count the terms of a passage as its document has them."""
    return Counter(terms.split("\n")) if terms else Counter()


def weight_query(boosts: Iterable[tuple[str, float]], among: Sequence[range] | None = None) -> dict[str, Any]:
    """Return the query that weighs passages by the terms they hold.

    The cluster keeps four bits of a passage's length, rounded down, and scores by an average that is no shorter than
    ours: so it never weighs a passage less than it weighs, which is what makes an answer's completeness provable.
    """
    held = [{"term": {"terms": {"value": plain_term(term), "boost": boost}}} for term, boost in boosts]
    query: dict[str, Any] = {"should": held, "minimum_should_match": 1}
    if among is not None:
        stretches = [{"range": {"n": {"gte": each.start, "lt": each.stop}}} for each in among]
        query["filter"] = [{"bool": {"should": stretches}}]
    return {"bool": query}
