"""Makes each kind of page of values, by the templates beside it. Knows no file of a site and no request.

Speaks the language that the context speaks when it is made.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from bot.config.values import Config
from bot.pictures.drawing import can_draw
from bot.web.drawing import paths
from bot.web.drawing.citing import document_citations, passage_citations, preview, quotation
from bot.web.drawing.public_scope import PublicScope, title_of
from bot.web.drawing.tallies import LEAST_FOR_SHARES, Tally, bars
from bot.web.drawing.templating import Templates
from bot.web.drawing.views import (
    CautionLine,
    NamedLink,
    ShownPassage,
    attribution_rows,
    author_link,
    cautions,
    document_facts,
    head_of,
    notes,
    shown_passage,
)
from bot.wording import cards as wording_cards
from bot.wording import citing
from bot.wording.i18n import gettext as _
from bot.wording.i18n import language, number
from bot.wording.web import pages as wording
from index.answered import Hit
from index.showing.facts import caution_facts, facts_elsewhere
from index.showing.markup import one_line

if TYPE_CHECKING:
    from index.model import Passage
    from index.snapshots.holdings import StoredDocument

ON_A_PAGE: Final = 100  # documents of a list
BAR_HEIGHT: Final = 28  # of the plot, in its own units


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document in a list, with what it cautions."""

    title: str
    path: str
    authors: tuple[NamedLink, ...]
    date: str
    caution: CautionLine
    tags: tuple[NamedLink, ...]
    passages: str


@dataclass(frozen=True, slots=True)
class DrawnPassage:
    """A passage with its HTML: its marked words, and what stands beside them."""

    it: ShownPassage
    words: Markup
    beside: Markup


@dataclass(frozen=True, slots=True)
class Drawn:
    """Some passages of a document in order, drawn, with what the document cautions."""

    stored: "StoredDocument"
    passages: Sequence["Passage"]
    cautions: tuple[CautionLine, ...]
    drawn: Sequence[DrawnPassage]


@dataclass(frozen=True, slots=True)
class PassageSides:
    """What stands on the page of a passage besides.

    Attributes:
        others: passages of others on the same, each shown with its own caveat.
        reworded: on which day, where an address of before led here.
        picture: what its picture says in words; empty where there is none.
    """

    others: Sequence[Hit] = ()
    reworded: str = ""
    picture: str = ""


ALONE: Final = PassageSides()


