"""What an answer is made of: hits, documents, and what nothing answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from index.asked import AnswerKind, Asked
from index.model import Citation, HedgeReason, Passage
from index.named import Named

Confidence = Literal["strong", "fair", "weak", "none"]
MeaningState = Literal["off", "building", "ready"]  # of finding by what a question means, beside its words


@dataclass(frozen=True, slots=True)
class Highlight:
    """A span of a passage's text (in characters) that matched the question."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question.

    Attributes:
        rank, score: from 1; the sum that ranked it, comparable only within one search.
        matched: the words of the question that the passage holds, as typed.
        confidence: how well this passage alone supports an answer.
        probability, sureness: that it answers, and that it is the right passage, 0 to 1; these name the confidence.
        evidence: what each named part of the proof adds to the log odds of that (see evidence.py).
        also_in: passages that say the same in the same or nearly the same words, which are not shown again.
        asked, lacks: what it answers, None for a miss; the kind of answer asked for where nothing in it may be one.
        elsewhere: the same place in the work's original, or in a translation of it, where the seeds have one.
        similarity, found_in: how near it comes in meaning, -1 to 1; its language where the question's is another.
    """

    rank: int
    passage: Passage
    score: float
    matched: tuple[str, ...]
    highlights: tuple[Highlight, ...] = ()
    confidence: Confidence = "none"
    probability: float = 0.0
    evidence: Mapping[str, float] = field(default_factory=dict)
    also_in: tuple[Passage, ...] = ()
    asked: Asked | None = None
    elsewhere: Passage | None = None
    similarity: float | None = None
    found_in: str | None = None
    lacks: AnswerKind | None = None
    sureness: float = 0.0


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """What is known of one document; `first` carries its attribution, caveats, status and note.

    Attributes:
        first, last: its first and its last passage.
        hedges: how many spans of doubt it has, by reason, most first.
        sources, headings: what its passages cite, with the passage's reference; its first headings, each once.
        caveat_refs: of each caveat of `first`, the reference of the passage that holds it; None where none does.
    """

    first: Passage
    last: Passage
    hedges: Mapping[HedgeReason, int] = field(default_factory=dict)
    sources: tuple[tuple[str, Citation], ...] = ()
    headings: tuple[str, ...] = ()
    caveat_refs: tuple[str | None, ...] = ()

    @property
    def document(self) -> str:
        """Its id."""
        return self.first.document

    @property
    def passages(self) -> int:
        """How many passages it has."""
        return self.first.of


@dataclass(frozen=True, slots=True)
class Answer:
    """Hits with the confidence that they answer the question, or the nearest misses where none does.

    Attributes:
        documents: what is known of the document, where the question is about one.
        choices: the first passages of the documents that such a question may mean, where it does not say which.
        searched_for: the words that were searched, where they differ from the question, else None.
        generation: the snapshot (or snapshots, joined by "+") the answer came from.
        took_ms: milliseconds from question to answer.
        named: whose words alone were looked through, where the question names somebody.
        unknown_words: words of a question that nothing answers which the seeds do not know, as typed.
        meaning: whether passages were found by what the question means too, where its words left a doubt.
        is_makeshift: whether a copy on this machine was searched, since the search engine elsewhere does not answer.
    """

    question: str
    confidence: Confidence
    hits: tuple[Hit, ...]
    misses: tuple[Hit, ...]
    generation: str
    searched_for: str | None = None
    took_ms: float = 0.0
    documents: tuple[DocumentSummary, ...] = ()
    choices: tuple[Passage, ...] = ()
    named: Named | None = None
    unknown_words: tuple[str, ...] = ()
    meaning: MeaningState = "off"
    is_makeshift: bool = False

    @property
    def answered(self) -> bool:
        """Whether anything is presented as an answer."""
        return bool(self.hits or self.documents)
