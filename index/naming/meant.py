"""Whose words a question asks for, held against the seeds: by an author, in a seed of a title, of somebody quoted.

What is found is narrowed to those; statistics and scores stay the whole library's. A name counts as one only where the
question asks for somebody's words ("According to Holt, …"): in "What is Bayes' theorem?" it is a word like any other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from index.engines.library import Searcher
from index.engines.narrowed import ChosenSearcher, NarrowedSearcher
from index.model import Passage
from index.named import Named
from index.naming.authors import authors_named, authors_nearly_named
from index.naming.mentions import Mention, read_mentions
from index.naming.persons import TypedName, is_named, read_name
from index.naming.titles import titled, titles_in
from index.questions.query import read_question
from index.text.frequency import is_common, zipf
from index.text.wordlists import load_data

LOOKED_AT: Final = 200  # of the best passages, among which speakers are looked for
MOST_SHOWN: Final = 3  # authors of one name
COMMON: Final = 4.5  # on the Zipf scale: words that are hardly a name where they are typed small
NOUNS_IN_CAPITALS: Final = {"de"}
ELSEWHERE: Final = "en"  # whose words are no nouns of those languages
LIKELY: Final = 0.65  # weight of a word that is meant by one misspelt
MENTIONS: Final = 8  # of one question that are looked up


@dataclass(frozen=True, slots=True)
class Meant:
    """Whose words a question asks for.

    Attributes:
        named: who, or which title.
        rest: what is asked without that; all of it where the name stands in the passages, beside what is quoted.
        searcher: finds only what is theirs; everything where nobody knows them.
        is_sure: False where the question may as well be about something of that name: then it counts only where it is
            answered as surely as without it.
    """

    named: Named
    rest: str
    searcher: Searcher
    is_sure: bool = True


def meant_in(question: str, searcher: Searcher) -> Meant | None:
    """Return whose words a question asks for, None where it asks for nobody's; raises as reading passages does."""
    found = islice(read_mentions(question, searcher.languages), MENTIONS)
    mentions = [each for each in found if each.rest.strip("?!. ")]
    ways = (
        _of_authors(mentions, searcher),
        _of_titles(question, mentions, searcher),
        _of_others(question, mentions, searcher),
    )
    return next((meant for way in ways for meant in way), None)


def _of_authors(mentions: Iterable[Mention], searcher: Searcher) -> Iterator[Meant]:
    named = [(mention, read_name(mention.name, mention.language)) for mention in mentions]
    for mention, typed in named:
        if found := authors_named(typed, mention.language, searcher):
            yield _narrowed_to(found, mention, searcher, is_sure=not _is_common(typed, mention.language))
    for mention, typed in named:
        if not _is_known(typed, searcher) and (found := authors_nearly_named(typed, searcher)):
            yield _narrowed_to(found, mention, searcher, is_sure=True)


def _is_common(typed: TypedName, language: str) -> bool:
    """Tell whether a name is typed small, and a common word: "according to custom"."""
    if len(typed.typed) > 1 or not typed.typed[0].islower():
        return False
    return (zipf(typed.typed[0], language) or 0.0) >= COMMON


def _narrowed_to(authors: list[str], mention: Mention, searcher: Searcher, *, is_sure: bool) -> Meant:
    """Narrow to what is by some authors, and to where others quote them on what is asked."""
    from index.naming.quoted import quotations_of  # here, since most questions name nobody

    query = read_question(mention.rest, searcher)
    typed = read_name(mention.name, mention.language)
    quoting = {each.key: each.document for each in quotations_of(typed, mention.language, query, searcher)}
    documents = set(quoting.values())
    wanted = frozenset(authors)
    of_theirs = NarrowedSearcher(
        searcher,
        lambda name: not wanted.isdisjoint(name.authors) or name.document in documents,
        lambda passage: not wanted.isdisjoint(passage.attribution.authors) or passage.key in quoting,
    )
    return Meant(Named("author", ", ".join(authors[:MOST_SHOWN])), mention.rest, of_theirs, is_sure)


def _of_titles(question: str, mentions: Iterable[Mention], searcher: Searcher) -> Iterator[Meant]:
    for mention in mentions:
        if (found := titled(mention.name, searcher)) is not None:
            title, documents = found
            yield Meant(Named("title", title), mention.rest, _within(searcher, documents))
    for each in titles_in(question, searcher):
        yield Meant(Named("title", each.title), each.rest, _within(searcher, each.documents), each.is_marked)


def _within(searcher: Searcher, documents: frozenset[str]) -> Searcher:
    return NarrowedSearcher(searcher, lambda name: name.document in documents)


