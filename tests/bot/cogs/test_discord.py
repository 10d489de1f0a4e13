"""The whole bot against the loopback Discord: question in, card out, caveat present; and its life as a process."""

import asyncio
import os
import re
import signal
from pathlib import Path

import pytest

from bot.gateway.client import CaveatBot
from tests.bot.process import is_whole, started
from tests.conftest import write_seeds
from tests.discord_double import BotProcess, DiscordDouble, Intent, Permission

pytestmark = pytest.mark.asyncio

SECRET_WORDS = "zirconium sandwich"


async def test_a_slash_question_is_answered_by_a_whole_card(double: DiscordDouble, bot: CaveatBot) -> None:
    """Passage, author, date, link, position, hedge and caveat; nobody is pinged; in time."""
    answer = await double.user("alice").slash(double.channel, "ask", question="How hard is granite?")

    assert is_whole(answer.text())
    assert answer.message.is_card
    assert (answer.ephemeral, answer.message.pinged) == (False, frozenset())
    assert answer.latency_s < 3


async def test_a_private_question_is_answered_privately(double: DiscordDouble, bot: CaveatBot) -> None:
    """Only who asked sees it."""
    answer = await double.user("alice").slash(double.channel, "ask", question="How hard is granite?", private=True)

    assert is_whole(answer.text())
    assert answer.ephemeral


async def test_mentions_direct_messages_and_pinging_replies_are_answered(double: DiscordDouble, bot: CaveatBot) -> None:
    """Each of them gets one whole card, as a reply that pings nobody."""
    alice = double.user("alice")
    mention = await alice.asks(double.channel, f"<@{double.world.bot_id}> how hard is granite?")
    direct = await alice.answer_to(await alice.dms("how hard is granite?"))

    reply = await alice.answer_to(await alice.replies(mention, "how hard is granite?"))

    assert [is_whole(message.text()) for message in (mention, direct, reply)] == [True] * 3
    assert {message.pinged for message in (mention, direct, reply)} == {frozenset()}


async def test_the_context_menu_asks_with_the_message(double: DiscordDouble, bot: CaveatBot) -> None:
    """Somebody else's words become the question, privately; a message without words is refused in a sentence."""
    message = await double.user("bob").says(double.channel, "how hard is granite " + "really " * 60)
    empty = await double.user("bob").says(double.channel, f"<@{double.world.bot_id + 1}>")

    answer = await double.user("alice").menu(message, "Ask about this")
    refused = await double.user("alice").menu(empty, "Ask about this")

    assert is_whole(answer.text())
    assert (answer.ephemeral, refused.ephemeral) == (True, True)
    assert "no words" in refused.text()


async def test_a_foreign_question_is_declined(double: DiscordDouble, bot: CaveatBot) -> None:
    """No passage is presented as an answer."""
    answer = await double.user("alice").slash(double.channel, "ask", question="Who won the World Cup?")

    assert "Nothing in the seeds answers this." in answer.text()
    assert "Granite is hard" not in answer.text()


async def test_plain_talk_is_left_alone(double: DiscordDouble, bot: CaveatBot) -> None:
    """No answer to talk, to @everyone, to a bot's message, or to a reply that does not ping."""
    alice = double.user("alice")
    answered = await alice.asks(double.channel, f"<@{double.world.bot_id}> granite?")
    before = len(double.messages())

    await alice.says(double.channel, "granite is nice")
    await alice.says(double.channel, "@everyone granite?")
    await alice.replies(answered, "granite?", ping=False)
    await double.no_answer(within_s=0.5)

    assert len(double.messages()) == before + 3


async def test_a_mention_without_a_question_explains_itself(double: DiscordDouble, bot: CaveatBot) -> None:
    """Two lines, no error."""
    message = await double.user("alice").asks(double.channel, f"<@{double.world.bot_id}>")

    assert "/ask" in message.text()
    assert message.text().count("\n") == 1


async def test_a_repeated_event_is_answered_once(double: DiscordDouble, bot: CaveatBot) -> None:
    """However often the gateway repeats a message."""
    alice = double.user("alice")
    await alice.asks(double.channel, f"<@{double.world.bot_id}> granite?")
    before = len(double.messages())

    double.repeat_last_event()
    double.repeat_last_event()
    await double.no_answer(within_s=0.5)

    assert len(double.messages()) == before