class Pages:
    """The pages of one config.

    Args:
        config: the operator's.
        is_live: whether questions can be asked here.
    """

    def __init__(self, config: Config, *, is_live: bool) -> None:
        self._web = config.web
        self.labels = citing.words()
        self.base = f"{config.web.url.rstrip('/')}/" if config.web.url else ""
        self._templates = Templates(
            site=one_line(config.web.title) or _(wording.ROOM),
            lang=language(),
            contact=config.web.contact,
            is_live=is_live,
            index=config.web.index,
            base=self.base,
        )

    @property
    def have_pictures(self) -> bool:
        """Whether previews may show passages drawn: without an address there are no previews."""
        return bool(self.base) and self._web.pictures != "never" and can_draw()

    def listing(
        self, path: str, heading: str, documents: Sequence["StoredDocument"], number_: int = 1, **more: Any
    ) -> str:
        """Make a page (from 1) of a list of documents; `more` is shown besides."""
        of = pages_of(documents)
        shown = documents[(number_ - 1) * ON_A_PAGE : number_ * ON_A_PAGE]
        return self._templates.page(
            "list.html",
            paths.further(path, number_),
            title=heading,
            documents=self.listed(shown),
            number=number_,
            of=of,
            before=paths.link(paths.further(path, number_ - 1)) if number_ > 1 else None,
            after=paths.link(paths.further(path, number_ + 1)) if number_ < of else None,
            **more,
        )

    def group(self, public: PublicScope, path: str, number_: int) -> str:
        """Make a page of a list of the documents of a tag or a year."""
        kind, name, documents = public.lists[path]
        heading = wording.TAGGED if kind == "tag" else wording.OF_YEAR
        return self.listing(path, _(heading).format(name=name), documents, number_)

    def home(self, public: PublicScope, tally: Tally | None, number_: int = 1, *, newest: bool = False) -> str:
        """Make a page of all documents, by title or by date, with what else they can be found by."""
        counts = {
            "documents": number(len(public.documents)),
            "passages": number(sum(each.passages for each in public.documents)),
        }
        groups = [
            (wording.AUTHORS, [NamedLink(one_line(each), author_link(each)) for each in public.authors]),
            (wording.TAGS, [NamedLink(each, paths.link(paths.tag_path(each))) for each in public.tags]),
            (wording.YEARS, [NamedLink(each, paths.link(paths.year_path(each))) for each in public.years]),
        ]
        return self.listing(
            paths.NEWEST if newest else paths.HOME,
            _(wording.DOCUMENTS),
            public.newest if newest else public.documents,
            number_,
            is_home=True,
            is_newest=newest,
            counts=_(wording.COUNTS).format(**counts),
            hedged=_(wording.HEDGED_COUNT).format(hedged=number(tally.hedged)) if tally else "",
            groups=[(_(name), sources) for name, sources in groups if sources],
        )

    def drawn(self, stored: "StoredDocument", passages: Sequence["Passage"]) -> Drawn:
        """Draw passages of a document once, for all pages on which they stand."""
        facts = document_facts(stored)
        told = frozenset(each.told for each in facts)
        shown = (shown_passage(each, self.labels, told, stored.attribution.author) for each in passages)
        return Drawn(stored, passages, cautions(facts, self.labels), [self._drawn(each) for each in shown])

    def _drawn(self, it: ShownPassage) -> DrawnPassage:
        return DrawnPassage(it, self._templates.macro("words", it), self._templates.macro("beside", it))

    def document(self, public: PublicScope, drawn: Drawn) -> str:
        """Make the page of a document: its text where all of it is shown, else where its passages are."""
        stored = drawn.stored
        head, is_full = head_of(stored), public.shown(stored) == "full"
        before, after = public.beside(stored)
        return self._templates.page(
            "document.html",
            paths.document_path(stored.id),
            title=title_of(stored),
            author=one_line(stored.attribution.author or ""),
            description=preview(head, self.labels),
            picture="",
            cautions=drawn.cautions,
            rows=tuple(attribution_rows(head, self.labels, place=False)),
            count=number(stored.passages),
            notes=notes(head) if self._web.notes else (),
            tags=self._tags(stored),
            cites=document_citations(head, self.labels),
            passages=drawn.drawn if is_full else [],
            others=[] if is_full else [(each.it.number, each.it.path) for each in drawn.drawn],
            before=self._beside(before),
            after=self._beside(after),
        )

    def passage(self, public: PublicScope, drawn: Drawn, place: int, more: PassageSides = ALONE) -> str:
        """Make the page of a passage.

        Args:
            public: what is shown.
            drawn: passages of its document, the one before and after it among them.
            place: its place among those.
            more: what stands there besides.
        """
        stored, passage = drawn.stored, drawn.passages[place]
        path = paths.passage_path(passage.key)
        return self._templates.page(
            "passage.html",
            path,
            title=title_of(stored),
            author=one_line(passage.attribution.author or ""),
            description=preview(passage, self.labels),
            data=quotation(passage, self.labels, self.base + path if self.base else None),
            cautions=drawn.cautions,
            rows=tuple(attribution_rows(passage, self.labels, place=True)),
            shown=drawn.drawn[place],
            before=drawn.drawn[place - 1] if place else None,
            after=drawn.drawn[place + 1] if place + 1 < len(drawn.drawn) else None,
            notes=notes(passage) if self._web.notes else (),
            document=paths.link(paths.document_path(stored.id)),
            is_full=public.shown(stored) == "full",
            cites=passage_citations(passage, self.labels),
            others=[self.quoted(each) for each in more.others],
            reworded=_(wording.REWORDED).format(date=citing.plain_date(more.reworded)) if more.reworded else "",
            picture=self.base + paths.picture_path(passage.key) if more.picture else "",
            picture_in_words=more.picture,
        )

    def author(self, public: PublicScope, name: str, tally: Tally) -> str:
        """Make the page of an author: documents, and how much of them doubts itself."""
        documents = public.authors[name]
        shares = [
            (each, _(wording.HEDGED_IN).format(
                reason=_(wording_cards.REASONS[each.reason]), share=f"{number(each.share, 1)} %",
                passages=number(tally.passages)))
            for each in bars(tally, BAR_HEIGHT)
        ]  # fmt: skip
        few = _(wording.TOO_FEW).format(least=LEAST_FOR_SHARES, passages=number(tally.passages))
        return self._templates.page(
            "author.html",
            paths.author_path(name),
            title=one_line(name),
            documents=self.listed(documents),
            cautions=[(title_of(each), self._cautions(each)) for each in documents],
            shares=shares,
            few=few if tally.passages < LEAST_FOR_SHARES else "",
            height=BAR_HEIGHT,
        )

    def moved(self, path: str, successor: str, when: str) -> str:
        """Make the page at the address of a passage that was reworded."""
        reworded = _(wording.REWORDED).format(date=citing.plain_date(when))
        return self._templates.page("moved.html", path, title=reworded, successor=paths.link(successor))

    def gone(self, path: str, when: str | None) -> str:
        """Make the page at the address of something that was removed; of what was withdrawn it tells nothing."""
        said = _(wording.REMOVED_ON).format(date=citing.plain_date(when)) if when else _(wording.WITHDRAWN)
        return self._templates.page("message.html", path, title=_(wording.REMOVED), said=said)

    def message(self, path: str, title: str, said: str) -> str:
        """Make a page that says one sentence."""
        return self._templates.page("message.html", path, title=title, said=said)

    def form(self, path: str, **values: Any) -> str:
        """Make a page on which something can be asked, with what came of it."""
        return self._templates.page("form.html", path, **values)

    def listed(self, documents: Iterable["StoredDocument"]) -> list[ListedDocument]:
        """Return some documents as a list shows them."""
        return [self._listed(each) for each in documents]

    def quoted(self, hit: Hit) -> dict[str, Any]:
        """Return what a page shows of a passage that was found, with all that stands beside it and its other places."""
        passage = hit.passage
        facts = tuple(caution_facts(passage))
        told = frozenset(each.told for each in facts)
        shown = shown_passage(passage, self.labels, told, passage.attribution.author, *hit.highlights)
        rows = tuple(attribution_rows(passage, self.labels, place=True))
        also = [
            (NamedLink(_name(each), paths.link(paths.passage_path(each.key))), cautions(beyond, self.labels))
            for each, beyond in facts_elsewhere(hit)
        ]
        return {"shown": self._drawn(shown), "cautions": cautions(facts, self.labels), "rows": rows, "also": also}

    def _listed(self, stored: "StoredDocument") -> ListedDocument:
        stated = stored.attribution
        return ListedDocument(
            title=title_of(stored),
            path=paths.link(paths.document_path(stored.id)),
            authors=tuple(NamedLink(one_line(each), author_link(each)) for each in stated.authors),
            date=citing.plain_date(stated.published) if stated.published else self.labels.no_date,
            caution=self._cautions(stored)[0],
            tags=self._tags(stored),
            passages=_(wording.PASSAGE_COUNT).format(count=number(stored.passages)),
        )

    def _cautions(self, stored: "StoredDocument") -> tuple[CautionLine, ...]:
        return cautions(document_facts(stored), self.labels)

    def _tags(self, stored: "StoredDocument") -> tuple[NamedLink, ...]:
        named = dict.fromkeys(filter(None, map(one_line, stored.tags)))
        return tuple(NamedLink(each, paths.link(paths.tag_path(each))) for each in named)

    def _beside(self, stored: "StoredDocument | None") -> NamedLink | None:
        return NamedLink(title_of(stored), paths.link(paths.document_path(stored.id))) if stored else None


def _name(passage: "Passage") -> str:
    return one_line(passage.attribution.title or "") or passage.ref


def pages_of(documents: Sequence[object]) -> int:
    """Return on how many pages a list of documents stands, at least one."""
    return max(1, -(-len(documents) // ON_A_PAGE))
