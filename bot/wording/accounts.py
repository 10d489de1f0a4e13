"""What every face tells of a passage beside showing it: what it has from others, why it was found, how to cite it.

Plain text, no layout.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from bot.wording import cards as wording
from bot.wording import citing
from bot.wording.i18n import gettext as _
from bot.wording.i18n import language, number
from index.answered import Answer, DocumentSummary, Hit
from index.model import Claim, Passage
from index.showing.attribution import csl_json, deep_link, markdown_quote, plain_quote
from index.showing.found import is_by_meaning
from index.showing.markup import one_line
from index.showing.ways_on import look_into

if TYPE_CHECKING:
    from index.answers.explain import Explanation

WORDS_LISTED = 12
WORDS_NAMED = 5  # that the seeds do not know
BEGINNING_CHARS = 60  # of a passage's heading, or of its first words


def why(explanation: "Explanation", shown: Callable[[str], str]) -> list[str]:
    """Say in lines of plain words why a passage was found; `shown` fits words of a person or a seed into a line."""
    lines = [_why_line(part.words, part.found_as, part.share, shown) for part in explanation.parts[:WORDS_LISTED]]
    if explanation.similarity is not None:
        lines.append(_(wording.WHY_SIMILAR).format(share=number(max(0.0, explanation.similarity) * 100, 0)))
    if explanation.missing:
        missing = ", ".join(_quoted(shown(words)) for words in explanation.missing[:WORDS_LISTED])
        lines.append(_(wording.WHY_MISSING).format(words=missing))
    return lines or [_(wording.WHY_NOTHING)]


def nothing_answers(answer: Answer, shown: Callable[[str], str]) -> str:
    """Say that nothing answers, or nothing of whom the question names."""
    if answer.named is None:
        return _(wording.NOTHING)
    return _(wording.NOTHING_BY[answer.named.kind]).format(name=shown(answer.named.name))


def looked_through(answer: Answer, shown: Callable[[str], str]) -> str:
    """Say whose words alone were looked through, where something of theirs was found, and that it was a copy."""
    named = answer.named if answer.answered else None
    whose_alone = _(wording.NAMED[named.kind]).format(name=shown(named.name)) if named else ""
    return " · ".join(filter(None, (whose_alone, _(wording.MAKESHIFT) if answer.is_makeshift else "")))


def ways_on(answer: Answer, shown: Callable[[str], str], *, is_noted: bool = False) -> Iterator[str]:
    """Yield the lines, three at most, that tell where to go on from a question that nothing answers."""
    if answer.unknown_words:
        words = ", ".join(_quoted(shown(each)) for each in answer.unknown_words[:WORDS_NAMED])
        yield _(wording.UNKNOWN_WORDS).format(words=words)
    if places := look_into(answer):
        yield _(wording.LOOK_INTO).format(places=" · ".join(_place(each, shown) for each in places))
    if is_noted:
        yield _(wording.NOTED)


def _place(passage: Passage, shown: Callable[[str], str]) -> str:
    above, ref = passage.heading or passage.attribution.title, shown(passage.ref)
    return f"{shown(above)} ({ref})" if above else ref


def whose(claim: Claim, shown: Callable[[str], str]) -> str:
    """Say in a few words whom a passage quotes or cites; `shown` fits words of a seed into a line."""
    if claim.who is None:
        return _(wording.QUOTING_SOMEBODY)
    return _(wording.QUOTING if claim.kind == "quoting" else wording.CITING).format(who=shown(claim.who))


def _why_line(words: str, found_as: str, share: float, shown: Callable[[str], str]) -> str:
    told = _quoted(shown(words))
    if shown(found_as).casefold() != shown(words).casefold():
        told = _(wording.WHY_AS).format(words=told, found=_quoted(shown(found_as)))
    return _(wording.WHY_PART).format(words=told, share=number(share * 100, 0))


def hedges_by_reason(summary: DocumentSummary) -> str:
    """Say how many hedges of each reason a document has, or that none is marked."""
    hedges = " · ".join(f"{_(wording.REASONS[reason])} {number(count)}" for reason, count in summary.hedges.items())
    return _(wording.HEDGES_BY_REASON).format(hedges=hedges) if hedges else _(wording.NO_HEDGES)


def beginning(passage: Passage) -> str:
    """Return a passage's heading, else its first words."""
    words = one_line(passage.heading or passage.text)
    return words if len(words) <= BEGINNING_CHARS else f"{words[: BEGINNING_CHARS - 1].rstrip()}…"


def _quoted(words: str) -> str:
    return _(wording.QUOTED).format(words=words)


def citations(passage: Passage, accessed: date, address: str | None = None) -> tuple[tuple[str, str], ...]:
    """Return a passage's citation as (label, text): Markdown, plain text, CSL-JSON; and a deep link where one works.

    `address` is that of the passage's page, where it has one.
    """
    link, words = deep_link(passage), citing.words()
    return (
        (wording.CITE_MARKDOWN, markdown_quote(passage, accessed, words)),
        (_(wording.CITE_PLAIN), plain_quote(passage, accessed, words)),
        (wording.CITE_CSL, json.dumps(csl_json(passage, accessed, words), ensure_ascii=False, indent=1)),
        *(((_(wording.CITE_LINK), link),) if link else ()),
        *(((_(wording.READ_IN_CONTEXT), address),) if address else ()),
    )


def found_how(hit: Hit) -> tuple[str, ...]:
    """Say that a hit was found by meaning, or in another language than the question's; nothing of any other."""
    by_meaning = (_(wording.BY_MEANING),) if is_by_meaning(hit) else ()
    return (*by_meaning, *((found_in(hit.found_in),) if hit.found_in else ()))


def found_in(tag: str) -> str:
    """Say in which language something was found: "found in German"."""
    from babel import Locale  # here, since few hits are in another language

    names = Locale.parse(language()).languages
    return _(wording.FOUND_IN).format(language=names.get(tag, tag))
