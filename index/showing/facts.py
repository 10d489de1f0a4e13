"""What stands beside a quote: one list of neutral facts, from which every face renders what it shows.

What is told of a passage, in which order, and what of a second place is already told by the first, is decided here
alone. A face (Discord, terminal, JSON, citations) has its own words, lengths and layout for each kind of fact. Knows
no words of ours and no face.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from index.answered import Hit
from index.marking.claims import find_claims
from index.marking.looked_for import are_looked_for
from index.model import Caveat, CaveatKind, Citation, Claim, Corrected, Hedge, Passage, Place, Position
from index.showing.markup import one_line, without_quote_marks

FactKind = Literal[
    "author", "restated", "title", "published", "published-stated", "position", "license", "source",
    "no-caveat", "caveats-not-looked-for", "author-correction", "restated-correction", "corrected",
    "author-status", "restated-status", "author-caveat", "restated-caveat", "curator-caveat", "status",
    "hedge", "claim", "citation", "note",
]  # fmt: skip

_AUTHORS: Final[dict[CaveatKind, FactKind]] = {
    "caveat": "author-caveat",
    "correction": "author-correction",
    "status": "author-status",
}
_RESTATED: Final[dict[CaveatKind, FactKind]] = {
    "caveat": "restated-caveat",
    "correction": "restated-correction",
    "status": "restated-status",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is told beside a quote.

    Attributes:
        kind: what it is.
        words: the seed's own, as stated; None where it does not state that, and for kinds that have none.
        ref: the other passage of which it is told; None for the passage that is shown.
    """

    kind: FactKind
    words: str | None = None
    ref: str | None = None

    @property
    def told(self) -> tuple[str, str]:
        """The kind and the words in one line; where two facts have the same, showing one is enough."""
        return self.kind, one_line(self.words or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionFact(Fact):
    """Where the passage stands: its 1-based number of so many, and in the original's own terms where it has some.

    `places` are where further pages, minutes or messages of the original begin in the passage's text.
    """

    number: int
    of: int
    original: Position | None = None
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaveatFact(Fact):
    """A caution about the passage's document, its author's or a curator's."""

    caveat: Caveat


@dataclass(frozen=True, slots=True, kw_only=True)
class HedgeFact(Fact):
    """A span of the passage's text that the text itself doubts, and why; `words` are the span's."""

    hedge: Hedge


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFact(Fact):
    """A span of the passage's text where it quotes or cites somebody; `words` are the span's."""

    claim: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationFact(Fact):
    """A source that the author names for the passage; `is_quoted` where its words stand in the passage already."""

    citation: Citation
    is_quoted: bool


def attribution_facts(passage: Passage) -> Iterator[Fact]:
    """Yield whose words a passage is, where and when they stand; what is not always there only where it is."""
    stated = passage.attribution
    yield Fact("author", stated.author)
    if not stated.verbatim:
        yield Fact("restated", stated.restated_by)
    yield Fact("title", stated.title)
    yield Fact("published", stated.published)
    if stated.published_stated:
        yield Fact("published-stated", stated.published_stated)
    yield PositionFact(
        "position", number=passage.number, of=passage.of, original=passage.position, places=passage.places
    )
    if stated.license:
        yield Fact("license", stated.license)
    yield Fact("source", stated.source)


def caution_facts(passage: Passage) -> Iterator[Fact]:
    """Yield each caveat of the passage's document, or that it has none, then its epistemic status where stated.

    A caveat comes from its author, from its author in somebody else's words, or from a curator. Corrections come first;
    what they say is wrong in this passage follows the caveats.
    """
    if not passage.caveats:
        yield Fact("no-caveat" if are_looked_for(passage.language) else "caveats-not-looked-for")
    for caveat in passage.caveats:
        yield CaveatFact(_kind(caveat, passage), without_quote_marks(caveat.text), caveat=caveat)
    yield from (Fact("corrected", words) for words in dict.fromkeys(_span(passage, each) for each in passage.corrected))
    if passage.epistemic_status:
        yield Fact("status", passage.epistemic_status)


def _kind(caveat: Caveat, passage: Passage) -> FactKind:
    if caveat.by == "curator":
        return "curator-caveat"
    return _AUTHORS[caveat.kind] if passage.attribution.verbatim else _RESTATED[caveat.kind]


def hedge_facts(passage: Passage) -> Iterator[HedgeFact]:
    """Yield the spans of doubt in a passage's text, in order."""
    for hedge in passage.hedges:
        yield HedgeFact("hedge", _span(passage, hedge), hedge=hedge)


def claim_facts(passage: Passage) -> Iterator[ClaimFact]:
    """Yield where a passage gives others' words or knowledge; looks for them in its text, some tenths of a ms."""
    for claim in find_claims(passage.text, passage.language):
        yield ClaimFact("claim", _span(passage, claim), claim=claim)


def citation_facts(passage: Passage) -> Iterator[CitationFact]:
    """Yield the sources that the author gives for what the passage says, in order."""
    for citation in passage.citations:
        is_quoted = passage.start <= citation.start and citation.end <= passage.end
        yield CitationFact("citation", citation.text, citation=citation, is_quoted=is_quoted)


def note_facts(passage: Passage) -> Iterator[Fact]:
    """Yield the curator's note, where there is one."""
    if passage.note:
        yield Fact("note", passage.note)


def facts_of(passage: Passage) -> tuple[Fact, ...]:
    """Return all that is told beside a quote of a passage, in the order in which it is told."""
    return (
        *attribution_facts(passage),
        *caution_facts(passage),
        *hedge_facts(passage),
        *claim_facts(passage),
        *citation_facts(passage),
        *note_facts(passage),
    )


def facts_elsewhere(hit: Hit) -> Iterator[tuple[Passage, tuple[Fact, ...]]]:
    """Yield each other passage for which a hit stands, with what its document cautions and notes beyond those before.

    Whoever reads the one passage must know what is said of each of its places.
    """
    told = {fact.told for fact in (*caution_facts(hit.passage), *note_facts(hit.passage))}
    for passage in hit.also_in:
        every = (*caution_facts(passage), *note_facts(passage))
        new = tuple(replace(fact, ref=passage.ref) for fact in every if fact.told not in told)
        told.update(fact.told for fact in new)
        yield passage, new


def unnamed_claims(passage: Passage, named: Iterable[Citation]) -> Iterator[ClaimFact]:
    """Yield the claims of a passage but for those whose source is named beside it anyway."""
    spans = [(each.start - passage.start, each.end - passage.start) for each in named]
    for fact in claim_facts(passage):
        if not any(start < fact.claim.end and fact.claim.start < end for start, end in spans):
            yield fact


def _span(passage: Passage, span: Hedge | Claim | Corrected) -> str:
    return passage.text[span.start : span.end]
