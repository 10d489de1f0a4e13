"""The loopback Discord and the unmodified client: each way of answering, and what a gateway does to it."""

import asyncio
from collections.abc import AsyncIterator

import discord
import pytest
import pytest_asyncio
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.discord_double import (
    ChannelKind,
    ClientError,
    DiscordDouble,
    NoAnswer,
    Upload,
)
from tests.discord_double.faults import Kind
from tests.discord_double.sample_bot import SampleBot

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def double() -> AsyncIterator[DiscordDouble]:
    """A running double without a bot."""
    async with DiscordDouble() as started:
        yield started


async def start(double: DiscordDouble, monkeypatch: pytest.MonkeyPatch, bot: SampleBot) -> None:
    """Connect a bot of this process, watched by the double."""
    monkeypatch.setattr(Route, "BASE", double.env()["DISCORD_API_URL"])
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(double.hub.gateway_url))
    task: asyncio.Task[object] = asyncio.create_task(bot.start(double.env()["DISCORD_TOKEN"]))
    double.journal.watch(task)
    await double.ready()
    await bot.wait_until_ready()


@pytest_asyncio.fixture
async def bot(double: DiscordDouble, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SampleBot]:
    """The sample bot, connected and ready; no violation may be left at the end."""
    async with SampleBot() as sample:
        await start(double, monkeypatch, sample)
        yield sample
    assert double.violations == []


class TestInteractions:
    """The real client's ways of answering arrive as people see them."""

    async def test_slash_with_an_immediate_answer(self, double: DiscordDouble, bot: SampleBot) -> None:
        """An immediate answer is one public message that pings nobody."""
        alice = double.user("alice")

        answer = await alice.slash(double.channel, "ping", text="<@1> @everyone")

        assert answer.text() == "pong <@1> @everyone"
        assert ("message", False, frozenset()) == (answer.outcome, answer.ephemeral, answer.message.pinged)
        assert 0 < answer.latency_s < 3

    async def test_deferred_answer_is_filled_by_the_first_follow_up(
        self, double: DiscordDouble, bot: SampleBot
    ) -> None:
        """A deferral and a follow-up make one message, not two."""
        answer = await double.user("alice").slash(double.channel, "slow")

        assert answer.deferred
        assert [message.content for message in answer.messages] == ["late"]
        assert not answer.message.loading

    async def test_deferral_decides_privacy(self, double: DiscordDouble, bot: SampleBot) -> None:
        """A follow-up to a private deferral is private without saying so."""
        answer = await double.user("alice").slash(double.channel, "slow", private=True)

        assert (answer.ephemeral, answer.text()) == (True, "late")

    async def test_ephemeral_answer(self, double: DiscordDouble, bot: SampleBot) -> None:
        """Only its person can use an ephemeral answer, and the channel's history does not have it."""
        answer = await double.user("alice").slash(double.channel, "secret")

        assert answer.ephemeral
        with pytest.raises(ClientError, match="does not see"):
            await double.user("bob").press(answer.message, "x", forged=True)

    async def test_subcommand(self, double: DiscordDouble, bot: SampleBot) -> None:
        """A subcommand is reached by its words."""
        assert (await double.user("alice").slash(double.channel, "settings show")).text() == "settings"

    async def test_autocomplete(self, double: DiscordDouble, bot: SampleBot) -> None:
        """Typing into an option gets suggestions."""
        answer = await double.user("alice").completes(double.channel, "pick", "ref", "arm")

        assert [choice["name"] for choice in answer.choices] == ["arm0", "arm1", "arm2"]

    async def test_button_changes_its_message(self, double: DiscordDouble, bot: SampleBot) -> None:
        """A pressed button may edit the message it is on."""
        alice = double.user("alice")
        panel = (await alice.slash(double.channel, "panel")).message

        answer = await alice.press(panel, "Count")

        assert (answer.outcome, panel.content) == ("update", "0+1")
        assert panel.edited

    async def test_select_answered_late(self, double: DiscordDouble, bot: SampleBot) -> None:
        """A select may be acknowledged first and answered by an edit."""
        alice = double.user("alice")
        panel = (await alice.slash(double.channel, "panel")).message

        answer = await alice.selects(panel, "Fruit", "p")

        assert (answer.outcome, panel.content) == ("acknowledged", "chose p")

    async def test_modal(self, double: DiscordDouble, bot: SampleBot) -> None:
        """A button may open a form, and the filled-in form is answered."""
        alice = double.user("alice")
        panel = (await alice.slash(double.channel, "panel")).message
        form = (await alice.press(panel, "Form")).form

        answer = await alice.submits(form, {"Question": "why?"})

        assert (form.title, form.labels) == ("Ask more", ["Question"])
        assert answer.text() == "typed why?"

    async def test_context_menus(self, double: DiscordDouble, bot: SampleBot) -> None:
        """A message's menu brings its text without any intent; a user's brings the user."""
        alice = double.user("alice")
        message = await alice.says(double.channel, "words")

        quoted = await alice.menu(message, "Quote")
        named = await alice.menu(double.user("bob").person, "Who", double.channel)

        assert [quoted.text(), named.text()] == ["quoted words", "that is bob"]

    async def test_every_kind_of_place(self, double: DiscordDouble, bot: SampleBot) -> None:
        """Commands and mentions work in threads, voice-channel chat and direct messages."""
        alice = double.user("alice")
        thread = double.add_channel("thread", parent=double.channel)
        voice = double.add_channel("voice", kind=ChannelKind.VOICE)

        for place in (thread, voice, alice.dm):
            assert (await alice.slash(place, "ping", text=place.name)).text() == f"pong {place.name}"
            assert "hi" in (await alice.asks(place, "@bot hi")).content

    async def test_user_install(self, double: DiscordDouble, bot: SampleBot) -> None:
        """A command that a person installed for themselves works where the bot is not."""
        guild = double.add_guild("Elsewhere", with_bot=False)
        alice = double.user("alice", guild)
        alice.person.installed = True

        assert (await alice.slash(double.channel_of(guild), "secret")).text() == "psst"

    async def test_card(self, double: DiscordDouble, bot: SampleBot) -> None:
        """A Components V2 message comes through whole, its text read like any other."""
        answer = await double.user("alice").slash(double.channel, "card")

        assert answer.message.is_card
        assert (answer.text(), list(answer.message.buttons)) == ("a **card**", ["Count"])

    async def test_attachment_down_and_up(self, double: DiscordDouble, bot: SampleBot) -> None:
        """The bot reads a person's file from the double and uploads one in return."""
        file = Upload("note.txt", b"words")

        answer = await double.user("alice").slash(double.channel, "attach", file=file)

        assert answer.message.files == {"back.txt": b"WORDS"}


