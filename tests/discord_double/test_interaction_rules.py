"""What the double refuses in responses to interactions and in commands, and what a person's own app refuses."""

import asyncio

import pytest

from tests.clock import Clock
from tests.discord_double import limits
from tests.discord_double.double import DiscordDouble
from tests.discord_double.errors import ClientError, NoAnswer
from tests.discord_double.interactions import Interaction
from tests.discord_double.kinds import ChannelKind, Json, Permission
from tests.discord_double.raw import ASK, RawBot
from tests.discord_double.views import Answer

pytestmark = pytest.mark.asyncio

MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9


def field(**changes: object) -> Json:
    """A labelled text input of a modal that is fine but for the changes."""
    return {"type": 18, "label": "Question", "component": {"type": 4, "custom_id": "q", "style": 1, **changes}}


def modal(*fields: Json, **changes: object) -> Json:
    """A modal that is fine but for the changes."""
    return {"custom_id": "m", "title": "Ask more", "components": list(fields), **changes}


async def asked(double: DiscordDouble, raw: RawBot) -> tuple[asyncio.Task[Answer], Interaction]:
    """Let a person run /ask; return what they wait for, and the interaction."""
    await raw.sync(ASK)
    waiting = asyncio.create_task(double.user("alice").slash(double.channel, "ask", question="why"))
    return waiting, await raw.next_interaction()


