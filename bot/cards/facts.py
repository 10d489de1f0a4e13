"""What must stand beside a quote, as Discord Markdown: whose words they are, the caveats, a curator's remarks.

Renders the facts of `index.showing.facts`. Names and titles of unusual length are cut on a card, their starts kept,
with an ellipsis that shows it (the command line gives them in full). Caveats and remarks are never cut: long ones
continue further on.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.cards.discord_limits import LINK_CHARS
from bot.cards.folding import BEGINNING_LINE_CHARS, Line, folded, joined, texts_of
from bot.cards.markdown import fitted, size
from bot.wording import cards as wording
from bot.wording.citing import plain_date
from bot.wording.i18n import counted
from bot.wording.i18n import gettext as _
from index.answered import Hit
from index.model import Passage
from index.showing.facts import (
    CaveatFact,
    CitationFact,
    Fact,
    FactKind,
    PositionFact,
    attribution_facts,
    caution_facts,
    citation_facts,
    facts_elsewhere,
    note_facts,
)
from index.showing.markup import one_line
from index.text.characters import visible

# Characters of Markdown for each part of an attribution: together they leave room for a quote and a caveat.
AUTHOR_CHARS, TITLE_CHARS, DATE_CHARS, RESTATED_CHARS, LICENCE_CHARS, PLACE_CHARS = 200, 250, 60, 120, 100, 60

ALSO_CHARS = 260  # of the line that names where else the same stands
ALSO_TITLE_CHARS, ALSO_AUTHOR_CHARS, ALSO_REF_CHARS = 60, 30, 60  # for one place of it
SEPARATOR = " · "
MANY_LACKING = 3  # things that a seed does not state, from which on they are told in one

LONG_CAVEAT_CHARS = 1_000  # words of caveats beyond which the others stand on pages of their own
LONG_REMARK_CHARS = 500

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\\]+")
_CALLS_ALL = re.compile(r"@(?=everyone|here)")  # no backslash may stand in an address, but the sign's code may


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a quote, on every page of its passage.

    Attributes:
        caveats, remarks: in full where they are short enough, else the beginning and a pointer.
        repeated: what stands there of all this in a list that has the document's caveats and note already.
        further: what is not in full there, in texts for pages of their own.
    """

    attribution: str
    caveats: str
    remarks: str
    repeated: str
    further: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, as one text."""
        return "\n".join(self.texts)

    @property
    def texts(self) -> tuple[str, ...]:
        """All of it in up to three texts: the origin, the caveats, the remarks."""
        return tuple(text for text in (self.attribution, self.caveats, self.remarks) if text)


@dataclass(frozen=True, slots=True)
class Told:
    """All that must stand beside a quote, as lines of any length.

    Attributes:
        named: the origin, and where else the same stands.
        cautions: the caveats; corrections of the passage's own document first.
        cited: the sources that the author gives.
        notes: a curator's remarks.
    """

    named: str
    cautions: tuple[Line, ...]
    cited: tuple[Line, ...]
    notes: tuple[Line, ...]


def beside(hit: Hit, room: int, page_room: int) -> Beside:
    """Lay out what must stand beside a quote of a hit's passage, and what its other places add to that.

    Args:
        hit: the passage, and those for which it stands too.
        room: characters of Markdown for what stands on every page, at least 2,320.
        page_room: the same for a whole page.
    """
    said = told_beside(hit)
    left = room - size(said.named) - 2
    caution, long_cautions = folded(said.cautions, LONG_CAVEAT_CHARS, left - BEGINNING_LINE_CHARS)
    remark, long_remarks = folded((*said.cited, *said.notes), LONG_REMARK_CHARS, left - size(caution))
    page_room -= size(joined(said.named, caution, remark))
    further = texts_of((*long_cautions, *long_remarks), page_room, hit.passage.language)
    as_above = _(wording.SAME_CAVEAT) if any(each.words for each in said.cautions) else caution
    own_remarks = remark if long_remarks else joined(*map(str, said.cited))
    return Beside(said.named, caution, remark, joined(said.named, as_above, own_remarks), tuple(further))


def told_beside(hit: Hit) -> Told:
    """Gather what must stand beside a quote of a hit's passage, and what its other places add to that."""
    passage, elsewhere = hit.passage, [fact for _place, facts in facts_elsewhere(hit) for fact in facts]
    return Told(
        joined(attribution(passage), _also(hit.also_in)),
        (*caution_lines(passage), *_lines_of(*elsewhere, kinds=wording.CAUTIONS)),
        tuple(_cited(passage)),
        tuple(_lines_of(*note_facts(passage), *elsewhere, kinds=wording.REMARKS)),
    )


