"""Our words in the reader's language: looked up in catalogues, English where they lack something."""

import asyncio
import json
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.numbers import format_decimal

from bot.wording import i18n
from bot.wording.i18n import (
    LANGUAGES,
    counted,
    gettext,
    interface_language,
    language,
    language_of,
    ngettext,
    number,
    pgettext,
    said,
    said_alone,
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
def test_a_sentence_alone_begins_with_a_capital_but_where_it_begins_with_a_name() -> None:
    """Names stay as they are."""
    with speaking("en"):
        told = [said_alone(each) for each in (Sentence("{seed} stays.", seed="own/rain"), Sentence("none"), "no seed")]

    assert ["own/rain stays.", "None", "No seed"] == told


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


AMOUNTS = {
    "en": ("5", "10,000", "0.5", "1,234.0"),
    "de": ("5", "10.000", "0,5", "1.234,0"),
    "es": ("5", "10.000", "0,5", "1.234,0"),
    "ru": ("5", "10\N{NO-BREAK SPACE}000", "0,5", "1\N{NO-BREAK SPACE}234,0"),
    "tr": ("5", "10.000", "0,5", "1.234,0"),
}


@pytest.mark.parametrize(("spoken", "expected"), AMOUNTS.items())
def test_amounts_are_written_as_the_language_writes_them(spoken: str, expected: tuple[str, ...]) -> None:
    """A German reads 10,000 as ten."""
    with speaking(spoken):
        assert expected == (number(5), number(10_000), number(0.5), number(1234, 1))


@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.parametrize("amount", [0, 7, 999, 1_000, -5])
def test_what_is_written_without_babel_is_written_as_babel_does(spoken: str, amount: int) -> None:
    """Small amounts are, since to import it takes as long as to answer."""
    with speaking(spoken):
        assert format_decimal(amount, locale=spoken) == number(amount)


@pytest.mark.parametrize(
    ("spoken", "expected"), [("en", "10,000"), ("de", "10.000"), ("ru", "10\N{NO-BREAK SPACE}000")]
)
def test_a_sentence_of_the_library_writes_its_amounts_so_too(spoken: str, expected: str) -> None:
    """What its template marks as an amount; the number of a line is none."""
    sentence = Sentence("{most:,} of {size:,.1f} in line {line}", most=10_000, size=2.0, line=12345)

    with speaking(spoken):
        point = number(2.0, 1)
        assert f"{expected} of {point} in line 12345" == said(sentence)


SECONDS = (
    "That was a lot at once. Try again in {count} second.",
    "That was a lot at once. Try again in {count} seconds.",
)
BYTES = (
    "The file is UTF-8 but for {count:,} byte in line {line}, which is read as {encoding}.",
    "The file is UTF-8 but for {count:,} bytes (first in line {line}), which are read as {encoding}.",
)
FORMS = {
    "en": {1: "1 second", 2: "2 seconds", 21: "21 seconds"},
    "de": {1: "1 Sekunde", 2: "2 Sekunden", 21: "21 Sekunden"},
    "es": {1: "1 segundo", 2: "2 segundos", 21: "21 segundos"},
    "ru": {1: "1 секунду", 2: "2 секунды", 5: "5 секунд", 11: "11 секунд", 21: "21 секунду", 1000: "секунд"},
    "tr": {1: "1 saniye", 2: "2 saniye", 21: "21 saniye"},
}


@pytest.mark.parametrize(
    ("spoken", "count", "expected"),
    [(spoken, count, words) for spoken, forms in FORMS.items() for count, words in forms.items()],
)
def test_counts_have_the_form_that_the_language_has_for_them(spoken: str, count: int, expected: str) -> None:
    """Russian has three, German and Spanish two, Turkish one."""
    with speaking(spoken):
        assert re.search(rf"{expected}\b", counted(SECONDS, count))


@pytest.mark.parametrize(
    ("spoken", "count", "expected"),
    [("en", 1, "1 byte in"), ("en", 2000, "2,000 bytes ("), ("de", 1, "1 Byte in"), ("de", 2000, "2.000 Bytes (")],
)
def test_a_sentence_of_the_library_counts_as_the_language_does(spoken: str, count: int, expected: str) -> None:
    """After it was kept as JSON, or came out of another process, as well."""
    sentence = Sentence.counted(BYTES, count, line=7, encoding="CP1252")
    kept = json.loads(json.dumps(to_json(sentence)))

    with speaking(spoken):
        told = {said(each) for each in (sentence, sentence_from_json(kept), pickle.loads(pickle.dumps(sentence)))}

    assert len(told) == 1
    assert expected in told.pop()
