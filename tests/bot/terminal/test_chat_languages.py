"""The local chat's commands in the languages of its readers."""

import io
import sys

import pytest

from bot.terminal.chat import COMMANDS, QUIT, chat
from bot.wording.i18n import LANGUAGES, command_name, speaking
from tests.bot.connected import ObedientService


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_commands_are_called_by_their_translated_names(spoken: str) -> None:
    """Also those that Discord does not have; each by a name of its own."""
    with speaking(spoken):
        named = {command_name(name) for name in (*COMMANDS, QUIT)}

    assert len(named) == len(COMMANDS) + 1
    assert spoken == "en" or not {"more", "literally", "why", "before", "after", "cite", "quit"} & named


@pytest.mark.parametrize("leave", ["/beenden", "/quit", "/exit"])
def test_a_chat_is_left_by_the_translated_name_too(
    service: ObedientService, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], leave: str
) -> None:
    """What stands behind it in the pipe is not read; before it, a translated command is run."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"/mehr\n{leave}\n/quellen\n"))

    with speaking("de"):
        chat(service)

    printed = capsys.readouterr()
    assert ("", "es wurde noch nichts gefragt; frag zuerst" in printed.err) == (printed.out, True)