class TestResponses:
    """First responses, follow-ups, edits."""

    async def test_late_response_is_refused(self, double: DiscordDouble, raw: RawBot, clock: Clock) -> None:
        """After three seconds the interaction is unknown, and that is a violation."""
        waiting, interaction = await asked(double, raw)
        clock.now_s += limits.FIRST_RESPONSE_S + 0.01

        reply = await raw.respond(interaction, MESSAGE, {"content": "late"})

        assert (reply.status, reply.code) == (404, 10062)
        assert "answered after 3.01 s" in double.violations[0].detail
        waiting.cancel()

    async def test_missing_response_is_a_violation(
        self, double: DiscordDouble, raw: RawBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Without a response the person's wait fails and says so, with what the bot did last."""
        monkeypatch.setattr(limits, "FIRST_RESPONSE_S", 0.01)
        await raw.sync(ASK)

        with pytest.raises(NoAnswer, match=r"a response to command 'ask'[\s\S]*PUT /applications/\d+/commands -> 200"):
            await double.user("alice").slash(double.channel, "ask", question="why")

        assert [violation.request for violation in double.violations] == ["command 'ask'"]

    async def test_second_response_is_refused(self, double: DiscordDouble, raw: RawBot) -> None:
        """An interaction is acknowledged once."""
        waiting, interaction = await asked(double, raw)
        await raw.respond(interaction, MESSAGE, {"content": "one"})

        reply = await raw.respond(interaction, MESSAGE, {"content": "two"})

        assert (reply.status, reply.code) == (400, 40060)
        assert (await waiting).text() == "one"

    async def test_follow_up_needs_a_first_response(self, double: DiscordDouble, raw: RawBot) -> None:
        """Before the first response the token opens nothing."""
        waiting, interaction = await asked(double, raw)

        replies = [await raw.follow_up(interaction, {"content": "x"}), await raw.change("GET", interaction)]

        assert [reply.code for reply in replies] == [10015, 10015]
        waiting.cancel()

    async def test_token_expires(self, double: DiscordDouble, raw: RawBot, clock: Clock) -> None:
        """After fifteen minutes the token is invalid."""
        waiting, interaction = await asked(double, raw)
        await raw.respond(interaction, MESSAGE, {"content": "x"})
        clock.now_s += limits.TOKEN_LIFE_S + 1

        reply = await raw.change("PATCH", interaction, {"content": "y"})

        assert (reply.status, reply.code) == (401, 50027)
        await waiting

    @pytest.mark.parametrize(
        ("kind", "data"),
        [
            (UPDATE, {"content": "x"}),
            (DEFER_UPDATE, None),
            (CHOICES, {"choices": []}),
            (1, None),
            (MESSAGE, {"content": "x", "colour": 1}),
            (MESSAGE, {"content": "x" * 2001}),
        ],
    )
    async def test_wrong_responses_are_refused(
        self, double: DiscordDouble, raw: RawBot, kind: int, data: Json | None
    ) -> None:
        """A command takes a message, a deferral or a modal, and the rules for messages hold."""
        waiting, interaction = await asked(double, raw)

        assert (await raw.respond(interaction, kind, data)).code == 50035
        waiting.cancel()

    async def test_public_deferral_cannot_become_private(self, double: DiscordDouble, raw: RawBot) -> None:
        """A private follow-up after a public deferral is public, unless the original is deleted first."""
        waiting, interaction = await asked(double, raw)
        await raw.respond(interaction, DEFER)
        await raw.follow_up(interaction, {"content": "oops", "flags": 64})
        first = await waiting

        other, interaction = await asked(double, raw)
        await raw.respond(interaction, DEFER)
        await raw.change("DELETE", interaction)
        await raw.follow_up(interaction, {"content": "sorry", "flags": 64})
        second = await other

        assert [(a.ephemeral, a.text()) for a in (first, second)] == [(False, "oops"), (True, "sorry")]

    async def test_user_install(self, double: DiscordDouble, raw: RawBot) -> None:
        """Where only the user installed the app, five follow-ups are all, and a server may force them private."""
        guild = double.add_guild("Elsewhere", with_bot=False)
        alice = double.user("alice", guild)
        alice.person.installed = True
        guild.roles[guild.id].permissions &= ~Permission.USE_EXTERNAL_APPS
        await raw.sync({**ASK, "integration_types": [0, 1]})
        waiting = asyncio.create_task(alice.slash(double.channel_of(guild), "ask", question="why"))
        interaction = await raw.next_interaction()
        await raw.respond(interaction, MESSAGE, {"content": "x"})

        replies = [await raw.follow_up(interaction, {"content": "x"}) for _ in range(6)]

        assert [reply.code for reply in replies] == [0, 0, 0, 0, 0, 50035]
        assert {"1": str(alice.id)} == interaction.payload["authorizing_integration_owners"]
        assert (await waiting).ephemeral

    async def test_choices(self, double: DiscordDouble, raw: RawBot) -> None:
        """Autocomplete suggests 25 values at most, with names of up to 100 characters, and nothing else answers it."""
        await raw.sync(ASK)
        typing = asyncio.create_task(double.user("alice").completes(double.channel, "ask", "ref", "a", question="q"))
        interaction = await raw.next_interaction()
        choice = {"name": "n", "value": "v"}

        replies = [
            await raw.respond(interaction, CHOICES, {"choices": [choice] * 26}),
            await raw.respond(interaction, CHOICES, {"choices": [{**choice, "name": "n" * 101}]}),
            await raw.respond(interaction, MESSAGE, {"content": "x"}),
            await raw.respond(interaction, CHOICES, {"choices": [choice] * 25}),
        ]

        assert [reply.code for reply in replies] == [50035, 50035, 50035, 0]
        assert len((await typing).choices) == 25
        assert {"name": "ref", "type": 3, "value": "a", "focused": True} in interaction.payload["data"]["options"]


ELEVEN = [{"label": f"{number}", "value": f"{number}"} for number in range(11)]
BAD_MODALS: dict[str, Json] = {
    "six items": modal(*[field(custom_id=f"{number}") for number in range(6)]),
    "no item": modal(),
    "title too long": modal(field(), title="t" * 46),
    "no title": modal(field(), title=""),
    "custom_id too long": modal(field(), custom_id="c" * 101),
    "custom_id twice": modal(field(), field()),
    "label too long": modal({**field(), "label": "l" * 46}),
    "text too long": modal(field(value="v" * 4001)),
    "description too long": modal({**field(), "description": "d" * 101}),
    "placeholder too long": modal(field(placeholder="p" * 101)),
    "11 files": modal({**field(), "component": {"type": 19, "custom_id": "f", "max_values": 11}}),
    "11 check boxes": modal({**field(), "component": {"type": 22, "custom_id": "c", "options": ELEVEN}}),
    "bounds crossed": modal(field(min_length=5, max_length=4)),
    "a button in it": modal({"type": 1, "components": [{"type": 2, "style": 1, "label": "b", "custom_id": "b"}]}),
    "unknown key": modal(field(colour=1)),
}


@pytest.mark.parametrize("data", BAD_MODALS.values(), ids=BAD_MODALS)
async def test_bad_modals_are_refused(
    double: DiscordDouble, raw: RawBot, monkeypatch: pytest.MonkeyPatch, data: Json
) -> None:
    """A modal that breaks a rule does not open, also without the API description."""
    monkeypatch.setattr("tests.discord_double.openapi.problem", lambda *_: None)
    waiting, interaction = await asked(double, raw)

    assert (await raw.respond(interaction, MODAL, data)).code == 50035
    waiting.cancel()


async def test_good_modal_opens_once(double: DiscordDouble, raw: RawBot) -> None:
    """Five items are fine; what is submitted cannot be answered by a further modal."""
    waiting, interaction = await asked(double, raw)
    fields = [field(custom_id=f"{number}", required=False) for number in range(5)]
    await raw.respond(interaction, MODAL, modal(*fields))
    submitting = asyncio.create_task(double.user("alice").submits((await waiting).form, {"3": "three"}))

    submitted = await raw.next_interaction()
    again = await raw.respond(submitted, MODAL, modal(field()))
    await raw.respond(submitted, MESSAGE, {"content": "thanks"})

    assert (again.code, (await submitting).text()) == (50035, "thanks")
    values = [item["component"]["value"] for item in submitted.payload["data"]["components"]]
    assert values == ["", "", "", "three", ""]


class TestComponents:
    """What a person can press and choose."""

    @pytest.mark.parametrize(
        ("button", "problem"),
        [
            ({"style": 1, "label": "Go", "custom_id": "go", "disabled": True}, "disabled"),
            ({"style": 5, "label": "Go", "url": "https://a.b"}, "is a link"),
            ({"style": 1, "label": "Stop", "custom_id": "stop"}, "no 'Go'"),
        ],
    )
    async def test_app_refuses_a_press(self, double: DiscordDouble, raw: RawBot, button: Json, problem: str) -> None:
        """A disabled button, a link and one that is not there cannot be pressed."""
        await raw.post({"content": "x", "components": [{"type": 1, "components": [{"type": 2, **button}]}]})

        with pytest.raises(ClientError, match=problem):
            await double.user("alice").press(double.messages()[-1], "Go")

    async def test_forged_press_brings_the_message(self, double: DiscordDouble, raw: RawBot) -> None:
        """A forged custom_id arrives with the message it claims to be on."""
        await raw.post({"content": "x"})
        message = double.messages()[-1]
        pressing = asyncio.create_task(double.user("alice").press(message, "forged", forged=True))

        interaction = await raw.next_interaction()
        await raw.respond(interaction, MESSAGE, {"content": "no", "flags": 64})

        assert (await pressing).ephemeral
        assert str(message.id) == interaction.payload["message"]["id"]

    async def test_silent_press(self, double: DiscordDouble, raw: RawBot) -> None:
        """A bare acknowledgement ends a press only where the test says so."""
        await raw.post({"content": "x"})
        message = double.messages()[-1]
        pressing = asyncio.create_task(double.user("alice").press(message, "like", forged=True, silent=True))

        await raw.respond(await raw.next_interaction(), DEFER_UPDATE)

        assert (await pressing).outcome == "acknowledged"

    async def test_hidden_channel(self, double: DiscordDouble) -> None:
        """Nobody acts in a channel they do not see, nor writes where they may not."""
        hidden = double.add_channel("hidden", everyone_denied=Permission.VIEW_CHANNEL)
        muted = double.add_channel("muted", everyone_denied=Permission.SEND_MESSAGES, kind=ChannelKind.NEWS)
        alice = double.user("alice")

        for channel in (hidden, muted):
            with pytest.raises(ClientError, match="cannot write"):
                await alice.says(channel, "x")
