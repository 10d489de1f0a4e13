"""Every word that a person reads comes from the catalogues: no module but those of wording holds any."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import bot
from tests.bot.literals import Found, literals

ROOT = Path(bot.__file__ or "").parent
# What only operators read, in English (see ARCHITECTURE.md, "Whose language").
OPERATORS = (
    *("terminal/cli*.py", "terminal/process.py", "terminal/doctor/*.py", "terminal/reports.py", "store/**/*.py"),
    *("config/*.py", "gateway/run.py", "gateway/shards.py", "gateway/worker.py"),
    "gateway/wrong_clocks.py",
    *("gateway/monitoring.py", "health/*.py"),
    *("web/site.py", "web/serving.py", "web/server.py", "web/feeds.py"),  # and what browsers and crawlers read
)
# Modules of wording that look words up and hold none.
WITHOUT_WORDS = {"accounts.py", "citing.py", "errors.py", "i18n.py"}
# Literals that look like words and are none for a person, or for operators only; wherever they stand.
ALLOWED = {
    *("English", "Deutsch", "Español", "Русский", "Türkçe"),  # each language by its own name
    *(
        "attachment://",
        "https://discord.com/channels/",
        ":more:",
        "seeds add",
        ".po",
        ".png",
        "Similarity",
        "caveat-",
        ".tmp-",
        "seeds-",
        "-of-",
        ".zip",
    ),  # addresses, names
    *("bold yellow", "red strike", "query-id\tcorpus-id\tscore", "Callable[[], View]"),  # what programs read
    *("BibTeX", "CreativeWork", "Person", "Quotation", "datePublished", "inLanguage", "isPartOf"),  # schema.org
    *(".html", "static/", "?from=", "mailto:"),  # in addresses of the reading room
    *("text/html; charset=utf-8", "text/css; charset=utf-8", "text/javascript; charset=utf-8"),
    *("application/xml; charset=utf-8", "text/plain; charset=utf-8"),
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'",
    "Source: ",  # how seeds begin a citation
    *("CaveatBot", "gzip, deflate", "text/html, application/xhtml+xml, */*;q=0.5"),  # what servers read
    *(".md", "message-", " (webhook)", " (app)"),  # a message's file, and what is added to a program's name in it
    " UTC",  # the same in all languages
    *("the system", "an internal error (", "); run again with --debug to see where"),  # on a terminal
    "a seed of this name is already there; remove it first or rename the file",  # `seeds add` on a terminal
    *(", status ", ", code "),  # in the log
}


def modules() -> Iterator[Path]:
    """Yield every module that may hold no words."""
    exempt = {path for pattern in OPERATORS for path in ROOT.glob(pattern)}
    exempt |= {path for path in ROOT.glob("wording/**/*.py") if path.name not in WITHOUT_WORDS}
    yield from sorted(set(ROOT.rglob("*.py")) - exempt)


def found() -> Iterator[tuple[Path, Found]]:
    """Yield every literal that looks like words, with its module."""
    yield from ((path.relative_to(ROOT), each) for path in modules() for each in literals(path.read_text("utf-8")))


def test_no_module_holds_words_for_people() -> None:
    """Words are constants of the wording modules, marked for the catalogues and shown through them."""
    wrong = [f"{path}, line {each.line}: {each.words!r}" for path, each in found() if each.words not in ALLOWED]

    assert [] == wrong


def test_nothing_is_allowed_that_is_not_there() -> None:
    """The list of exceptions shrinks with the code."""
    assert set() == ALLOWED - {each.words for _, each in found()}


@pytest.mark.parametrize(
    "line",
    [
        'THANKS = "Thank you"',
        'THANKS = "Danke"',
        'who = name or "somebody else"',
        'f"{count} passages"',
        'f"seeds: {count}"',
        'cards.note("thanks")',
        'cards.note("NO")',
        'ui.Button(label="Next")',
        'raise QuestionError("ask again")',
        'TITLES = {"seed": "The seed"}',
        'def f(word: str = "Any word"): pass',
        'x = "über"',
    ],
)
def test_words_are_found(line: str) -> None:
    """As a constant, a default, a part of a text, an argument; capitals, spaces and letters beyond ASCII show them."""
    assert 1 == len(literals(line))


@pytest.mark.parametrize(
    "line",
    [
        '"""What this is for."""',
        'def f():\n    """Do it."""',
        'log.info("ready: %d servers", 3)',
        'THANKS = N_("Thank you")',
        'raise RuntimeError("asked too early")',
        'kind = "seed"',
        'KEY = "LC_ALL"',
        'id = f"c1:{action}"',
        '@app_commands.command(name="ask", description="Answer a question")\ndef ask(): pass',
        'class Seeds(commands.GroupCog, name="seeds", description="Own seeds"): pass',
        'PATTERN = re.compile("The [A-Z]+ text")',
        'def f(bot: "Caveat Bot") -> "Some Type": pass',
        'when = f"{at:%d of %B}"',
    ],
)
def test_what_is_no_word_for_people_is_left_alone(line: str) -> None:
    """Docstrings, the log, marked constants, bugs, keys, ids, commands, patterns, types, formats."""
    assert [] == literals(line)