async def test_pages_turn_for_who_asked_and_for_nobody_else(double: DiscordDouble, bot: CaveatBot) -> None:
    """One hit a page; somebody else is refused politely and privately."""
    alice, bob = double.user("alice"), double.user("bob")
    card = (await alice.slash(double.channel, "ask", question="What about granite?")).message
    first = card.text()

    turned = await alice.press(card, "Next ▶")
    second = card.text()
    refused = await bob.press(card, "◀ Previous")

    assert turned.outcome == "update"
    assert "outlast us" in first
    assert "Marble is soft" in second
    assert "grain of salt" in second
    assert refused.ephemeral
    assert "Only the person who asked" in refused.text()
    assert card.text() == second


async def test_buttons_work_after_a_restart(double: DiscordDouble, home: Path) -> None:
    """They keep nothing in the process that died."""
    async with started(double, home) as first:
        await double.ready()
        card = (await double.user("alice").slash(double.channel, "ask", question="What about granite?")).message
        await first.send(signal.SIGKILL)
    async with started(double, home):
        await double.ready()

        await double.user("alice").press(card, "Next ▶")

    assert "Marble is soft" in card.text()


async def test_a_seeds_markup_is_shown_and_not_obeyed(double: DiscordDouble, bot: CaveatBot) -> None:
    """Asterisks and mentions of a seed stand escaped."""
    answer = await double.user("alice").slash(double.channel, "ask", question="How hard is granite?")

    assert r"\*\*Not bold\*\*" in answer.text()
    assert answer.message.pinged == frozenset()


async def test_commands_are_synced_once(double: DiscordDouble, home: Path) -> None:
    """A second start with the same commands sends none; --sync sends them all the same."""
    counts = []
    for options in ((), (), ("--sync",)):
        async with started(double, home, *options) as process:
            await double.ready()
            counts.append(double.hub.commands.syncs)
            await process.send(signal.SIGTERM)

    assert counts == [1, 1, 2]


async def test_a_second_worker_stands_by_and_takes_over(double: DiscordDouble, home: Path) -> None:
    """Two processes on one token: one answer; when the first drains, the second answers."""
    alice = double.user("alice")
    async with started(double, home) as first:
        await double.ready()
        async with started(double, home) as second:
            await second.wrote("another worker answers")
            await double.ready()
            await alice.asks(double.channel, f"<@{double.world.bot_id}> granite?")
            await double.no_answer(within_s=0.5)
            answers = [message for message in double.messages() if message.is_card]
            code = await first.send(signal.SIGTERM)
            await second.wrote("shard 0: answering")

            later = await alice.slash(double.channel, "ask", question="How hard is granite?")

    assert len(answers) == 1
    assert code == 0
    assert is_whole(later.text())


async def test_a_killed_worker_is_replaced_at_once(double: DiscordDouble, home: Path) -> None:
    """A process started on the same machine after a kill need not wait for the lease to lapse."""
    async with started(double, home) as first:
        await double.ready()
        await first.send(signal.SIGKILL)
    async with started(double, home):
        await double.ready()

        answer = await double.user("alice").slash(double.channel, "ask", question="How hard is granite?")

    assert is_whole(answer.text())


async def test_sigterm_ends_it_cleanly(double: DiscordDouble, home: Path) -> None:
    """Exit code 0, no traceback, the lease given up."""
    async with started(double, home) as process:
        await double.ready()

        code = await process.send(signal.SIGTERM)

        assert code == 0
        assert "Traceback" not in process.output()


async def test_sighup_re_indexes_the_folder(double: DiscordDouble, home: Path, bot_process: BotProcess) -> None:
    """A new seed is served without a restart."""
    write_seeds(home / "seeds", {"basalt.txt": "Basalt is volcanic."})
    before = bot_process.output().count("serving")
    os.kill(bot_process.pid, signal.SIGHUP)
    await bot_process.wrote("serving", before + 1)

    answer = await double.user("alice").slash(double.channel, "ask", question="Is basalt volcanic?")

    assert "Basalt is volcanic" in answer.text().replace("**", "")


