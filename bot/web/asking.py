"""Questions, searches and quotes that are typed on a page, and what came of them. Keeps none of them, nor logs any.

An answer here is the answer of every other face; what is not shown in the reading room is not searched.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.web.drawing.pages import Pages
from bot.web.drawing.public_scope import PublicScope
from bot.wording import terminal as wording_terminal
from bot.wording.i18n import gettext as _
from bot.wording.i18n import said
from bot.wording.web import pages as wording
from index.answered import Answer, Hit
from index.answers.answer import MAX_QUESTION_CHARS
from index.errors import UserError
from index.model import Passage
from index.quoting.quotes import MAX_QUOTE_CHARS
from index.showing.markup import one_line

if TYPE_CHECKING:
    from index.quoting.model import QuoteCheck


@dataclass(frozen=True, slots=True)
class FormOutcome:
    """What came of something typed: sentences, passages, documents, and of a quote its differences."""

    said: tuple[str, ...] = ()
    found: Sequence[Hit] = ()
    documents: Sequence[str] = ()
    differences: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One thing that can be typed: its words on the page, how long it may be, and what is done with it."""

    title: str
    label: str
    hint: str
    rows: int
    most: int
    answer: Callable[[PublicScope, str], FormOutcome]


def page(pages: Pages, public: PublicScope, name: str, typed: str | None) -> str:
    """Make the page of a form, with what came of what was typed; None where it is only opened."""
    form = FORMS[name]
    outcome = FormOutcome() if typed is None else answered(form, public, typed)
    shown = [each for each in map(public.document, outcome.documents) if each is not None]
    return pages.form(
        name,
        title=_(form.title),
        action=name,
        label=_(form.label),
        hint=_(form.hint),
        rows=form.rows,
        most=form.most,
        typed=typed or "",
        said=outcome.said,
        differences=outcome.differences,
        found=[pages.quoted(each) for each in outcome.found],
        documents=pages.listed(shown),
    )


def answered(form: Form, public: PublicScope, typed: str) -> FormOutcome:
    """Do what a form is for; what cannot be read as typed is told in a sentence."""
    try:
        return form.answer(public, typed)
    except UserError as err:
        return FormOutcome((said(err.sentence),))


def _ask(public: PublicScope, question: str) -> FormOutcome:
    answer = public.asked.ask(question)
    if answer.choices:
        return FormOutcome((_(wording.WHICH_ONE),), documents=[each.document for each in answer.choices])
    told = tuple(_told(answer))
    return FormOutcome(told, answer.hits or answer.misses, [each.document for each in answer.documents])


def _told(answer: Answer) -> Iterator[str]:
    if answer.searched_for:
        yield _(wording.SEARCHED_FOR).format(words=one_line(answer.searched_for))
    if not answer.answered:
        yield _(wording.NOT_ANSWERED)
        if answer.misses:
            yield _(wording.NEAREST)


def _search(public: PublicScope, text: str) -> FormOutcome:
    hits = public.asked.search(text).hits
    return FormOutcome(() if hits else (_(wording.NO_MATCH),), hits)


def _check(public: PublicScope, quote: str) -> FormOutcome:
    check = public.asked.verify(quote)
    found = [_hit(check.passage)] if check.passage else []
    differences = check.differences if check.verdict in {"altered", "stitched"} else ()
    return FormOutcome(tuple(_verdict(check)), found, (), differences)


def _hit(passage: Passage) -> Hit:
    return Hit(1, passage, 0.0, ())


def _verdict(check: "QuoteCheck") -> Iterator[str]:
    if check.verdict == "absent":
        yield _(wording_terminal.ABSENT_AS_A_WHOLE if check.standing else wording_terminal.ABSENT)
    elif check.verdict == "verbatim":
        template = wording_terminal.VERBATIM_FORGIVEN if check.tolerances else wording_terminal.VERBATIM
        yield _(template).format(what=", ".join(map(_, check.tolerances)))
    else:
        yield _(wording.STITCHED if check.verdict == "stitched" else wording.ALTERED)
    if check.standing:
        yield _(wording_terminal.PART_STANDS).format(words=one_line(check.standing))
    if check.around:
        yield _(wording_terminal.NOT_CHECKED).format(words=one_line(" … ".join(check.around)))


FORMS: Final[Mapping[str, Form]] = {
    "ask": Form(wording.ASK, wording.ASK_LABEL, "", 2, MAX_QUESTION_CHARS, _ask),
    "search": Form(wording.SEARCH, wording.SEARCH_LABEL, "", 1, MAX_QUESTION_CHARS, _search),
    "check": Form(wording.CHECK, wording.CHECK_LABEL, wording.CHECK_HINT, 6, MAX_QUOTE_CHARS, _check),
}
