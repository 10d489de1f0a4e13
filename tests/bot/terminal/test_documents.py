"""Questions about a document itself on the command line and in the local chat."""

from pathlib import Path

import jsonschema
import pytest

from tests.bot.terminal.commands import caveat, printed_json
from tests.conftest import write_seeds

TIDES = (
    "---\ntitle: Notes on Tides\nauthor: Mira Holt\n---\n\nTake all of this with a grain of salt.\n\n"
    "The bay fills twice a day. Source: https://example.org/moon\n"
)
ZINC = "---\ntitle: Zinc in the Valley\nauthor: Jon Berg\n---\n\nThe zinc miners left the valley in 1911.\n"
DOCUMENT = {
    "type": "object",
    "required": [
        "seed", "document", "title", "author", "published", "source", "caveats", "sources", "hedges", "passages",
        "about",
    ],
    "properties": {
        "caveats": {"type": "array", "items": {"type": "object", "required": ["text", "by", "ref"]}},
        "sources": {"type": "array", "items": {"type": "object", "required": ["ref", "text"]}},
        "hedges": {"type": "object"},
        "passages": {"type": "integer", "minimum": 1},
        "about": {"type": "array", "items": {"type": "string"}, "minItems": 1},
    },
}  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with two documents."""
    write_seeds(tmp_path / "seeds", {"tides.md": TIDES, "zinc.md": ZINC})
    return tmp_path


def test_a_named_document_in_json(home: Path) -> None:
    """In the documented shape, with exit code 0."""
    done = caveat(home, "ask", "Can I trust the notes on tides?", "--json")
    printed = printed_json(done)

    jsonschema.validate(printed["documents"], {"type": "array", "items": DOCUMENT, "minItems": 1})
    assert (0, True, []) == (done.returncode, printed["answered"], printed["passages"])
    assert ["tides"] == [each["document"] for each in printed["documents"]]


def test_the_terminal_asks_which_is_meant(home: Path) -> None:
    """It answers nothing, so the exit code is 1."""
    done = caveat(home, "ask", "Who wrote this?")

    assert 1 == done.returncode
    assert "Which document do you mean?" in done.stdout
    assert "[tides]" in done.stdout


def test_in_the_chat_the_passage_that_was_shown_is_meant(home: Path) -> None:
    """As on a card that is replied to."""
    done = caveat(home, "chat", stdin="When did the zinc miners leave?\nWho wrote this?\n")

    assert "[About the document itself · zinc]" in done.stdout
