"""What one place may see: the operator's seeds, or a server's with its own beside them. Every lookup goes through it.

Made anew for each question, and cheap: it holds one searcher. Knows no folder, no database and no Discord.
"""

import logging
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from index.answered import Answer, DocumentSummary, Hit, MeaningState
from index.answers.answer import AnswerSettings, ask
from index.answers.ranking import find
from index.engines.library import Searcher, View
from index.errors import EngineError, QuestionError, SnapshotError
from index.messages import N_
from index.model import Passage
from index.questions.query import read_question

if TYPE_CHECKING:  # what only some lookups need is imported by them: a question on the command line needs none of it
    from bot.serving.meaning import MeaningService
    from bot.serving.picking import Turn
    from index.answers.completion import Suggestion
    from index.answers.explain import Explanation
    from index.answers.filters import Filter, FilterName
    from index.answers.search import SearchResults
    from index.quoting.model import QuoteCheck
    from index.snapshots.holdings import StoredDocument
    from index.snapshots.manifest import Manifest

log = logging.getLogger(__name__)
Result = TypeVar("Result")
MOST_WEIGHED = 10  # answers among which one by another author is looked for
NONE_PASSES = N_("no passage passes that filter; /sources lists the seeds with their authors and tags")


@dataclass(frozen=True, slots=True)
class Standby:
    """What answers where the search engine elsewhere does not.

    Attributes:
        view: gives it, or raises what it is given.
        is_used: it is what is searched already.
    """

    view: Callable[[EngineError], View]
    is_used: bool = False


def _nothing(err: EngineError) -> View:
    raise err


