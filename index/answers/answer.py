"""A question to an Answer: search, weigh, choose, or say that nothing answers. No prose is made here."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.answered import Answer, Confidence, Highlight, Hit
from index.answers.diversify import PageSettings, diversify
from index.answers.documents import asked_about, passage_by_ref, said_in, summarise
from index.answers.evidence import Evidence
from index.answers.ranking import Beside, Candidate, Candidates, search
from index.engines.library import Searcher
from index.engines.parts import Name
from index.engines.translations import in_language_of
from index.errors import QuestionError
from index.messages import N_
from index.model import Passage
from index.named import Named
from index.naming.meant import meant_in
from index.questions.about_documents import DocumentQuestion, read_document_question
from index.questions.asked import lacking_kind
from index.questions.concepts import Query
from index.questions.query import read_question
from index.questions.rewriting import searched_for
from index.text.analysis import analyzer, primary
from index.text.terms import distinct_terms_of

if TYPE_CHECKING:
    from index.answers.filters import Filter

MAX_QUESTION_CHARS = 300
FOLLOWS = "←"  # between a follow-up and the question before it
MOST_CHOICES = 10  # documents that a question about one may mean
CONFIDENCES: tuple[Confidence, ...] = ("none", "weak", "fair", "strong")  # from the least
STRONG, FAIR = 0.9, 0.68  # sureness from which an answer is called so; see "Confidence" in benchmarks/RESULTS.md


@dataclass(frozen=True, slots=True)
class AnswerSettings(PageSettings):
    """How much is shown and how sure an answer must be.

    Attributes:
        threshold: least probability, from 0 to 1, for presenting anything as an answer.
        literal: whether to search the very words, nothing respelt and no synonyms.
        beside: finds passages beside those that words find; None where words find alone.
    """

    threshold: float = 0.5
    literal: bool = False
    beside: Beside | None = None


def ask(
    searcher: Searcher,
    question: str,
    settings: AnswerSettings = AnswerSettings(),
    clock: Callable[[], float] = time.perf_counter,
) -> Answer:
    """Answer a question from one searcher's passages; by words alone, or by what else finds some beside them.

    A follow-up carries the question before it: "What about Iran? ← Why are they attacking now?". Where filters stand
    in brackets at its end ("[tag:history]"), only what passes them is found.

    Raises:
        QuestionError: the question is empty or longer than 300 characters.
        SnapshotError: a passage's text on disk is damaged.
    """
    started = clock()
    question, filters = _parted(question)
    question = check_question(question)
    searcher = _narrowed(searcher, filters) if filters else searcher
    asked, _, earlier = question.partition(FOLLOWS)
    about = None if settings.literal else read_document_question(asked)
    meant = asked_about(searcher, about, earlier.strip()) if about else []
    if about and meant:
        answer = _of_documents(searcher, question, about, meant)
    else:
        answer = _of_passages(searcher, question, settings)
    if filters:
        answer = replace(answer, named=answer.named or _author_without_answer(answer, filters))
        question = _shown(question, filters)
    return replace(answer, question=question, took_ms=(clock() - started) * 1000)


def _author_without_answer(answer: Answer, filters: "tuple[Filter, ...]") -> Named | None:
    authors = (each.value for each in filters if each.name == "author")
    return None if answer.answered else next((Named("author", each) for each in authors), None)


def _of_passages(searcher: Searcher, question: str, settings: AnswerSettings) -> Answer:
    asked, follows, earlier = question.partition(FOLLOWS)
    meant = None if settings.literal else meant_in(asked.strip(), searcher)
    if meant is None:
        return _of_best(searcher, question, settings)
    rest = f"{meant.rest} {follows}{earlier}".strip()
    answer = _of_best(meant.searcher, rest, settings)
    if not meant.is_sure:
        anyhow = _of_best(searcher, question, settings)
        if not answer.answered or CONFIDENCES.index(answer.confidence) < CONFIDENCES.index(anyhow.confidence):
            return anyhow
    elif meant.named.kind == "unknown":
        answer = replace(answer, confidence="none", hits=(), misses=_as_misses(answer))
    elif not answer.answered and not answer.misses:
        answer = replace(answer, misses=_as_misses(_of_best(searcher, rest, settings)))
    return replace(answer, named=meant.named)


def _as_misses(answer: Answer) -> tuple[Hit, ...]:
    """Return what was found for a question as what does not answer it."""
    return answer.misses or tuple(replace(each, confidence="none") for each in answer.hits)


def _of_best(searcher: Searcher, question: str, settings: AnswerSettings) -> Answer:
    query = read_follow_up(question, searcher)
    query = as_typed(query) if settings.literal else query
    found = search(searcher, query)
    found = settings.beside(searcher, query, found) if settings.beside and not settings.literal else found
    confidence = confidence_of(found.certainty(searcher), found.sureness(searcher), settings.threshold)
    if confidence == "none" and any(map(found.is_rescued, found.candidates[:1])):
        confidence = "weak"
    chosen = in_language_of(searcher, query.question, tuple(_hits(searcher, query, found, settings, confidence)))
    if confidence != "none" and chosen[0].lacks:
        confidence = max((each.confidence for each in chosen), key=CONFIDENCES.index)
    return Answer(
        question=question,
        confidence=confidence,
        hits=chosen if confidence != "none" else (),
        misses=chosen if confidence == "none" else (),
        generation=searcher.generation,
        searched_for=searched_for(query, [each.passage for each in chosen]),
        unknown_words=tuple(_unknown(query)) if confidence == "none" else (),
    )


def _unknown(query: Query) -> Iterable[str]:
    """Return the words that nothing in the seeds is found by, each once."""
    return dict.fromkeys(each.words for each in query.concepts if not (each.alternatives or each.asking))


def _of_documents(searcher: Searcher, question: str, about: DocumentQuestion, meant: Sequence[Name]) -> Answer:
    """Answer by what is known of the document that is meant, after the passages that say it; or ask which is meant."""
    answer = Answer(question, "none", (), (), searcher.generation)
    if len(meant) > 1:
        return replace(
            answer, choices=tuple(passage_by_ref(searcher, f"{each.document}#1") for each in meant[:MOST_CHOICES])
        )
    summary = summarise(searcher, meant[0].document)
    said = said_in(searcher, about.subject, summary)
    hits = tuple(
        Hit(rank, passage, 0.0, (), (highlight,), confidence="strong", probability=1.0)
        for rank, (passage, highlight) in enumerate(said, 1)
    )
    return replace(answer, confidence="strong", hits=hits, documents=(summary,))


def read_follow_up(question: str, searcher: Searcher) -> Query:
    """Read a question; what was asked before it guides the ranking, and counts as no evidence of its own."""
    asked, _, earlier = question.partition(FOLLOWS)
    query = read_question(asked.strip(), searcher)
    if not earlier:
        return query
    known = {concept.terms for concept in query.concepts}
    before = (each for each in read_question(earlier, searcher).concepts if each.terms not in known)
    return replace(query, concepts=(*query.concepts, *(replace(each, asking=True) for each in before)))


def follow_up(question: str, earlier: str) -> str:
    """Join a question with the one before it, of which as much is kept as a question may have."""
    asked, own = _parted(question)
    told, filters = _parted(earlier)
    before = told.partition(FOLLOWS)[0].strip()
    return _shown(f"{asked} {FOLLOWS} {before}"[:MAX_QUESTION_CHARS].strip(), (*own, *filters))


def as_typed(query: Query) -> Query:
    """Search the very words: nothing respelt, no synonyms."""
    exact = (
        replace(each, alternatives=tuple(a for a in each.alternatives if a.kind == "exact")) for each in query.concepts
    )
    return replace(query, concepts=tuple(exact))


# What reads filters is imported where there are some: few questions have any.
def _parted(question: str) -> "tuple[str, tuple[Filter, ...]]":
    if not question.rstrip().endswith("]"):
        return question, ()
    from index.answers.filters import split_question

    return split_question(question)


def _shown(question: str, filters: "tuple[Filter, ...]") -> str:
    if not filters:
        return question
    from index.answers.filters import with_filters

    return with_filters(question, filters)


def _narrowed(searcher: Searcher, filters: "tuple[Filter, ...]") -> Searcher:
    from index.answers.filters import narrowed

    return narrowed(searcher, filters)


def check_question(question: str) -> str:
    """Return the question without space around it; raises QuestionError where it is empty or too long."""
    question = " ".join(question.split())
    if not question:
        raise QuestionError(N_("the question is empty; ask in a few words"))
    if len(question) > MAX_QUESTION_CHARS:
        raise QuestionError(
            N_("the question has {count:,} characters; ask with at most {most:,}"),
            count=len(question),
            most=MAX_QUESTION_CHARS,
        )
    return question


def confidence_of(probability: float, sureness: float, threshold: float) -> Confidence:
    """Name how sure it is that the right passage was found; below the threshold of probability there is no answer."""
    if probability < threshold or probability == 0:
        return "none"
    return "strong" if sureness >= STRONG else "fair" if sureness >= FAIR else "weak"


def _hits(
    searcher: Searcher, query: Query, found: Candidates, settings: AnswerSettings, sure: Confidence
) -> Iterator[Hit]:
    """Yield the passages to show, marked; those that would not be answers alone come last, whatever they score.

    None is called surer than the answer is (`sure`), which hangs on the two best of them, and none that lacks the kind
    of answer that is asked for more than weak.
    """
    proven = [(choice, found.evidence(searcher, choice.candidate)) for choice in diversify(searcher, found, settings)]
    named = [(choice, evidence, _named(found, choice.candidate, evidence, settings)) for choice, evidence in proven]
    named.sort(key=lambda each: each[2] == "none")
    asked = None if sure == "none" else found.asked()
    for rank, (choice, evidence, confidence) in enumerate(named, 1):
        lacks = lacking_kind(query.question, choice.passage.text, primary(choice.passage.language)) if asked else None
        yield Hit(
            rank,
            choice.passage,
            choice.candidate.score,
            *matched(choice.passage, query),
            also_in=tuple(choice.also_in),
            confidence=min(confidence, sure, "weak" if lacks else sure, key=CONFIDENCES.index),
            probability=evidence.probability,
            evidence=evidence.weighed(),
            asked=asked,
            similarity=found.similarity(choice.candidate),
            found_in=_other_language(choice.passage, found.asked_in),
            lacks=lacks,
            sureness=evidence.sureness,
        )


def _other_language(passage: Passage, asked_in: str | None) -> str | None:
    """Return the language of a passage where the question is in another one."""
    language = primary(passage.language)
    return language if asked_in and passage.language and language != asked_in else None


def _named(found: Candidates, candidate: Candidate, evidence: Evidence, settings: AnswerSettings) -> Confidence:
    """Name how well one passage supports an answer by itself."""
    by_words = confidence_of(evidence.probability, evidence.sureness, settings.threshold)
    return "weak" if by_words == "none" and found.is_rescued(candidate) else by_words


def matched(passage: Passage, query: Query) -> tuple[tuple[str, ...], tuple[Highlight, ...]]:
    """Return the words of the query that a passage holds, and where what it matched stands in there."""
    language = primary(passage.language)
    held = distinct_terms_of(language, passage.text)
    spans = analyzer(language).spans(passage.text, query.terms() & held)
    found = (each for each in query.concepts if any(held.issuperset(way.terms) for way in each.alternatives))
    words = {each.words: None for each in found}
    return tuple(words), tuple([Highlight(*span) for span in spans])
