"""What a message names beside words: passages, which are shown, and people, which are left out."""

import pytest

from bot.answering.mentions import without_mentions
from bot.answering.naming import named_passages
from bot.gateway.client import CaveatBot
from tests.discord_double import DiscordDouble


@pytest.mark.parametrize(
    ("words", "refs"),
    [
        ("tides#4", ["tides#4"]),
        ("show me tides#4 please", ["tides#4"]),
        ("[[tides#4]]", ["tides#4"]),
        ("Is [[ Tides#4 ]] what you meant by the moon and its many seas?", ["Tides#4"]),
        ("[[tides]]", ["tides"]),
        ("own/oak-txt#12?", ["own/oak-txt#12"]),
        ("see (tides#4)", ["tides#4"]),
        ("Is C# older than Java?", []),
        ("What does tides#4 say about the moon and the many seas?", []),
        ("https://a.example/page#3", []),
        ("#4", []),
        ("F#", []),
    ],
)
def test_a_message_names_a_passage(words: str, refs: list[str]) -> None:
    """In brackets anywhere, by itself or beside a few words without."""
    assert refs == [each.ref for each in named_passages(words)]


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("<@123456> how hard is granite?", "how hard is granite?"),
        ("Is <@!5> right about granite?", "Is right about granite?"),
        ("<@&9> <#77> granite", "granite"),
        ("granite <:rock:123> </ask:44> <t:1700000000:R>", "granite"),
        ("@everyone how hard is granite?", "how hard is granite?"),
        ("a < b and c > d", "a < b and c > d"),
        ("mail me@here.example", "mail me@here.example"),
        ("<@123>", ""),
    ],
)
def test_names_of_nothing_are_left_out(words: str, left: str) -> None:
    """Of people, roles, channels, emoji, commands and moments; other words stay."""
    assert left == without_mentions(words)


@pytest.mark.asyncio
async def test_a_passage_that_is_named_is_shown(double: DiscordDouble, connected_bot: CaveatBot) -> None:
    """In any case, by mention and by command; one that is not there is told as it was typed."""
    alice = double.user("alice")
    me = f"<@{double.world.bot_id}>"

    bare = await alice.asks(double.channel, f"{me} Stones#2")
    bracketed = await alice.asks(double.channel, f"{me} [[stones#1]]")
    wrong = await alice.asks(double.channel, f"{me} [[Pebbles#1]]")
    beyond = await alice.asks(double.channel, f"{me} stones#44")
    music = await alice.asks(double.channel, f"{me} Symphony#9")

    assert "Marble is soft" in bare.text()
    assert "Granite is hard" in bracketed.text()
    assert "Pebbles" in wrong.text()
    assert "stones has passages #1 to #3; 'stones#44' is none of them." == beyond.text()
    assert "Nothing in the seeds" in music.text()


@pytest.mark.asyncio
async def test_mentions_do_not_stand_on_a_card(double: DiscordDouble, connected_bot: CaveatBot) -> None:
    """On the card of a question stands what was asked, without whom it named."""
    alice, bob = double.user("alice"), double.user("bob")

    card = (await alice.slash(double.channel, "ask", question=f"Has <@{bob.id}> won the World Cup?")).message

    assert str(bob.id) not in card.text()
    assert "Has won the World Cup?" in card.text()


@pytest.mark.asyncio
async def test_a_reply_whose_words_cannot_be_read_is_told_of_ask_more(
    double: DiscordDouble, connected_bot: CaveatBot
) -> None:
    """It is no question, and who wrote it knows how to ask."""
    alice = double.user("alice")
    card = await alice.asks(double.channel, f"<@{double.world.bot_id}> How hard is granite?")

    told = await alice.answer_to(await alice.replies(card, f"<@{double.world.bot_id}>"))

    assert "Ask more" in told.text()
    assert "Ask me a question" not in told.text()
