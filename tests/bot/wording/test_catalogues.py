"""The catalogues: current, complete where a native reads them, and none of them can break what it translates."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from bot.wording.commands import CHOICE, DESCRIPTION, MENU, MOST_CHARS, NAME, OPTION, is_valid
from bot.wording.i18n import ENGLISH, LANGUAGES, catalogue_file, placeholders

ROOT = Path(__file__).resolve().parents[3]
TRANSLATED = [name for name in LANGUAGES if name != ENGLISH]
NOT_YET_READ_BY_A_NATIVE = {"es", "ru", "tr"}
MOST_LACKING = 0.2  # of a catalogue that lags; with more in English, its cards are in neither language
# What draws something in Discord; a translation draws the same, as often.
MARKS = re.compile(r"\*\*|~~|__|`|^-# |^- |[◀▶▲▼↩⚠️▫🔗📝✅✏❌❗⏳🗑⛔📦👍👎]|\[[-+]|[-+]\]", re.MULTILINE)
# Names that are the same in every language, and what a person types into a search.
KEPT = re.compile(
    r", (?:author|title|before|after):|https://|qrels\.tsv|python -m bot eval|data\.dir|\brestated_by\b|verbatim: \w+"
    r"|\d{4}-\d\d-\d\d|pt-BR|about-caveat#4|caveat seeds export --guild|'(?:author|caveat)'|\.txt\b|\.yaml\b"
)
MENTIONED = re.compile(r"(?<![\w/.<])/([a-z-]+)(?: ([a-z-]+))?")


def catalogue(language: str) -> Catalog:
    """Read a catalogue as it is shipped."""
    with Path(str(catalogue_file(language))).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


CATALOGUES = {language: catalogue(language) for language in TRANSLATED}


def messages() -> Iterator[tuple[str, Message]]:
    """Yield every translated message with its language; what a catalogue lacks is English, and fits."""
    for language, found in CATALOGUES.items():
        yield from ((language, message) for message in found if message.id and is_translated(message))


def is_translated(message: Message) -> bool:
    """Tell whether a message has all its forms; without, its English is shown."""
    return all(forms(message.string))


def forms(texts: object) -> tuple[str, ...]:
    """Return the forms of a message: one, or one for each number."""
    return (texts,) if isinstance(texts, str) else tuple(texts) if isinstance(texts, list | tuple) else ()


def test_the_catalogues_are_what_the_source_says() -> None:
    """`make catalogues` has nothing to do."""
    command = [sys.executable, str(ROOT / "scripts" / "catalogues.py"), "--check"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stdout)


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_in_a_catalogue_is_unsure_or_left_over(language: str) -> None:
    """Neither guesses nor sentences that the source no longer has, and as many forms of number as there are."""
    found = CATALOGUES[language]

    assert ({}, found.num_plurals) == (found.obsolete, _most_forms(found))
    assert not any(message.fuzzy for message in found if message.id)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_that_a_native_has_read_is_complete(language: str) -> None:
    """A new sentence needs English and German; the other languages may lag, and the end of the run says how far."""
    wanted = [message for message in CATALOGUES[language] if message.id]

    lacking = [message.id for message in wanted if not is_translated(message)]

    if language in NOT_YET_READ_BY_A_NATIVE:
        assert len(lacking) <= MOST_LACKING * len(wanted)
    else:
        assert lacking == []


def _most_forms(found: Catalog) -> int:
    return max(len(forms(message.string)) for message in found if message.pluralizable)


def test_catalogues_say_whether_a_native_has_read_them() -> None:
    """In their headers, where whoever opens one sees it first."""
    marked = {language for language, found in CATALOGUES.items() if "NEEDS REVIEW" in found.header_comment}

    assert marked == NOT_YET_READ_BY_A_NATIVE


def test_translations_are_filled_in_with_what_the_english_is() -> None:
    """The same names in every form; in the English form for one, the number itself may be missing."""
    wrong = [
        (language, message.id)
        for language, message in messages()
        for form in forms(message.string)
        if placeholders(form) != placeholders(forms(message.id)[-1])
    ]

    assert wrong == []


def test_translations_keep_marks_and_what_is_typed() -> None:
    """Bold, struck, small, code, arrows and signs are as many; keys and search words stay as they are typed."""
    wrong = [
        (language, form)
        for language, message in messages()
        if message.context is None
        for form in forms(message.string)
        for pattern in (MARKS, KEPT)
        if Counter(pattern.findall(form)) != Counter(pattern.findall(forms(message.id)[-1]))
    ]

    assert wrong == []


def test_names_of_commands_are_valid() -> None:
    """Discord takes each name and description, at its length."""
    wrong = [
        (language, message.context, message.string)
        for language, message in messages()
        if message.context in MOST_CHARS and not is_valid(message.context, str(message.string))
    ]

    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("kind", [NAME, MENU, OPTION])
def test_names_do_not_meet_in_translation(language: str, kind: str) -> None:
    """Two names that differ in English differ in every language, but for those of one meaning."""
    same = {frozenset({"verify", "check"}), frozenset({"ref", "name"})}
    named: dict[str, set[str]] = {}
    for message in CATALOGUES[language]:
        if message.id and message.context == kind:
            named.setdefault(str(message.string or message.id), set()).add(str(message.id))

    assert [names for names in named.values() if len(names) > 1 and names not in same] == []


def test_texts_mention_commands_by_the_names_they_have() -> None:
    """Somebody who reads "/fragen" finds it; a mention of a command that is none is a mistake in the English."""
    wrong = [
        (language, message.id, wanted)
        for language, message in messages()
        for wanted in _mentions(language, forms(message.id)[-1])
        if message.context not in {NAME, OPTION} and not all(wanted in form for form in forms(message.string))
    ]

    assert wrong == []


def _mentions(language: str, text: str) -> Iterator[str]:
    """Name the commands that an English text mentions, as they are called in another language."""
    found = CATALOGUES[language]
    for name, sub in MENTIONED.findall(text):
        command = found.get(name, NAME)
        assert command is not None, f"{text!r} mentions /{name}, which is no command"
        inner = found.get(sub, NAME) if name in {"seeds", "gaps"} and sub else None
        yield "/" + " ".join(str(each.string or each.id) for each in (command, inner) if each)


def test_the_test_of_mentions_can_fail() -> None:
    """A group's command is looked for with its group."""
    assert ["/dokumente bearbeiten", "/fragen"] == list(_mentions("de", "use /seeds edit, or /ask; not a/b"))


@pytest.mark.parametrize("kind", [DESCRIPTION, CHOICE])
def test_the_test_of_names_can_fail(kind: str) -> None:
    """What Discord refuses is found out."""
    refused = [
        (NAME, "Fragen"),
        (NAME, "zwei worte"),
        (NAME, "f" * 33),
        (OPTION, ""),
        (MENU, "m" * 33),
        (kind, "d" * 101),
    ]

    assert [False] * 6 == [is_valid(*each) for each in refused]
