"""How far the catalogues lag behind the source: a line at the end of a run of the tests."""

import pytest
from babel.messages import Message
from babel.messages.pofile import read_po

from bot.wording.i18n import ENGLISH, LANGUAGES, catalogue_file


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many sentences of each language are still English; nothing where none is."""
    for language in LANGUAGES:
        if language != ENGLISH and (lacking := untranslated(language)):
            terminalreporter.write_line(f"catalogues: {language}.po lacks {lacking} sentences, shown in English")


def untranslated(language: str) -> int:
    """Count the sentences that a catalogue lacks."""
    with catalogue_file(language).open("rb") as file:
        found = read_po(file, locale=language)
    return sum(not all(forms(each)) for each in found if each.id)


def forms(message: Message) -> tuple[str, ...]:
    """Return the translations of a message: one, or one for each number."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
