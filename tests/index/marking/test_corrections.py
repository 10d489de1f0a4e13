"""Corrections: told from news, dated, first among the caveats, and marked where a passage says what they correct."""

import pytest

from index.building.batches import passages_of
from index.marking.caveats import find_caveats
from index.marking.corrections import corrected_words
from index.settings import PassageSize
from tests.index.marking.test_caveats import document, texts

PRESS = ("The press came in 1931.", "It weighs a ton.")


@pytest.mark.parametrize(
    ("label", "date"),
    [
        ("Correction (3 May 2021):", "2021-05-03"),
        ("CORRECTION:", None),
        ("**Correction, May 3, 2021:**", "2021-05-03"),
        ("Erratum -", ""),
        ("Author's correction of June 2020:", "2020-06"),
        ("Retraction, 2019:", "2019"),
        ("Second correction (2021-05-03):", "2021-05-03"),
        ("Correction fluid dries slowly:", ""),
    ],
)
def test_labels_and_dates(label: str, date: str | None) -> None:
    """A label with its date makes a correction; what only begins like one makes none."""
    found = find_caveats(document(*PRESS, f"{label} it weighs two."))

    assert [(each.kind, each.date) for each in found] == ([] if date == "" else [("correction", date)])


def test_corrections_come_first() -> None:
    """Before the author's other caveats, wherever they stand."""
    found = find_caveats(document("I'm no printer.", *PRESS, "Correction: it weighs two."))

    assert [(each.kind, each.text) for each in found] == [
        ("correction", "Correction: it weighs two."),
        ("caveat", "I'm no printer."),
    ]


def test_a_status_is_of_its_own_kind() -> None:
    """How finished a text is, is neither a caution nor a correction."""
    (found,) = find_caveats(document("Status: draft", *PRESS))

    assert ("status", "Status: draft") == (found.kind, found.text)


@pytest.mark.parametrize(
    ("language", "caveat"),
    [
        ("de", "Korrektur vom 3. Mai 2021: Es war 1932, nicht 1931."),
        ("de", "Nachtrag: Das meiste hier hat sich als falsch erwiesen."),
        ("de", "Hinter diesem Beitrag stehe ich nicht mehr."),
        ("de", "Berichtigung: Die Presse wiegt zwei Tonnen."),
        ("es", "Corrección (2021): pesa dos toneladas."),
        ("ru", "Исправление: она весит две тонны."),
    ],
)
def test_other_languages(language: str, caveat: str) -> None:
    """German is complete, Spanish and Russian know their labels."""
    found = find_caveats(document("Die Presse kam 1931.", "Sie wiegt eine Tonne.", caveat, language=language))

    assert [("correction", caveat)] == [(each.kind, each.text) for each in found]


@pytest.mark.parametrize(
    ("note", "kinds"),
    [
        ("~~It came in 1988.~~ I misread the deed.", ["correction"]),
        ("~~It came in 1988.~~ It came by boat.", []),
        ("Oops: the table had both weights swapped.", ["correction"]),
        ("Oops, the cat sat on it.", []),
        ("What I wrote here about `press` is plain wrong.", ["correction"]),
        ("What the clerk wrote about it is plain wrong.", []),
        ("Ignore everything below.", ["correction"]),
        ("Ignore the noise.", []),
    ],
)
def test_faults_admitted_in_other_ways(note: str, kinds: list[str]) -> None:
    """Beside words struck out, behind "oops", of what was written here; what is told of others is none."""
    found = find_caveats(document(PRESS[0], note, *PRESS, language="en"))

    assert [each.kind for each in found] == kinds


def test_german_news_correct_nothing() -> None:
    """An addition that admits no fault is none."""
    made = document("Die Presse kam 1931.", "Nachtrag: Das Museum hat jetzt sonntags offen.", language="de")

    assert find_caveats(made) == ()


@pytest.mark.parametrize(
    ("correction", "words"),
    [
        ("It came in 1986, not in 1988.", ("1988",)),
        ("It was Tom Baker, not Ann Pike, who sold it.", ("Ann Pike",)),
        ("They ground oats, not barley.", ("barley",)),
        ("1,200 should read 12,000.", ("1,200",)),
        ("For oak read ash.", ("oak",)),
        ("I wrote 1988; it was 1986.", ("1988",)),
        ("The third ledger instead of “the second ledger”.", ("the second ledger",)),
        ("It is not true.", ()),
        ("I got the date wrong.", ()),
    ],
)
def test_what_a_correction_names_as_wrong(correction: str, words: tuple[str, ...]) -> None:
    """Figures, names and words that it puts right; nothing where it names none."""
    assert corrected_words(correction, "en") == words


@pytest.mark.parametrize(
    ("passage", "correction", "marked"),
    [
        ("The press has 2 rollers.", "Correction: the press has 3 rollers, not 2.", ["2"]),
        ("Page 2 is blank.", "Correction: the press has 3 rollers, not 2.", []),
        ("Ink was dear (Lund 1988).", "Correction: it came in 1986, not in 1988.", []),
        ("Ink was dear [Lund, 1988, p. 4].", "Correction: it came in 1986, not in 1988.", []),
        ("It stood here in 1988.", "Correction: it came in 1986, not in 1988.", ["1988"]),
        ("It came early (in 1988).", "Correction: it came in 1986, not in 1988.", ["1988"]),
    ],
)
def test_common_figures_are_marked_only_where_they_are_meant(passage: str, correction: str, marked: list[str]) -> None:
    """A small one, or the year of a source, stands for something else in most places."""
    found = passages_of(document(passage, "x " * 700, correction, language="en"), PassageSize())[0]

    assert marked == [found.text[each.start : each.end] for each in found.corrected]


def test_a_passage_is_marked_where_it_says_what_was_corrected() -> None:
    """Only there, as a whole figure, and not in the correction itself."""
    made = document("It came in 1988, at no. 19881.", "x " * 700, "Correction: it came in 1986, not in 1988.")

    passages = passages_of(made, PassageSize())

    marked = [[each.text[mark.start : mark.end] for mark in each.corrected] for each in passages]
    assert marked[0] == ["1988"]
    assert not any(marked[1:])
    assert passages[0].corrected[0].caveat == texts(passages[0].caveats)[0]
