"""What the double refuses in commands, and what a person's own app refuses to run."""

import asyncio

import pytest

from tests.discord_double.double import DiscordDouble
from tests.discord_double.errors import ClientError
from tests.discord_double.kinds import Json, Permission
from tests.discord_double.raw import ASK, RawBot

pytestmark = pytest.mark.asyncio


def command(**changes: object) -> Json:
    """A command that is fine but for the changes."""
    return {"name": "ask", "description": "Ask", **changes}


def option(**changes: object) -> Json:
    """An option that is fine but for the changes."""
    return {"type": 3, "name": "question", "description": "What", **changes}


BAD_COMMANDS: dict[str, list[Json]] = {
    "upper case": [command(name="Ask")],
    "space in the name": [command(name="ask me")],
    "name too long": [command(name="a" * 33)],
    "no description": [command(description="")],
    "description too long": [command(description="d" * 101)],
    "unknown key": [command(colour=1)],
    "name twice": [command(), command()],
    "upper-case option": [command(options=[option(name="Q")])],
    "26 options": [command(options=[option(name=f"o{number}") for number in range(26)])],
    "option twice": [command(options=[option(), option()])],
    "required after optional": [command(options=[option(), option(name="b", required=True)])],
    "26 choices": [command(options=[option(choices=[{"name": f"{n}", "value": f"{n}"} for n in range(26)])])],
    "choices and autocomplete": [command(options=[option(autocomplete=True, choices=[{"name": "n", "value": "v"}])])],
    "long name of a choice": [command(options=[option(choices=[{"name": "n" * 101, "value": "v"}])])],
    "long choice": [command(options=[option(choices=[{"name": "n", "value": "v" * 101}])])],
    "menu with a description": [{"type": 3, "name": "Ask about this", "description": "d"}],
}


class TestCommands:
    """The shape of commands, and who is offered them."""

    @pytest.mark.parametrize("commands", BAD_COMMANDS.values(), ids=BAD_COMMANDS)
    async def test_bad_commands_are_refused(
        self, double: DiscordDouble, raw: RawBot, monkeypatch: pytest.MonkeyPatch, commands: list[Json]
    ) -> None:
        """A set with one bad command is not synced at all, also without the API description."""
        monkeypatch.setattr("tests.discord_double.openapi.problem", lambda *_: None)

        assert (await raw.sync(*commands)).code == 50035
        assert double.hub.commands.all() == []

    @pytest.mark.parametrize(("kind", "count", "code"), [(1, 100, 0), (1, 101, 30032), (3, 15, 0), (3, 16, 30032)])
    async def test_number_of_commands(self, raw: RawBot, kind: int, count: int, code: int) -> None:
        """A hundred slash commands and fifteen of each menu are all."""
        description = {"description": "d"} if kind == 1 else {}

        reply = await raw.sync(*[{"type": kind, "name": f"c{number}", **description} for number in range(count)])

        assert code == reply.code

    async def test_sync_gives_back_ids_that_stay(self, double: DiscordDouble, raw: RawBot) -> None:
        """A command keeps its id from sync to sync; a menu's answer has a description too."""
        menu = {"type": 3, "name": "Ask about this"}
        await raw.sync(ASK, menu)
        first = double.hub.commands.all()

        await raw.sync(menu, ASK)
        second = double.hub.commands.all()

        assert {c["name"]: c["id"] for c in first} == {c["name"]: c["id"] for c in second}
        assert [c["description"] for c in second if c["type"] == 3] == [""]

    @pytest.mark.parametrize(
        ("name", "options", "problem"),
        [
            ("tell", {}, "no slash command 'tell' is synced"),
            ("ask more", {"question": "q"}, "has no subcommand"),
            ("ask", {}, r"needs \['question'\]"),
            ("ask", {"question": "q", "colour": "red"}, r"has no options \['colour'\]"),
            ("ask", {"question": 1}, "a string is wanted"),
            ("ask", {"question": "q" * 11}, "11 is outside None to 10"),
            ("ask", {"question": "q", "size": "small"}, r"not among \['big'\]"),
            ("ask", {"question": "q", "limit": 4}, "4 is outside 1 to 3"),
        ],
    )
    async def test_app_refuses(
        self, double: DiscordDouble, raw: RawBot, name: str, options: dict[str, str], problem: str
    ) -> None:
        """A person's app runs only what is synced, in exactly that shape."""
        await raw.sync(ASK)

        with pytest.raises(ClientError, match=problem):
            await double.user("alice").slash(double.channel, name, **options)

    async def test_unchecked_options_are_sent(self, double: DiscordDouble, raw: RawBot) -> None:
        """A forged request gets past the app's bounds."""
        await raw.sync(ASK)
        alice = double.user("alice")
        alice.checked = False
        waiting = asyncio.create_task(alice.slash(double.channel, "ask", question="q" * 999))

        interaction = await raw.next_interaction()

        assert [len(option["value"]) for option in interaction.payload["data"]["options"]] == [999]
        waiting.cancel()

    @pytest.mark.parametrize(
        ("changes", "problem"),
        [
            ({"default_member_permissions": int(Permission.MANAGE_GUILD)}, "hidden from alice"),
            ({"default_member_permissions": 0}, "hidden from alice"),
            ({"contexts": [1]}, "not offered in context 0"),
            ({"integration_types": [1]}, "not installed"),
        ],
    )
    async def test_command_is_not_offered(
        self, double: DiscordDouble, raw: RawBot, changes: Json, problem: str
    ) -> None:
        """Permissions, contexts and installation hide a command."""
        await raw.sync({**ASK, **changes})

        with pytest.raises(ClientError, match=problem):
            await double.user("alice").slash(double.channel, "ask", question="q")

    async def test_permission_shows_a_hidden_command(self, double: DiscordDouble, raw: RawBot) -> None:
        """Who has the permission is offered the command, and the bot is told of their permissions."""
        await raw.sync({**ASK, "default_member_permissions": int(Permission.MANAGE_GUILD)})
        curator = double.user("curator", may=Permission.MANAGE_GUILD)
        waiting = asyncio.create_task(curator.slash(double.channel, "ask", question="q"))

        interaction = await raw.next_interaction()

        assert int(interaction.payload["member"]["permissions"]) & Permission.MANAGE_GUILD
        waiting.cancel()