def cautions(passage: Passage, room: int, page_room: int) -> tuple[str, tuple[str, ...]]:
    """Lay out a document's caveats by themselves.

    Args:
        passage: of the document.
        room: characters of Markdown, at least 1,000.
        page_room: the same for a whole page.

    Returns:
        What stands there, and texts for pages of their own with what is too long for it.
    """
    caution, long_cautions = folded(caution_lines(passage), LONG_CAVEAT_CHARS, room - BEGINNING_LINE_CHARS)
    return caution, tuple(texts_of(long_cautions, page_room, passage.language))


def caution_lines(passage: Passage) -> list[Line]:
    """List what a passage's document cautions, or that no caveat was found; at least one line."""
    return _lines_of(*caution_facts(passage), kinds=wording.CAUTIONS)


def attribution(passage: Passage, extent: str = "") -> str:
    """Name author, title, date, position and link in one line, and that the words are restated where they are.

    Args:
        passage: whose origin is named.
        extent: stands in place of the position, where the whole document is meant.
    """
    facts = [*attribution_facts(passage)]
    parts = [extent if extent and fact.kind == "position" else ATTRIBUTED[fact.kind](fact) for fact in facts]
    lacking = [fact.kind for fact, part in zip(facts, parts, strict=True) if part and part == lacks(fact.kind)]
    if len(lacking) >= MANY_LACKING:  # told in one, where the first of them would stand
        told = _(wording.NOT_STATED).format(what=", ".join(_(wording.STATED[kind]) for kind in lacking))
        said = {kind: told if kind == lacking[0] else "" for kind in lacking}
        parts = [said.get(fact.kind, part) for fact, part in zip(facts, parts, strict=True)]
    return f"— {SEPARATOR.join(part for part in parts if part)}"


def lacks(kind: FactKind) -> str:
    """Say that a seed does not state something; empty for what it need not state."""
    return _(wording.LACKING[kind]) if kind in wording.LACKING else ""


def _author(fact: Fact) -> str:
    name = _fitted(fact.words, AUTHOR_CHARS)
    return wording.AUTHOR.format(name=name) if name else _(wording.NO_AUTHOR)


def _restated(fact: Fact) -> str:
    return _(wording.RESTATED).format(who=_fitted(fact.words, RESTATED_CHARS) or _(wording.SOMEBODY))


def _title(fact: Fact) -> str:
    return _fitted(fact.words, TITLE_CHARS) or _(wording.NO_TITLE)


def _published(fact: Fact) -> str:
    return _fitted(plain_date(fact.words or ""), DATE_CHARS) or _(wording.NO_DATE)


def _date_stated(fact: Fact) -> str:
    """Give the words of a date of which only a part is sure."""
    words = _fitted(fact.words, DATE_CHARS)
    return _(wording.DATE_STATED).format(words=words) if words else ""


def _position(fact: Fact) -> str:
    if not isinstance(fact, PositionFact):
        return ""
    place = fact.original
    named = _(wording.PLACES[place.kind]).format(at=_fitted(place.at, PLACE_CHARS)) if place else ""
    return " · ".join(filter(None, (named, _(wording.POSITION).format(number=fact.number, of=fact.of))))


def _licence(fact: Fact) -> str:
    """Name a licence; nothing where it has no visible character."""
    name = _fitted(fact.words, LICENCE_CHARS)
    return _(wording.LICENCE).format(name=name) if name else ""


