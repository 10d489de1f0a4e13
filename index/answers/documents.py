"""Questions about a document itself, answered by what is known of it and nothing else."""

from collections import Counter
from collections.abc import Iterable, Iterator
from operator import itemgetter

from index.answered import DocumentSummary, Highlight
from index.answers.ranking import find
from index.engines.library import Searcher
from index.engines.parts import Name
from index.errors import QuestionError
from index.messages import N_
from index.model import Passage
from index.questions.about_documents import DocumentQuestion, Subject, said_of
from index.questions.query import read_question
from index.text.analysis import analyzer, primary, stop_words
from index.text.characters import fold
from index.text.terms import distinct_terms_of

GUIDE = "guide"  # the tag of a document about the bot, which answers for itself only where it is named
MOST_HEADINGS = 12
LOOKED_AT = 200  # best passages for a topic
CLEAR_SHARE = 0.2  # of a document's passages, from which it is on a topic
MOST_SAID = 2  # passages that speak of what is asked


def asked_about(searcher: Searcher, question: DocumentQuestion, context: str = "") -> list[Name]:
    """Return the documents that a question about a document may mean; none where it is about something else.

    Args:
        searcher: what is served.
        question: as it was read.
        context: the reference of a document or passage that is being talked of ("tides", "tides#4").
    """
    if question.names:
        named = next((found for name in question.names if (found := _named(searcher, name, question))), [])
        return named or (_on_topic(searcher, question.topic) if question.topic else [])
    documents = list(searcher.names())
    talked_of = [each for each in documents if each.document == context.partition("#")[0]]
    return talked_of or [each for each in documents if GUIDE not in each.tags]


def _on_topic(searcher: Searcher, topic: str) -> list[Name]:
    """Return the documents of which many passages hold all words of a topic, none with half as many as another."""
    held = Counter[str]()
    for each in find(searcher, read_question(topic, searcher), LOOKED_AT):
        passage = searcher.passage(each.number)
        language = primary(passage.language)
        if distinct_terms_of(language, passage.text).issuperset(analyzer(language).terms(topic)):
            held[passage.document] += 1
    enough = {document: CLEAR_SHARE * min(LOOKED_AT, len(searcher.numbers_by_document[document])) for document in held}
    most = max(held.values(), default=0)
    likely = (each for each in searcher.names() if each.document in held and GUIDE not in each.tags)
    return [each for each in likely if held[each.document] >= max(enough[each.document], most / 2)]


def _named(searcher: Searcher, name: str, question: DocumentQuestion) -> list[Name]:
    """Return the documents whose names hold every word of a name, or are that name where it may name another thing."""
    words = _words(name)
    if not words:
        return []
    # What cannot hold them is told at a fiftieth of the cost of parting all names into words.
    likely = (each for each in searcher.names() if all(map(each.words.__contains__, words)))
    if question.is_certain:
        return [each for each in likely if words <= _words(" ".join(_names(each)))]
    return [each for each in likely if any(words == _words(own) for own in _names(each)[:2])]


def _names(document: Name) -> list[str]:
    return [document.document, document.title or document.document, *document.authors]


def _words(name: str) -> frozenset[str]:
    """Return the words of a name, folded, without those that only tie others together."""
    known = stop_words("en").stop | stop_words("de").stop
    words = "".join(sign if sign.isalnum() else " " for sign in fold(name)).split()
    return frozenset(words) - known


def said_in(searcher: Searcher, subject: Subject, summary: DocumentSummary) -> list[tuple[Passage, Highlight]]:
    """Return the passages of a document that speak of what is asked of it, clearest and last first, a few at most."""
    found = []
    for number in searcher.numbers_by_document[summary.document]:
        passage = searcher.passage(number)
        if said := said_of(subject, passage.text, primary(passage.language)):
            rank, start, end = said
            found.append((rank, -number, passage, Highlight(start, end)))
    return [(passage, highlight) for _, _, passage, highlight in sorted(found, key=itemgetter(0, 1))[:MOST_SAID]]


def passage_by_ref(searcher: Searcher, ref: str) -> Passage:
    """Return a passage by what people call it, "seed-id#8" in any case, or the first one of a seed by its name.

    Raises:
        QuestionError: there is no such seed, or it has fewer passages; what was typed is repeated as it is.
    """
    typed = ref.strip()
    name, _, number = (part.strip() for part in typed.partition("#"))
    document = _id_of(searcher, name)
    if document is None:
        raise QuestionError(N_("there is no seed {seed!r}; /sources lists them"), seed=name)
    numbers, number = searcher.numbers_by_document[document], number or "1"
    if not number.isdecimal() or not 1 <= int(number) <= len(numbers):
        raise QuestionError(
            N_("{seed} has passages #1 to #{last}; {ref!r} is none of them")
            if len(numbers) > 1
            else N_("{seed} has one passage, #1; {ref!r} is none"),
            seed=name,
            last=len(numbers),
            ref=typed,
        )
    return searcher.passage(numbers[int(number) - 1])


def _id_of(searcher: Searcher, name: str) -> str | None:
    """Return the id of a document by its name in any case, the very one first; what is before a "/" may be left out.

    Where several end alike, none of them is meant.
    """
    if name in searcher.numbers_by_document:
        return name
    folded, every = name.casefold(), searcher.numbers_by_document
    found = next((each for each in every if each.casefold() == folded), None)
    ends = [each for each in every if each.rpartition("/")[2].casefold() == folded] if found is None else []
    return ends[0] if len(ends) == 1 else found


def summarise(searcher: Searcher, document: str) -> DocumentSummary:
    """Sum a document up, by its name or by that of one of its passages; reads all its passages.

    Raises:
        QuestionError: there is no such document.
    """
    first = passage_by_ref(searcher, document.partition("#")[0])
    passages = searcher.engine.passages(searcher.numbers_by_document[first.document])
    hedges = Counter(hedge.reason for passage in passages for hedge in passage.hedges)
    return DocumentSummary(
        first=first,
        last=passages[-1],
        hedges=dict(hedges.most_common()),
        sources=tuple((passage.ref, citation) for passage in passages for citation in passage.citations),
        headings=tuple(_headings(passages)),
        caveat_refs=tuple(_ref_at(passages, caveat.start) for caveat in first.caveats),
    )


def _headings(passages: Iterable[Passage]) -> Iterator[str]:
    known = dict.fromkeys(passage.heading for passage in passages if passage.heading)
    yield from list(known)[:MOST_HEADINGS]


def _ref_at(passages: Iterable[Passage], start: int | None) -> str | None:
    """Return the reference of the passage that an offset in the document's text lies in, None where none has it."""
    if start is None:
        return None
    return next((passage.ref for passage in passages if passage.start <= start < passage.end), None)
