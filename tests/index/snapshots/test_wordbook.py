"""The book of words: what a dict and a list of near words would say, without reading all of it."""

from hypothesis import given
from hypothesis import strategies as st

from index.snapshots.wordbook import WordBook, pack
from index.text.characters import fold
from index.text.spelling import JointSpeller, Speller

ALPHABETS = ("abcefghjkoqstuvwy", "арменияеё", "٠١٢abc123", "北京上海", "ก็ไบจา")
WORDS = st.one_of([st.text(alphabet, min_size=1, max_size=12) for alphabet in ALPHABETS]).map(fold).filter(bool)


@given(st.dictionaries(WORDS, WORDS, max_size=40), WORDS)
def test_a_book_holds_what_was_packed(words: dict[str, str], other: str) -> None:
    """Every word has its term, no other word is there, and none is counted twice."""
    book = WordBook(pack(words))

    assert words == dict(book)
    assert len(words) == len(book)
    assert words.get(other) == book.get(other)
    assert {word: book[word] for word in words} == words


@given(st.sets(WORDS, max_size=60), WORDS)
def test_near_words_of_a_book_are_those_of_a_list(words: set[str], typed: str) -> None:
    """Read by groups, the same words are near, equally near, in the same order."""
    book = WordBook(pack({word: word for word in words}))

    assert Speller(words).near(typed, 10) == JointSpeller([book]).near(typed, 10)


def test_a_book_of_no_words_is_empty() -> None:
    """Seeds without a word are no special case."""
    book = WordBook(pack({}))

    assert ({}, False, ([], [])) == (dict(book), "granite" in book, book.sounding("g", 7))


def test_a_book_tells_its_names_with_a_dot() -> None:
    """Words of a seed such as "node.js", of which there are few; no numbers, and no sound of another word."""
    words = ("node.js", "granite", "1.5", "caveat.io", "strasse")

    assert {"node.js", "caveat.io"} == WordBook(pack({word: word for word in words})).dotted