def _link(fact: Fact) -> str:
    return followable(fact.words) or _fitted(fact.words, LINK_CHARS) or _(wording.NO_LINK)


# How each fact of an attribution is shown.
ATTRIBUTED: Mapping[FactKind, Callable[[Fact], str]] = {
    "author": _author,
    "restated": _restated,
    "title": _title,
    "published": _published,
    "published-stated": _date_stated,
    "position": _position,
    "license": _licence,
    "source": _link,
}


def _lines_of(*facts: Fact, kinds: Mapping[FactKind, str]) -> list[Line]:
    """Label the facts of some kinds; one of another place says of which, and that it has no caveat is not told."""
    lines: list[Line] = []
    for fact in facts:
        words = one_line(fact.words or "")
        if fact.ref is not None and words:
            words = wording.OF_ANOTHER.format(ref=one_line(fact.ref), words=words)
        if fact.kind in kinds and (words or fact.ref is None):
            lines.append(Line(_label(fact, kinds), words, is_correction=fact.kind in wording.CORRECTIONS))
    return lines


def _label(fact: Fact, kinds: Mapping[FactKind, str]) -> str:
    """Say what a fact is, of a correction also when it was made."""
    if fact.kind == "author-correction" and isinstance(fact, CaveatFact) and fact.caveat.date:
        return _(wording.DATED_CORRECTION).format(date=plain_date(fact.caveat.date))
    return _(kinds[fact.kind])


def _also(also_in: Sequence[Passage]) -> str:
    """Name where else the same stands, or as many of the places as fit."""
    also = [_passage_line(each) for each in also_in]
    return as_many(lambda listed: _(wording.ALSO_IN).format(places=listed), also, ALSO_CHARS)


def _passage_line(passage: Passage) -> str:
    stated = passage.attribution
    whose = [_fitted(stated.author, ALSO_AUTHOR_CHARS) or _(wording.NO_AUTHOR)]
    if not stated.verbatim:
        somebody = _fitted(stated.restated_by, ALSO_AUTHOR_CHARS) or _(wording.SOMEBODY)
        whose.append(_(wording.RESTATED).format(who=somebody))
    title = _fitted(stated.title, ALSO_TITLE_CHARS) or _(wording.NO_TITLE)
    ref = _fitted(passage.ref, ALSO_REF_CHARS)
    return wording.ALSO_PLACE.format(title=title, author=", ".join(whose), ref=ref)


def as_many(line: Callable[[str], str], listed: Sequence[str], limit: int) -> str:
    """Return a line that lists some texts (Markdown), or as many as fit into it and the number of the others.

    Args:
        line: makes it of the list.
        listed: none makes no line.
        limit: characters that it should not be longer than; the number of the others always stands in it.
    """
    text = line(SEPARATOR.join(listed)) if listed else ""
    shown = len(listed)
    while shown and size(text) > limit:
        shown -= 1
        text = line(SEPARATOR.join((*listed[:shown], counted(wording.MORE, len(listed) - shown))))
    return text


def followable(address: str | None) -> str:
    """Show a web address in full, never as a masked link: it can be followed, cannot be disguised, and calls nobody."""
    if not (address and _WEB_ADDRESS.fullmatch(address) and visible(address) == address):
        return ""
    written = _CALLS_ALL.sub("%40", address)
    return f"<{written}>" if size(written) <= LINK_CHARS else _(wording.LONG_LINK)


def _fitted(value: str | None, limit: int) -> str:
    return fitted(one_line(value or ""), limit)


def _cited(passage: Passage) -> list[Line]:
    """Name the sources the author gives; of those whose words stand in the quote already, only what they lack."""
    return [line for fact in citation_facts(passage) if (line := _citation(fact)) is not None]


def _citation(fact: CitationFact) -> Line | None:
    words = "" if fact.is_quoted else one_line(fact.words or "")
    link = followable(fact.citation.url)
    if fact.citation.truncated:
        return Line(_(wording.CITED_CUT), words) if words else Line(_(wording.QUOTED_CUT))
    return Line(_(wording.CITED), words, link) if words or link else None
