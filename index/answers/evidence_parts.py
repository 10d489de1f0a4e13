"""The parts of evidence: what may speak for a passage as an answer or against it, each a number of its own.

A new part is a function here and a line in `PARTS`; it counts where a weight set of evidence.py gives it a weight.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from index.answers.matching import HeldPassage
from index.questions.asked import asked_for as find_asked
from index.questions.asked import asks_number, asks_which_way, has_number, is_need, is_open
from index.questions.asking import may_ask
from index.sentences.opposites import is_negated, negates, opposites_of, small_words_with_opposites

PROXIMITY_TERMS = 16  # words of a sentence or two, stop words left out
NOUNS_IN_CAPITALS = frozenset({"de", "lb"})  # languages in which a capital letter does not make a name
NEIGHBOURS = 15  # passages before and after, in the same document
ALONE_SHARE = 0.2  # of its own share, where a document has but one passage
LOOKED_AT = 50  # passages of the best scores; what answers has never been seen below rank 20
SMALL_CORPUS = 20  # passages
SMALLEST_CORPUS = math.log(2)  # the most that `small_corpus` comes to
HARDLY = 0.05  # of what the parts about small corpora count for in the smallest
AFAR = 0.5  # of what a number that is lacking counts for, where it stands away from what is asked of it
PAIR = 2  # things of which a question is asked; what is missing of more may be how it is put
TOPIC_ADJACENCY = 0.2  # share of a topic's information in neighbouring words, from which a passage speaks of all of it
SCATTERED, TOGETHER = 0.55, 0.65  # proximity up to which a topic is wholly scattered, and from which it is not

Part = Callable[[HeldPassage], float]


def proximity(match: HeldPassage) -> float:
    """Return the most of the question's information that stands within a sentence or two, 0 to 1.

    What heading and title say counts everywhere.
    """
    worths, stands, best, above = list[float](), list[tuple[int, int]](), 0.0, 0.0
    for which, each in enumerate(match.concepts):
        worths.append(each.information.worth * each.credit)
        if each.above:
            above += worths[which]
        else:
            stands += [(at, which) for at in each.positions]
    stands.sort()
    for together in _together(stands):
        best = max(best, sum(map(worths.__getitem__, together)))
    return (best + above) / match.coverage.worth


def _together(stands: Sequence[tuple[int, int]]) -> Iterator[set[int]]:
    """Yield which concepts stand within so many terms of a place where one does, where more do than before."""
    reached = 0
    for start, (first, _) in enumerate(stands):
        end = bisect_right(stands, (first + PROXIMITY_TERMS, math.inf), reached)
        if end > reached:
            yield {which for _, which in stands[start:end]}
            reached = end


def surprisal(match: HeldPassage) -> float:
    """Return how unlikely it is (in nats) that one of so many passages holds as much by chance."""
    held = sum(each.information.surprisal * each.credit for each in match.concepts)
    return held - math.log(match.corpus_size)


def missing(match: HeldPassage) -> float:
    """Return the information (idf, in nats) of what the passage lacks."""
    return sum(each.information.idf * (1 - each.credit) for each in match.concepts)


def adjacency(match: HeldPassage) -> float:
    """Return the share of the question's information in neighbouring words that are neighbours here too, 0 to 1."""
    kept = sum(min(one.information.idf, other.information.idf) for one, other in match.neighbours)
    return kept / match.coverage.idf


def scattered_topic(match: HeldPassage) -> float:
    """Return how scattered a topic's words are, 0 to 1: of which nothing is asked, as in "granite quarry".

    It is 1 where no two neighbouring words of it are neighbours here; less where some are, and 0 where a fifth of its
    information is in such words, or two thirds within a sentence or two; where a question is asked, or a task or a need
    is told. It is less, too, among few passages, in which words hardly ever meet by chance.
    """
    if not _is_topic(match):
        return 0.0
    apart = max(0.0, 1 - adjacency(match) / TOPIC_ADJACENCY) * (1 - small_corpus(match) / SMALLEST_CORPUS)
    return apart and apart * min(1.0, max(0.0, (TOGETHER - proximity(match)) / (TOGETHER - SCATTERED)))


def _is_topic(match: HeldPassage) -> bool:
    """Tell whether several words name what is looked for, where nothing is asked of it."""
    question, languages = match.coverage.question, match.languages
    return len(match.concepts) > 1 and not may_ask(question, languages) and not is_need(question, languages)


def names(match: HeldPassage) -> float:
    """Return 1 where the question names somebody or something that the passage lacks, else 0.

    Capitals tell nothing where every word of the question begins with one, nor at its beginning.
    """
    question = match.coverage.question
    if match.language in NOUNS_IN_CAPITALS or question.istitle() or question.isupper():
        return 0.0
    return float(any(each.start and each.words[0].isupper() for each in match.lacking))


