"""Our words in the reader's language: looked up in catalogues, English where they lack something."""

import asyncio
import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.wording import i18n
from bot.wording.i18n import (
    gettext,
    interface_language,
    language,
    language_of,
    ngettext,
    pgettext,
    said,
    speak,
    speaking,
    terminal_language,
)
from index.messages import Sentence, sentence_from_json, to_json

CATALOGUE = """
msgid ""
msgstr ""
"Language: de\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Next"
msgstr "Weiter"

msgctxt "command"
msgid "Next"
msgstr "weiter"

msgid "{count} page"
msgid_plural "{count} pages"
msgstr[0] "{count} Seite"
msgstr[1] "{count} Seiten"

msgid "page {number}"
msgstr "Seite {nummer}"

msgid "page {number}: {why}"
msgstr "Seite {number}: {why}"

msgid "of {parts}"
msgstr "von {parts"

#, fuzzy
msgid "Guess"
msgstr "Rate mal"
"""


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A German catalogue in place of the shipped one, spoken in the test."""
    path = tmp_path / "de.po"
    path.write_text(CATALOGUE, "utf-8")
    monkeypatch.setattr(i18n, "catalogue_file", lambda _: path)
    i18n._catalogue.cache_clear()
    with speaking("de"):
        yield path
    i18n._catalogue.cache_clear()


@pytest.mark.usefixtures("german")
def test_templates_are_shown_in_the_language_spoken() -> None:
    """By themselves, by number, and by what they mean where."""
    shown = (gettext("Next"), pgettext("command", "Next"), ngettext("{count} page", "{count} pages", 3))

    assert ("Weiter", "weiter", "{count} Seiten") == shown


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("template", ["Unheard of", "Guess", "page {number}", "of {parts}", ""])
def test_what_a_catalogue_lacks_or_gets_wrong_is_english(template: str) -> None:
    """Missing, fuzzy, with a name that nothing fills in, with an open brace, empty."""
    assert template == gettext(template)


@pytest.mark.parametrize("content", [b"", b"\xff", b'msgid "Next" "Weiter"', b'"Plural-Forms: nplurals=x;\\n"'])
def test_a_broken_catalogue_breaks_no_answer(german: Path, content: bytes) -> None:
    """English is shown instead."""
    german.write_bytes(content)

    assert "Next" == gettext("Next")


def test_a_missing_catalogue_breaks_no_answer(german: Path) -> None:
    """English is shown instead."""
    german.unlink()

    assert "Next" == gettext("Next")


@pytest.mark.usefixtures("german")
def test_english_needs_no_catalogue() -> None:
    """Inside another language too, and only there."""
    with speaking("en"):
        inside = gettext("Next")

    assert ("Next", "Weiter") == (inside, gettext("Next"))


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("de", "de"), ("de_AT.UTF-8", "de"), ("es-419", "es"), ("TR", "tr"), ("fr", "en"), ("C", "en"), ("", "en")],
)
def test_a_tag_means_one_of_our_languages(tag: str, expected: str) -> None:
    """By its first part; what we do not speak is English."""
    assert expected == language_of(tag)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "ru_RU"}, "ru"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "fr:es_MX:tr"}, "es"),
        ({"LANG": "", "LANGUAGE": ""}, "en"),
        ({}, "en"),
    ],
)
def test_a_terminal_asks_for_a_language_as_gettext_has_it(environ: dict[str, str], expected: str) -> None:
    """The first variable that is set, and of its list the first language that we speak."""
    assert expected == terminal_language(environ)


def test_a_setting_comes_before_a_locale() -> None:
    """A server may say which language it is spoken to."""
    assert ("ru", "de") == (interface_language("de", "ru"), interface_language("de"))


@pytest.mark.asyncio
async def test_each_task_speaks_its_own_language() -> None:
    """What one is asked does not change what another hears."""

    async def heard(tag: str, meeting: asyncio.Barrier) -> str:
        speak(tag)
        await meeting.wait()
        return await asyncio.to_thread(language)

    meeting = asyncio.Barrier(3)
    said = await asyncio.gather(*(heard(tag, meeting) for tag in ("de", "ru", "xx")))

    assert (["de", "ru", "en"], "en") == (said, language())


def test_english_brings_no_babel() -> None:
    """Start-up and a question in English stay as light as they were."""
    code = "import sys, bot.gateway.client, bot.terminal.cli; from bot.wording.i18n import gettext; gettext('x'); "
    code += "print('babel' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "False" == done.stdout.strip()


@pytest.mark.usefixtures("german")
def test_a_sentence_of_the_library_is_said_with_the_sentences_it_is_made_of() -> None:
    """By its template and the templates inside, also after it went to another process; English is kept beside."""
    sent = pickle.loads(pickle.dumps(Sentence("page {number}: {why}", number=3, why=Sentence("Next"))))

    assert ("page 3: Next", "Seite 3: Weiter", "Weiter") == (str(sent), said(sent), said("Next"))


@pytest.mark.usefixtures("german")
def test_a_sentence_can_be_kept_as_json_and_said_later() -> None:
    """Alone and inside other values, with what it is made of; values that JSON lacks become their words."""
    sentence = Sentence("page {number}: {why}", number=Path("3"), why=Sentence("Next"))

    (kept,) = json.loads(json.dumps(to_json({"warnings": (sentence,)})))["warnings"]

    assert ("page 3: Next", "Seite 3: Weiter") == (sentence_from_json(kept), said(sentence_from_json(kept)))
    assert {"a": ["Next", 3, None]} == to_json({"a": ("Next", 3, None)})


@pytest.mark.parametrize("stored", [{}, {"template": "{}", "data": {"a": 1}}, {"template": "{a", "data": {"a": 1}}])
def test_what_is_no_sentence_is_an_error(stored: object) -> None:
    """A damaged manifest is rebuilt; it must not become another error."""
    with pytest.raises((LookupError, ValueError)):
        sentence_from_json(stored)
