"""What is printed of a hit, without a process."""

from io import StringIO

from rich.console import Console

from bot.terminal.console import show_hit
from bot.terminal.output import hit_json
from index.answered import Hit
from index.answers.answer import ask
from index.engines.library import Searcher
from index.evaluation.collection import Row, RowPart
from index.settings import BuildSettings

MILL = "The mill stood below the bridge. Ann Lee bought the mill in 1874. Swallows nested in the ruin."
BOUGHT = "Ann Lee bought the mill in 1874."


def hit() -> Hit:
    """Return the hit for a question of which one sentence answers."""
    rows = [Row("0", "", MILL), Row("1", "", "Bread was baked on Fridays."), Row("2", "", "The church has two bells.")]
    return ask(Searcher([RowPart(rows, BuildSettings())]), "When was the mill bought?").hits[0]


def printed(*, is_terminal: bool) -> str:
    """Return what is printed of the hit, with the codes of colours where somebody watches."""
    console = Console(file=StringIO(), force_terminal=is_terminal, width=200, highlight=False)
    show_hit(console, hit(), "strong match", "green")
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_the_sentence_that_answers_stands_below_the_quote_in_a_pipe() -> None:
    """The quote itself stays word for word."""
    lines = printed(is_terminal=False).splitlines()

    assert [f"> {MILL}", f"  ➤ {BOUGHT}"] == lines[2:4]


def test_the_sentence_that_answers_has_a_colour_on_a_terminal() -> None:
    """And nothing else is put into the quote."""
    shown = printed(is_terminal=True)

    assert "\x1b[36m" in shown[shown.index("bridge.") : shown.index("Swallows")]
    assert "➤" not in shown


def test_programs_are_told_where_the_sentence_that_answers_stands() -> None:
    """In characters of the text."""
    told = hit_json(hit())

    assert BOUGHT == told["text"][told["best"]["start"] : told["best"]["end"]]
    assert hit_json(Hit(1, hit().passage, 0.0, ()))["best"] is None