def _of_others(question: str, mentions: Iterable[Mention], searcher: Searcher) -> Iterator[Meant]:
    """Yield whose words are asked for that are no author's: who speaks in a seed, is quoted in one, or in none."""
    for mention in mentions:
        typed = read_name(mention.name, mention.language)
        if not mention.is_attributing or not typed.words:
            continue
        yield from _of_speaker(typed, mention, searcher)
        yield from _of_quoted(question, typed, mention, searcher)
        if _names_nobody(typed, mention, searcher):
            yield Meant(Named("unknown", " ".join(typed.typed)), mention.rest, searcher)


def _of_speaker(typed: TypedName, mention: Mention, searcher: Searcher) -> Iterator[Meant]:
    """Yield the narrowing to one who speaks in a chat or an interview, where the best passages have one of the name."""
    speakers = dict[str, str]()
    for passage in _best(mention.rest, searcher):
        for author in passage.attribution.authors:
            if is_named(typed, author, mention.language):
                speakers[author] = passage.document
    if speakers:
        documents = frozenset(speakers.values())
        theirs = NarrowedSearcher(
            searcher,
            lambda name: name.document in documents,
            lambda passage: not speakers.keys().isdisjoint(passage.attribution.authors),
        )
        yield Meant(Named("author", ", ".join(list(speakers)[:MOST_SHOWN])), mention.rest, theirs)


def _best(question: str, searcher: Searcher) -> list[Passage]:
    weighted = read_question(question, searcher).weighted_terms()
    numbers, _ = searcher.engine.top(list(weighted), LOOKED_AT, weights=list(weighted.values()))
    return searcher.engine.passages(numbers.tolist())


def _of_quoted(question: str, typed: TypedName, mention: Mention, searcher: Searcher) -> Iterator[Meant]:
    """Yield the narrowing to where somebody is quoted on what is asked; to nothing where it is on something else."""
    from index.naming.quoted import is_quoted, places_of_quoted  # here, as above

    if not typed.looks_like_a_name or not is_quoted(typed, mention.language, searcher):
        return
    query = read_question(mention.rest, searcher)
    theirs = ChosenSearcher(searcher, places_of_quoted(typed, mention.language, query, searcher))
    yield Meant(Named("quoted", " ".join(typed.typed)), question, theirs)


def _names_nobody(typed: TypedName, mention: Mention, searcher: Searcher) -> bool:
    """Tell whether somebody is named whom the seeds do not even mention."""
    if not typed.looks_like_a_name or _is_a_noun(typed, mention.language):
        return False
    return not _is_known(typed, searcher)


def _is_a_noun(typed: TypedName, language: str) -> bool:
    """Tell whether a single word is a kind of source, or a noun of a language that writes all of them with capitals.

    Names are in the word lists of other languages too; such nouns are not: "Laut Protokoll", "laut Goethe".
    """
    from index.marking.names import Names  # here, as above

    if len(typed.typed) > 1:
        return False
    known = Names(load_data("claims.yaml").get(language, {})).any_of("nouns", "papers", "openers", "calendar")
    if not known.isdisjoint(typed.words[0]):
        return True
    if language not in NOUNS_IN_CAPITALS:
        return False
    return is_common(typed.typed[0], language) and not is_common(typed.typed[0], ELSEWHERE)


def _is_known(typed: TypedName, searcher: Searcher) -> bool:
    """Tell whether a passage holds all words of a name, perhaps in another form or misspelt here."""
    terms = [set(_terms_of(forms, word, searcher)) for forms, word in zip(typed.words, typed.typed, strict=True)]
    if not terms or not all(terms):
        return False
    if len(terms) == 1:
        return True
    numbers, _ = searcher.engine.top(sorted(set.union(*terms)), LOOKED_AT)
    held = [{number for term in each for number in _holding(term, numbers.tolist(), searcher)} for each in terms]
    return bool(set.intersection(*held))


def _terms_of(forms: frozenset[str], word: str, searcher: Searcher) -> Iterator[str]:
    """Yield by what a word of a name is found: itself or a form of it, else one that was most likely meant."""
    known = [searcher.words[form] for form in forms if form in searcher.words]
    yield from known
    if not known:
        ways = (way for each in read_question(word, searcher).concepts for way in each.alternatives)
        yield from (
            way.terms[0] for way in ways if way.weight >= LIKELY and not (way.kind == "exact" and word.isascii())
        )


def _holding(term: str, numbers: list[int], searcher: Searcher) -> Iterator[int]:
    counts = searcher.engine.term_frequencies(term, numbers).tolist()
    return (number for number, count in zip(numbers, counts, strict=True) if count)