class TestMessages:
    """Mentions, direct messages and what the bot may read."""

    async def test_mention_is_answered(self, double: DiscordDouble, bot: SampleBot) -> None:
        """A mention arrives with its text and is replied to without a ping."""
        answer = await double.user("alice").asks(double.channel, "@bot hi")

        assert answer.content == f"heard '<@{double.world.bot_id}> hi'"
        assert frozenset() == answer.pinged

    async def test_direct_message_is_answered(self, double: DiscordDouble, bot: SampleBot) -> None:
        """A direct message arrives with its text."""
        alice = double.user("alice")

        answer = await alice.asks(alice.dm, "hi")

        assert answer.content == "heard 'hi'"

    async def test_plain_talk_is_left_alone_and_unread(self, double: DiscordDouble, bot: SampleBot) -> None:
        """Without the message-content intent plain talk arrives empty."""
        await double.user("alice").says(double.channel, "between us")

        await double.no_answer()

        assert bot.heard == [""]

    async def test_reply_to_a_regular_message_is_readable(self, double: DiscordDouble, bot: SampleBot) -> None:
        """A reply that pings one of the bot's regular messages arrives with its text."""
        alice = double.user("alice")
        answer = await alice.asks(double.channel, "@bot hi")

        reply = await alice.replies(answer, "and then?")

        assert (await alice.answer_to(reply)).content == "heard 'and then?'"

    @pytest.mark.parametrize("ping", [True, False])
    async def test_reply_to_a_response_is_not_readable(
        self, double: DiscordDouble, bot: SampleBot, *, ping: bool
    ) -> None:
        """A reply to the response of a slash command arrives empty, pinging or not."""
        alice = double.user("alice")
        answer = await alice.slash(double.channel, "ping", text="x")

        await alice.replies(answer.message, "and then?", ping=ping)
        await double.quiet()

        assert bot.heard[-1] in {"", "heard ''"}
        assert "and then?" not in bot.heard

    async def test_no_answer_tells_an_answer(self, double: DiscordDouble, bot: SampleBot) -> None:
        """The check for silence fails when the bot speaks."""
        await double.user("alice").says(double.channel, "@bot hi")

        with pytest.raises(AssertionError, match=r"POST /channels/\d+/messages"):
            await double.no_answer()

    async def test_edits_and_deletes_reach_the_test(self, double: DiscordDouble, bot: SampleBot) -> None:
        """What the bot edits and deletes through the client stands edited and gone."""
        answer = await double.user("alice").asks(double.channel, "@bot hi")
        channel = bot.get_partial_messageable(double.channel.id)
        sent = channel.get_partial_message(answer.id)

        await sent.edit(content="changed")

        assert (answer.content, answer.edited) == ("changed", True)
        await sent.delete()
        assert answer.deleted