NO_STANDBY = Standby(_nothing)


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What is served in a place.

    Attributes:
        seeds, skipped, passages: how many are indexed, could not be read, and can be found.
        built: when the index of each library was built.
        generation: of every snapshot, joined by "+".
        meaning: whether passages are found by what a question means too.
        made: of how many passages the vectors are made that this needs, and of how many they are to be.
    """

    seeds: int
    skipped: int
    passages: int
    built: tuple[datetime, ...]
    generation: str
    meaning: MeaningState = "off"
    made: tuple[int, int] | None = None

    def rows(
        self,
        moment: Callable[[datetime], str] = datetime.isoformat,
        amount: Callable[[int], str] = str,
        word: Callable[[MeaningState], str] = str,
    ) -> dict[str, str]:
        """Return the figures as texts by their names, without what there is none of.

        Args:
            moment: writes a time.
            amount: writes a number.
            word: says whether passages are found by meaning.
        """
        made = f" ({' / '.join(map(amount, self.made))})" if self.made and self.meaning == "building" else ""
        return {
            "seeds": amount(self.seeds),
            **({"skipped": amount(self.skipped)} if self.skipped else {}),
            "passages": amount(self.passages),
            "built": ", ".join(map(moment, self.built)),
            "meaning": word(self.meaning) + made,
            "generation": self.generation,
        }


class Scope:
    """The lookups of one place, all on one view.

    Args:
        view: what may be seen.
        repair: is given what is wrong with a damaged snapshot, builds it anew, and returns the view to use then.
        settings: how much an answer shows.
        meaning: finds passages by what is meant, too; None where words find alone.
        standby: what is searched where the search engine elsewhere does not answer.
    """

    def __init__(
        self,
        view: View,
        repair: Callable[[SnapshotError], View],
        settings: AnswerSettings,
        meaning: "MeaningService | None" = None,
        standby: Standby = NO_STANDBY,
    ) -> None:
        self._view = view
        self._repair = repair
        self._settings = settings
        self._meaning = meaning
        self._standby = standby
        self._is_makeshift = standby.is_used

    @property
    def generation(self) -> str:
        """The generation of every snapshot seen, joined by "+"."""
        return self._view.searcher.generation

    @property
    def manifests(self) -> "tuple[Manifest, ...]":
        """What each snapshot seen says of itself."""
        return self._view.manifests

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the seeds seen."""
        return self._view.searcher.languages

    def of_documents(self, ids: Collection[str]) -> "Scope":
        """Return a scope in which only passages of these documents are found; scores stay the whole's."""
        from index.engines.narrowed import NarrowedSearcher

        def narrowed(view: View) -> View:
            return View(NarrowedSearcher(view.searcher, lambda name: name.document in ids), view.manifests)

        return Scope(
            narrowed(self._view),
            lambda err: narrowed(self._repair(err)),
            self._settings,
            standby=Standby(lambda err: narrowed(self._standby.view(err)), self._is_makeshift),
        )

    def ask(self, question: str, limit: int | None = None, *, literal: bool = False) -> Answer:
        """Answer a question; raises QuestionError for an empty or too long one."""
        settings = replace(
            self._settings,
            limit=limit or self._settings.limit,
            literal=literal,
            beside=self._meaning.beside if self._meaning else None,
        )
        answer = self._served(lambda searcher: ask(searcher, question, settings))
        answer = replace(answer, is_makeshift=True) if self._is_makeshift else answer
        return replace(answer, meaning=self._meaning_state()) if self._meaning else answer

    def _meaning_state(self) -> MeaningState:
        return self._meaning.state(self._view.searcher) if self._meaning else "off"

    def verify(self, quote: str) -> "QuoteCheck":
        """Look a quote up; raises QuestionError for an empty or too long one."""
        from index.quoting.check import verify

        return self._served(lambda searcher: verify(searcher, quote))

    def search(self, text: str, limit: int | None = None) -> "SearchResults":
        """Return what matches a search; raises QuestionError for one that cannot be read."""
        from index.answers.search import MOST_HITS, search

        settings = replace(self._settings, limit=limit or MOST_HITS)
        return self._served(lambda searcher: search(searcher, text, settings))

    def passage(self, ref: str) -> Passage:
        """Return a passage by reference; raises QuestionError where there is none."""
        from index.answers.documents import passage_by_ref

        return self._served(lambda searcher: passage_by_ref(searcher, ref))

    def find(self, key: str) -> Passage | None:
        """Return the passage with a key, or None where its seed changed or went, or is another place's."""
        return self._served(lambda searcher: searcher.find(key))

    def neighbours(self, passage: Passage) -> Sequence[Passage | None]:
        """Return the passages before and after one in its document; None at the borders."""
        from index.answers.search import neighbours

        return self._served(lambda searcher: neighbours(searcher, passage))

    def summarise(self, document: str) -> "DocumentSummary":
        """Sum a seed up; raises QuestionError where there is none."""
        from index.answers.documents import summarise

        return self._served(lambda searcher: summarise(searcher, document))

    def explain(self, question: str, passage: Passage) -> "Explanation":
        """Explain why a passage was found for a question."""
        from index.answers.explain import explain

        beside = self._meaning.beside if self._meaning else None
        return self._served(lambda searcher: explain(searcher, question, passage, beside))

    def more_like(self, passage: Passage) -> tuple[Hit, ...]:
        """Return passages that share most with one."""
        from index.answers.related import more_like

        return self._served(lambda searcher: more_like(searcher, passage))

    def others_on(self, passage: Passage) -> tuple[Hit, ...]:
        """Return passages by another author that share most with one."""
        from index.answers.related import others_on

        return self._served(lambda searcher: others_on(searcher, passage))

    def passages_of(self, document: str) -> list[Passage]:
        """Return all passages of a document in order, by its name; raises QuestionError where there is none."""
        from index.answers.reading import passages_of

        return self._served(lambda searcher: passages_of(searcher, document))

    def two_on(self, question: str) -> tuple[Hit, ...]:
        """Return the best answer to a question, and the best one by another author; raises as `ask` does."""
        from index.answers.related import is_by_another

        hits = self.ask(question, MOST_WEIGHED).hits
        others = (each for each in hits[1:] if is_by_another(hits[0].passage, each.passage))
        return (*hits[:1], *islice(others, 1))

    def complete(self, typed: str, *, passages: bool) -> "list[Suggestion]":
        """Return passages (or seeds) that what was typed may mean; from memory, never rebuilding."""
        from index.answers.completion import complete_document, complete_passage

        searcher = self._view.searcher
        return complete_passage(searcher, typed) if passages else complete_document(searcher, typed)

    def documents(self, filters: "Sequence[Filter]" = ()) -> "list[StoredDocument]":
        """Return every document of which something passes all filters, in order."""
        from index.answers.filters import narrowed

        return self._served(lambda searcher: narrowed(searcher, filters).documents())

    def tags(self) -> list[str]:
        """Return the tags of all documents, as most of them are written, the most common first."""
        from index.answers.filters import tag_key

        spelled: dict[str, Counter[str]] = {}
        for name in self._view.searcher.names():
            for tag in name.tags:
                spelled.setdefault(tag_key(tag), Counter())[tag] += 1
        spelled.pop("", None)
        return [tags.most_common(1)[0][0] for tags in sorted(spelled.values(), key=lambda each: -each.total())]

    def by_chance(self, filters: "Sequence[Filter]" = ()) -> Passage:
        """Return a passage by chance, one that can stand by itself if any; raises QuestionError where none passes."""
        from bot.serving.picking import by_chance

        found = self._served(lambda searcher: by_chance(searcher, tuple(filters), random.SystemRandom()))
        if found is None:
            raise QuestionError(NONE_PASSES)
        return found

    def following(self, turn: "Turn", filters: "Sequence[Filter]" = ()) -> "tuple[Passage, Turn] | None":
        """Return the passage whose turn it is, and how far the round is then; None where none can be shown."""
        return self._served(lambda searcher: turn.following(searcher, tuple(filters)))

    def complete_filter(self, name: "FilterName", typed: str) -> "list[Suggestion]":
        """Return authors, tags or seeds that what was typed may mean; from memory, never rebuilding."""
        from index.answers.completion import MOST, Suggestion
        from index.text.characters import fold

        if name == "seed":
            return self.complete(typed, passages=False)
        known = self.tags() if name == "tag" else self._authors()
        wanted = fold(typed.strip())
        found = [each for each in known if wanted in fold(each)]
        return [
            Suggestion(each, "") for each in sorted(found, key=lambda each: not fold(each).startswith(wanted))[:MOST]
        ]

    def _authors(self) -> list[str]:
        every = Counter(author for each in self._view.searcher.names() for author in each.authors)
        return [author for author, _ in every.most_common()]

    def __len__(self) -> int:
        return len(self._view.searcher)

    def passages(self) -> Iterator[Passage]:
        """Return every passage, in order; raises SnapshotError on the way where a text is damaged."""
        searcher = self._view.searcher
        return map(searcher.passage, range(len(searcher)))

    def ranked(self, question: str, depth: int) -> list[Passage]:
        """Return the passages that hold a word of a question, best first, whether or not they answer it."""
        return self._served(lambda searcher: _ranked(searcher, question, depth))

    def status(self) -> IndexStatus:
        """Return what is served and since when."""
        manifests = self._view.manifests
        return IndexStatus(
            seeds=sum(len(manifest.seeds) for manifest in manifests),
            skipped=sum(len(manifest.skipped) for manifest in manifests),
            passages=len(self._view.searcher),
            built=tuple(datetime.fromisoformat(manifest.built_at) for manifest in manifests),
            generation=self.generation,
            meaning=self._meaning_state(),
            made=self._meaning.made(self._view.searcher) if self._meaning else None,
        )

    def _served(self, use: Callable[[Searcher], Result]) -> Result:
        """Use the searcher; where its files turn out to be damaged, have them rebuilt once and use that.

        Where the search engine elsewhere does not answer, use what stands by for it.
        """
        try:
            return use(self._view.searcher)
        except EngineError as err:
            self._view, self._is_makeshift = self._standby.view(err), True
            return use(self._view.searcher)
        except SnapshotError as err:
            log.warning("rebuilding a damaged snapshot: %s", err)
            self._view = self._repair(err)
            return use(self._view.searcher)


def _ranked(searcher: Searcher, question: str, depth: int) -> list[Passage]:
    return [searcher.passage(each.number) for each in find(searcher, read_question(question, searcher), depth)]