def asked_for(match: HeldPassage) -> float:
    """Return 1 where the passage lacks what the question asks for: soldiers, where it asks how many there are.

    It counts for less the more passages there are: among many, one that holds all but what is asked for is rare anyway.
    """
    few = _among_few(match.corpus_size)
    lacking = few and [each.concept for each in match.concepts if not each.is_held]
    if not lacking:
        return 0.0
    asked = find_asked(match.coverage.question, [each.concept for each in match.concepts], match.languages)
    return few * any(concept is asked for concept in lacking)


def number(match: HeldPassage) -> float:
    """Return 1 where a number is asked for, and no sentence with a word of the question has one; scaled likewise."""
    few = _among_few(match.corpus_size)
    if not few or not asks_number(match.coverage.question, match.language):
        return 0.0
    return few * (not any(has_number(each, match.language) for each in match.sentences))


def half_missing(match: HeldPassage) -> float:
    """Return 1 where one or two things are asked about, not for yes or no, and one is lacking; scaled likewise."""
    few = _among_few(match.corpus_size)
    if not few or len(match.concepts) > PAIR or all(each.is_held for each in match.concepts):
        return 0.0
    return few * is_open(match.coverage.question, match.languages)


@lru_cache(maxsize=16)
def _among_few(corpus_size: int) -> float:
    """Return how few passages there are, 0 to 1; 0 where they are so many that it would hardly count."""
    share = _smallness(corpus_size) / SMALLEST_CORPUS
    return share if share > HARDLY else 0.0


def context(match: HeldPassage) -> float:
    """Return the share of the question's information that the passages around it hold, on average, 0 to 1.

    Those of no high score count as holding nothing.
    """
    coverage, passage = match.coverage, match.passage
    number, shares = int(coverage.numbers[match.column]), coverage.shares
    before, after = min(NEIGHBOURS, passage.number - 1), min(NEIGHBOURS, passage.of - passage.number)
    if not before + after:
        return ALONE_SHARE * float(shares[match.column])
    first, last = number - before, number + after
    numbers = coverage.numbers[:LOOKED_AT].tolist()
    around = [column for column, each in enumerate(numbers) if first <= each <= last and each != number]
    return sum(shares[around].tolist()) / (before + after) if around else 0.0


def small_corpus(match: HeldPassage) -> float:
    """Return how few passages there are, 0 to log 2; who asks a handful knows what they are about."""
    return _smallness(match.corpus_size)


@lru_cache(maxsize=16)
def _smallness(corpus_size: int) -> float:
    return math.log1p(SMALL_CORPUS / max(SMALL_CORPUS, corpus_size))


def negation(match: HeldPassage) -> float:
    """Return 1 where an open question is negated and the sentence nearest to it is not: who did not sign, where all do.

    Whoever asks why not, or whether not, mostly knows that it is so, and may be told in other words.
    """
    question = match.coverage.question
    if not is_negated(question, match.language) or not is_open(question, match.languages):
        return 0.0
    return float(not negates(match.nearest, match.language))


def opposite(match: HeldPassage) -> float:
    """Return 1 where the passage lacks a word of the question, and the sentence nearest to it has its opposite.

    Who asks whether something is so, or how long it stays so, is answered by the opposite too.
    """
    question, language = match.coverage.question, match.language
    small = [each for each in small_words_with_opposites(question, language) if not match.holds_word(each)]
    lacking = [*small, *(term for each in match.lacking for term in each.terms)]
    if not lacking or asks_which_way(question, language):
        return 0.0
    opposites = frozenset[str]().union(*(opposites_of(each, language) for each in lacking))
    stands = match.holds_any(opposites) or (bool(small) and any(map(match.holds_word, opposites)))
    return float(stands and match.is_near(opposites))


def figures(match: HeldPassage) -> float:
    """Return 1 where the question has a number, such as a year, that the passage lacks; half where it stands afar.

    That is in another sentence than the one nearest to the question.
    """
    asked = [each for each in match.concepts if _is_figure(each.concept.words)]
    if not asked:
        return 0.0
    if not all(each.credit for each in asked):
        return 1.0
    return AFAR * any(not each.above and not match.is_nearest(each.concept) for each in asked)


def _is_figure(words: str) -> bool:
    return any(map(str.isdigit, words))


def rarest(match: HeldPassage) -> float:
    """Return the information (idf, in nats) of the rarest word that the passage lacks."""
    return max((each.information.idf * (1 - each.credit) for each in match.concepts), default=0.0)


PARTS: Mapping[str, Part] = {
    part.__name__: part
    for part in (
        proximity,
        surprisal,
        missing,
        adjacency,
        scattered_topic,
        names,
        asked_for,
        number,
        half_missing,
        context,
        small_corpus,
        negation,
        opposite,
        figures,
        rarest,
    )
}