class TestGateway:
    """What a gateway does to a client, and how it comes back."""

    async def test_connects_compressed(self, double: DiscordDouble, bot: SampleBot) -> None:
        """The client asked for a compressed stream and understood it."""
        assert double.gateway_log[0] in {"CONNECT zlib-stream", "CONNECT zstd-stream"}

    async def test_resume_replays_what_was_missed(self, double: DiscordDouble, bot: SampleBot) -> None:
        """A message written while the bot was cut off is answered once it is back."""
        alice = double.user("alice")

        async with double.outage():
            message = await alice.says(double.channel, "@bot hi")
        answer = await alice.answer_to(message)

        assert "hi" in answer.content
        assert "RESUME 0/1 replays 1" in double.gateway_log

    async def test_drop_is_resumed(self, double: DiscordDouble, bot: SampleBot) -> None:
        """A connection that closes is resumed without a new session."""
        await double.drop()

        assert (await double.user("alice").slash(double.channel, "ping", text="x")).text() == "pong x"
        assert sum(entry.startswith("RESUME") for entry in double.gateway_log) == 1

    async def test_reconnect_on_request(self, double: DiscordDouble, bot: SampleBot) -> None:
        """Op 7 leads to a resume, and the bot goes on answering."""
        await double.reconnect()

        assert (await double.user("alice").slash(double.channel, "ping", text="x")).text() == "pong x"
        assert sum(entry.startswith("IDENTIFY") for entry in double.gateway_log) == 1

    async def test_invalid_session(self, double: DiscordDouble, bot: SampleBot) -> None:
        """Op 9 leads to a new session, and the bot goes on answering."""
        await double.invalidate()

        assert (await double.user("alice").slash(double.channel, "ping", text="x")).text() == "pong x"
        assert sum(entry.startswith("IDENTIFY") for entry in double.gateway_log) == 2

    async def test_repeated_event_arrives_twice(self, double: DiscordDouble, bot: SampleBot) -> None:
        """A gateway may repeat itself; the sample bot, which does not care, answers twice."""
        alice = double.user("alice")
        message = await alice.says(double.channel, "@bot hi")

        double.repeat_last_event()
        await double.quiet()

        replies = [m for m in double.messages() if m.replies_to == message.id]
        assert len(replies) == 2

    async def test_shards(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Each guild's events go to its shard, direct messages to the first."""
        async with DiscordDouble(shards=2) as double, SampleBot() as sample:
            other = double.add_guild("Second", shard=(1, 2))
            await start(double, monkeypatch, sample)
            alice = double.user("alice")
            double.user("alice", other)

            answers = [
                await alice.slash(double.channel, "ping", text="0"),
                await alice.slash(double.channel_of(other), "ping", text="1"),
            ]

            assert [answer.text() for answer in answers] == ["pong 0", "pong 1"]
            assert {"heard 'dm'"} == {(await alice.asks(alice.dm, "dm")).content}
            assert {0, 1} == {session.shard for session in double.hub.gateway.live()}

    async def test_guild_join_is_greeted(self, double: DiscordDouble, bot: SampleBot) -> None:
        """A guild that the bot is added to arrives as joined, with its system channel."""
        guild = double.guild_join("New")
        await double.quiet()

        assert (
            bot.joined,
            [message.content for message in double.messages(double.channel_of(guild))],
        ) == (["New"], ["hello"])

    async def test_end_of_the_bot_fails_a_wait(self, double: DiscordDouble, bot: SampleBot) -> None:
        """A bot that ended is named at once, not after the time limit."""
        await bot.close()

        with pytest.raises(NoAnswer, match="the bot ended"):
            await double.user("alice").asks(double.channel, "@bot hi")


class TestFailures:
    """What the client makes of failures on demand."""

    async def test_rate_limited_response_is_retried(self, double: DiscordDouble, bot: SampleBot) -> None:
        """The client waits as a 429 asks it to, and the answer comes all the same."""
        double.fail_next("rate limit", "/callback", retry_after_s=0.01)

        answer = await double.user("alice").slash(double.channel, "ping", text="x")

        assert answer.text() == "pong x"
        assert [request.status for request in double.requests if "/callback" in request.path] == [429, 200]

    async def test_rate_limited_message_is_retried(self, double: DiscordDouble, bot: SampleBot) -> None:
        """The same for messages, under a limit on the whole bot."""
        double.fail_next("global rate limit", "/messages", retry_after_s=0.01)

        assert (await double.user("alice").asks(double.channel, "@bot hi")).content.startswith("heard")

    @pytest.mark.parametrize(("kind", "status"), [("cloudflare", 429), ("error", 503)])
    async def test_other_failures_are_not_retried(
        self, double: DiscordDouble, bot: SampleBot, kind: Kind, status: int
    ) -> None:
        """A ban by the proxy and a 503 end in an error; nothing is sent twice."""
        double.fail_next(kind, "/messages", status=status)
        channel = bot.get_partial_messageable(double.channel.id)

        with pytest.raises(discord.HTTPException) as error:
            await channel.send("x")

        assert status == error.value.status
        assert double.messages() == []

    async def test_missing_intent_ends_the_client(self, double: DiscordDouble, monkeypatch: pytest.MonkeyPatch) -> None:
        """A privileged intent that is off closes with 4014, which the client raises."""
        async with SampleBot(discord.Intents(guilds=True, message_content=True)) as sample:
            with pytest.raises(NoAnswer, match="PrivilegedIntentsRequired"):
                await start(double, monkeypatch, sample)
