"""What the templates show of passages and documents, as plain values: the facts beside a quote, in the web's layout.

Nothing is HTML yet, and every address is one that a browser may follow.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.web.drawing.paths import author_path, link, passage_path
from bot.web.drawing.pieces import Piece, direction, pieces
from bot.wording import cards as wording_cards
from bot.wording.accounts import whose
from bot.wording.i18n import gettext as _
from bot.wording.web import pages as wording
from index.answered import Highlight
from index.model import Passage
from index.showing.attribution import Labels, deep_link, in_words, web_address
from index.showing.facts import (
    CaveatFact,
    CitationFact,
    ClaimFact,
    Fact,
    FactKind,
    PositionFact,
    attribution_facts,
    caution_facts,
    citation_facts,
    claim_facts,
    hedge_facts,
    note_facts,
)
from index.showing.markup import one_line, to_a_word
from index.snapshots.snapshot import StoredDocument

SHORT_CHARS: Final = 180  # of a caution in a list of documents
NO_CAUTION: Final = frozenset(("no-caveat", "caveats-not-looked-for"))
_ROWS: Final[dict[FactKind, str]] = {
    "author": wording.AUTHOR,
    "title": wording.TITLE,
    "published": wording.DATE,
    "position": wording.POSITION,
    "license": wording.LICENCE,
    "source": wording.ORIGINAL,
}


@dataclass(frozen=True, slots=True)
class CautionLine:
    """A line of what a document cautions; `label` says whose it is, `words` are the seed's."""

    label: str
    words: str
    is_correction: bool = False
    is_none: bool = False

    @property
    def text(self) -> str:
        """Both in one line."""
        return f"{self.label} {self.words}".strip()

    @property
    def short(self) -> str:
        """The line cut between words, where it is long."""
        return cut(self.text, SHORT_CHARS)


@dataclass(frozen=True, slots=True)
class NamedLink:
    """Something that is named and may be followed: `address` is None where no browser can."""

    words: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage as pages show it.

    Attributes:
        lang, dir: the language and direction of its words.
        place: where it stands, in words.
        doubts: each span of doubt with its reason.
        others: whom it quotes and cites.
        cautions: what is said of this passage beyond what the page's document cautions.
        speaker: who says it, where that is not the document's author.
        original: an address that leads to these very words.
    """

    key: str
    ref: str
    number: int
    lang: str
    dir: str
    heading: str
    place: str
    pieces: tuple[Piece, ...]
    doubts: tuple[tuple[str, str], ...]
    others: tuple[str, ...]
    sources: tuple[NamedLink, ...]
    cautions: tuple[CautionLine, ...]
    speaker: str
    original: str | None

    @property
    def path(self) -> str:
        """Where its own page stands."""
        return link(passage_path(self.key))


def shown_passage(
    passage: Passage, labels: Labels, told: frozenset[tuple[str, str]], author: str | None, *matches: Highlight
) -> ShownPassage:
    """Gather what a page shows of a passage.

    Args:
        passage: which.
        labels: our words in the reader's language.
        told: the cautions that stand on the page already.
        author: the document's.
        matches: what a question found in it.
    """
    claims = tuple(claim_facts(passage))
    spoken = passage.attribution.author
    return ShownPassage(
        key=passage.key,
        ref=passage.ref,
        number=passage.number,
        lang=passage.language or "",
        dir=direction(passage.language),
        heading=one_line(passage.heading or ""),
        place=next(in_words(each, labels) for each in attribution_facts(passage) if isinstance(each, PositionFact)),
        pieces=tuple(pieces(passage, [each.claim for each in claims], matches)),
        doubts=tuple(
            (_(wording_cards.REASONS[each.hedge.reason]), one_line(each.words or "")) for each in hedge_facts(passage)
        ),
        others=tuple(dict.fromkeys(_whose(claims))),
        sources=tuple(_source(each) for each in citation_facts(passage)),
        cautions=cautions((each for each in caution_facts(passage) if each.told not in told), labels),
        speaker=one_line(spoken) if spoken and spoken != author else "",
        original=deep_link(passage),
    )


def _whose(claims: Iterable[ClaimFact]) -> Iterator[str]:
    return (whose(each.claim, one_line) for each in claims)


def _source(fact: CitationFact) -> NamedLink:
    """Name a source of the author's; one that an export cut short leads nowhere."""
    words, cited = one_line(fact.words or ""), fact.citation
    if cited.truncated:
        return NamedLink(f"{words} {_(wording.CUT_SHORT)}")
    return NamedLink(words, followable(cited.url))


def followable(address: str | None) -> str | None:
    """Return an address of the web as it is; None for anything else that a seed calls one."""
    return address if web_address(address) else None


def head_of(stored: StoredDocument) -> Passage:
    """Return a passage without words that stands for its document: what is told beside it is told of the whole."""
    ordered = sorted(stored.caveats, key=lambda each: each.kind != "correction")
    return Passage(
        *("", stored.id, stored.seed, 1, stored.passages, 0, 0, "", stored.attribution, tuple(ordered)),
        language=stored.language,
        epistemic_status=stored.epistemic_status,
        note=stored.note,
    )


def document_facts(stored: StoredDocument) -> tuple[Fact, ...]:
    """Return what a whole document cautions, corrections first; at least that no caveat was found."""
    return tuple(caution_facts(head_of(stored)))


def cautions(facts: Iterable[Fact], labels: Labels) -> tuple[CautionLine, ...]:
    """Say each fact with its label apart."""
    return tuple(_caution(each, labels) for each in facts)


def _caution(fact: Fact, labels: Labels) -> CautionLine:
    said, words = in_words(fact, labels), one_line(fact.words or "")
    label = said.removesuffix(words).strip() if words and said.endswith(words) else said
    speaker = fact.caveat.speaker if isinstance(fact, CaveatFact) else None
    whose_words = f"{words} {_(wording.SPEAKER).format(who=one_line(speaker))}" if speaker else words
    return CautionLine(
        label[:1].upper() + label[1:],
        whose_words if label != said else "",
        is_correction=fact.kind in wording_cards.CORRECTIONS,
        is_none=fact.kind in NO_CAUTION,
    )


def notes(passage: Passage) -> tuple[str, ...]:
    """Return the curator's note as a line, where there is one."""
    return tuple(_(wording.NOTE).format(words=one_line(each.words or "")) for each in note_facts(passage))


@dataclass(frozen=True, slots=True)
class AttributionRow:
    """A line of an attribution: what it is, and the words; `is_ours` where they lead to pages of this site."""

    label: str
    sources: tuple[NamedLink, ...]
    is_ours: bool = False


def attribution_rows(passage: Passage, labels: Labels, *, place: bool) -> Iterator[AttributionRow]:
    """Yield whose words these are, a line each; `place` for a single passage."""
    for fact in attribution_facts(passage):
        authors = passage.attribution.authors if fact.kind == "author" else ()
        if authors:
            yield AttributionRow(
                _(_ROWS["author"]),
                tuple(NamedLink(one_line(each), author_link(each)) for each in authors),
                is_ours=True,
            )
        elif place or fact.kind != "position":
            address = followable(fact.words) if fact.kind == "source" else None
            words = one_line(fact.words or "") if fact.kind == "license" else in_words(fact, labels)
            yield AttributionRow(_(_ROWS.get(fact.kind, "")), (NamedLink(words, address),))


def author_link(author: str) -> str:
    """Return the relative address of an author's page."""
    return link(author_path(author))


def cut(text: str, most: int) -> str:
    """Cut a line between words where it has more characters than so many."""
    return text if len(text) <= most else to_a_word(text[: most - 1])
