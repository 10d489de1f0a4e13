"""A message as the file of a seed: whose words it says they are."""

from datetime import UTC, datetime
from unittest.mock import MagicMock

import discord
import pytest

from bot.seeding.intake.messages import message_file

LINK = "https://discord.com/channels/1/2/3"


def message(words: str, *, forwarded: str = "", webhook: int | None = None, is_bot: bool = False) -> discord.Message:
    """Make a message of Ada's, or of what calls itself so."""
    made = MagicMock(spec_set=discord.Message, id=3, content=words, webhook_id=webhook, jump_url=LINK)
    made.author.display_name, made.author.bot = "Ada\nRain", is_bot
    made.created_at = datetime(2026, 11, 30, 23, tzinfo=UTC)
    made.message_snapshots = [MagicMock(spec_set=discord.MessageSnapshot, content=forwarded)] if forwarded else []
    return made


def file_of(made: discord.Message) -> str:
    """Return the text of its file."""
    file = message_file(made)
    assert file is not None
    return file.data.decode()


def test_author_address_and_day_are_the_messages() -> None:
    """Above the words as they were written."""
    text = file_of(message("Rain *falls*.\n\n---\nStill."))

    head = f"---\nauthor: Ada Rain\nsource: {LINK}\npublished: '2026-11-30'\n---\n\n"
    assert f"{head}Rain *falls*.\n\n---\nStill.\n" == text


def test_of_a_forward_the_author_is_not_stated() -> None:
    """Least of all whoever forwarded it."""
    text = file_of(message("", forwarded="Somebody else's words."))

    assert f"---\nsource: {LINK}\n---\n\nSomebody else's words.\n" == text


@pytest.mark.parametrize(
    ("webhook", "is_bot", "author"), [(9, True, "Ada Rain (webhook)"), (None, True, "Ada Rain (app)")]
)
def test_what_a_program_posted_says_so(webhook: int | None, author: str, *, is_bot: bool) -> None:
    """Whatever it calls itself."""
    assert f"author: {author}\n" in file_of(message("News.", webhook=webhook, is_bot=is_bot))


def test_codes_are_shown_as_discord_shows_them_and_name_nobody() -> None:
    """Mentions, channels, emoji, moments."""
    shown = file_of(message("<@12> <@!12> <@&3> <#4> <a:wave:5> </ask:6> <t:0:R> <t:999999999999>"))

    assert "\n@member @member @role #channel :wave: /ask 1970-01-01 00:00 UTC <t:999999999999>\n" in shown


@pytest.mark.parametrize("words", ["", " \n"])
def test_without_words_there_is_no_file(words: str) -> None:
    """A picture alone says nothing."""
    assert message_file(message(words)) is None