async def test_status_tells_what_is_served(double: DiscordDouble, bot: CaveatBot) -> None:
    """Seeds, passages, age, latency, last error; privately."""
    answer = await double.user("alice").slash(double.channel, "status")

    assert answer.ephemeral
    assert all(name in answer.text() for name in ("seeds: 1", "passages: 3", "index built", "latency", "last error"))


async def test_it_survives_what_a_gateway_does(double: DiscordDouble, bot: CaveatBot) -> None:
    """RESUME, op 7 and op 9: the question after each is answered."""
    alice = double.user("alice")
    texts = []
    for disturb in (double.drop, double.reconnect, double.invalidate):
        await disturb()
        await double.ready()
        texts.append((await alice.slash(double.channel, "ask", question="How hard is granite?")).text())

    assert [is_whole(text) for text in texts] == [True] * 3


async def test_where_it_may_not_speak_it_stays_silent(double: DiscordDouble, home: Path) -> None:
    """A mention in a channel without the permission gets no answer, no failed request, and is counted in the log."""
    muted = double.add_channel("muted", bot_denied=Permission.SEND_MESSAGES)
    async with started(double, home) as bot:
        await double.ready()

        await double.user("alice").says(muted, f"<@{double.world.bot_id}> granite?")
        await bot.wrote("may not speak")

        assert double.messages(muted)[-1].text().endswith("granite?")


async def test_nothing_of_a_question_its_asker_or_the_token_is_logged(
    double: DiscordDouble, bot_process: BotProcess
) -> None:
    """At INFO the log has numbers, no words."""
    alice = double.user("alice-of-the-log")
    await alice.slash(double.channel, "ask", question=f"{SECRET_WORDS}?")
    await alice.asks(double.channel, f"<@{double.world.bot_id}> {SECRET_WORDS} granite?")

    log = bot_process.output()

    assert SECRET_WORDS not in log
    assert "alice-of-the-log" not in log
    assert double.env()["DISCORD_TOKEN"] not in log
    assert re.search(r"INFO bot\.", log)


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"DISCORD_TOKEN": "wrong"}, "refuses this token"),
        ({"DISCORD_TOKEN": ""}, "DISCORD_TOKEN is not set"),
        ({"CAVEAT_DISCORD__MESSAGE_CONTENT": "true"}, "message content intent"),
        ({"DATABASE_URL": "mysql://user:hush@host/name"}, "mysql"),
        ({"CAVEAT_SEEDS__DIR": "/nonexistent/seeds"}, "/nonexistent/seeds"),
    ],
)
async def test_what_keeps_it_from_running_is_one_sentence(
    double: DiscordDouble, home: Path, environ: dict[str, str], words: str
) -> None:
    """A wrong token, a missing intent, a bad database: a sentence with the way out, no traceback, no secret."""
    double.allow_intents(Intent(0))
    async with started(double, home, **environ) as process:
        code = await process.wait()

        output = process.output()

    assert code in (2, 3)
    assert words in output
    assert "Traceback" not in output
    assert "hush" not in output


@pytest.mark.parametrize(
    ("may", "receiver"), [(Permission.VIEW_AUDIT_LOG, "who added it"), (Permission(0), "its owner")]
)
async def test_a_first_join_is_greeted_once_in_private(
    double: DiscordDouble, bot: CaveatBot, may: Permission, receiver: str
) -> None:
    """Who added the bot, as far as it may know, else the owner, gets one message; the server's channels get none."""
    await bot.wait_until_ready()
    guild = double.guild_join("New server", bot_may=may)

    await double.journal.until(lambda: sent(double) or None, f"the greeting to {receiver}", 30.0)
    await double.no_answer(within_s=0.3)

    assert len(sent(double)) == 1
    assert double.messages(double.channel_of(guild)) == []


def sent(double: DiscordDouble) -> list[str]:
    """Return the paths of all messages sent."""
    return [request.path for request in double.requests if request.path.endswith("/messages")]


async def test_many_questions_at_once_are_all_answered(double: DiscordDouble, bot: CaveatBot) -> None:
    """Twenty people ask at the same time; each gets a card in time."""
    people = [double.user(f"person-{number}") for number in range(20)]

    answers = await asyncio.gather(
        *(person.slash(double.channel, "ask", question="How hard is granite?") for person in people)
    )

    assert all(is_whole(answer.text()) for answer in answers)
    assert max(answer.latency_s for answer in answers) < 3
