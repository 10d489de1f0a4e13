"""Other ways to write a word: each finds the others, in both directions."""

from collections.abc import Sequence

import pytest

from index.answers.answer import ask
from index.building.build import BuildSettings
from index.engines.library import Searcher
from index.evaluation.collection import Row, RowPart

NOTES = (
    "The scheduler was written in C++ by the night crew.",
    "The old scheduler was plain C, and nobody dared to touch it.",
    "The web pages run on Node.js behind a small proxy.",
    "The payroll report was ported to .NET by a contractor.",
    "A fishing net hangs over the door of the canteen.",
    "Half the R&D budget went to the tunnel.",
    "The kiln is fired at 1100 °C for nine hours.",
    "The B-52 model hangs from the ceiling.",
    "The T34 model stands by the gate.",
    "An X-ray of the violin showed two repairs.",
    "The pump weighs 35 kg and moves 3.5 litres each stroke.",
    "Attendance reached 12,500 in the first summer.",
    "The post-war extension was a nonprofit venture.",
    "Two wolves were seen near the shed, and the thieves fled.",
    "Doors close at 5 pm in winter.",
    "Prices rose twice that spring.",
    "The lorry takes 15W-40 oil, and the MiG-21's wing hangs in the organization's hall.",
    "The anonymous letter came from Wikipedia.org, said the clerk.",
)
BERICHT = (
    "Im ersten Jahr wurden 18'400 Laibe Brot verkauft.",
    "Der Ofen wiegt 1.250 Kilogramm und steht im Keller.",
    "Die Miete beträgt 12,75 Euro je Quadratmeter.",
    "Rund 1275 Mitglieder kamen zur Versammlung im Mai.",
    "Das Fest kostete 1 250 000 Euro, sagt der Kassierer.",
    "Die Bäckerin schrieb ein Buch über Sauerteig.",
    "Der Vorstand ging im Herbst in den Ruhestand.",
    "Die Bücher lagen noch in der alten Mühle.",
    "Der Brunnen liefert bis heute Wasser.",
)


def searcher_over(texts: Sequence[str]) -> Searcher:
    """Search texts as rows, their language detected."""
    rows = [Row(str(number), "", text) for number, text in enumerate(texts)]
    return Searcher([RowPart(rows, BuildSettings())])


@pytest.fixture(scope="module")
def notes() -> Searcher:
    """English notes, in which each word is written in one way."""
    return searcher_over(NOTES)


@pytest.fixture(scope="module")
def bericht() -> Searcher:
    """A German report with numbers as Germans write them."""
    return searcher_over(BERICHT)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What is C++ used for?", NOTES[0]),
        ("What was cpp used for?", NOTES[0]),
        ("What about C?", NOTES[1]),
        ("what runs on nodejs?", NOTES[2]),
        ("what runs on node js", NOTES[2]),
        ("what is on Node?", NOTES[2]),
        ("a dotnet report", NOTES[3]),
        ("What about the net?", NOTES[4]),
        ("the R & D budget", NOTES[5]),
        ("research and development budget", NOTES[5]),
        ("What is fired at 1100 degrees celsius?", NOTES[6]),
        ("b52 model", NOTES[7]),
        ("the B 52", NOTES[7]),
        ("t-34 model", NOTES[8]),
        ("T 34", NOTES[8]),
        ("xray of the violin", NOTES[9]),
        ("What weighs 35kg?", NOTES[10]),
        ("3,5 litres", NOTES[10]),
        ("12500 attendance", NOTES[11]),
        ("12.500 attendance", NOTES[11]),
        ("12'500 attendance", NOTES[11]),
        ("12 500 attendance", NOTES[11]),
        ("postwar extension", NOTES[12]),
        ("non-profit venture", NOTES[12]),
        ("Was there a wolf?", NOTES[13]),
        ("Who is the thief?", NOTES[13]),
        ("close at 5pm", NOTES[14]),
        ("When did prices rise?", NOTES[15]),
        ("15w40 oil", NOTES[16]),
        ("the mig21", NOTES[16]),
        ("hall of the organisation", NOTES[16]),
        ("wikipedia", NOTES[17]),
    ],
)
def test_each_way_to_write_a_word_finds_the_others(notes: Searcher, question: str, text: str) -> None:
    """Signs, hyphens, units, thousands and irregular forms."""
    assert text == ask(notes, question).hits[0].passage.text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("18400 Laibe", BERICHT[0]),
        ("18.400 Laibe", BERICHT[0]),
        ("18 400 Laibe", BERICHT[0]),
        ("1,250 Kilogramm", BERICHT[1]),  # as an American types it
        ("1250 Kilogramm", BERICHT[1]),
        ("12.75 Euro", BERICHT[2]),
        ("1.275 Mitglieder", BERICHT[3]),
        ("1250000 Euro", BERICHT[4]),
        ("Wer schreibt ein Buch?", BERICHT[5]),
        ("Wo lag das Buch?", BERICHT[7]),
        ("Wer geht in den Ruhestand?", BERICHT[6]),
    ],
)
def test_a_number_is_found_however_the_question_writes_it(bericht: Searcher, question: str, text: str) -> None:
    """Seeds are read by their language, a question in both readings."""
    answer = ask(bericht, question)

    assert text == (answer.hits or answer.misses)[0].passage.text


@pytest.mark.parametrize(
    "question", ["What is C#?", "What is F?", "What was 35.5?", "Who is B-17?", "What is the T-72?"]
)
def test_another_name_is_not_found(notes: Searcher, question: str) -> None:
    """A letter, a number or a sign that differs makes another name."""
    assert () == ask(notes, question).hits
