"""`/settings`: admins see what is set and change it, each field by itself; nobody else gets anywhere near."""

import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.gateway.client import CaveatBot
from bot.settings.fields import FIELDS, SECTIONS
from bot.store.guild_settings import DEFAULTS, GuildSettings
from tests.bot.process import started
from tests.discord_double import ClientError, DiscordDouble, Permission
from tests.discord_double.kinds import CommandKind
from tests.discord_double.people import User
from tests.discord_double.views import Message

pytestmark = pytest.mark.asyncio

TABS = {
    "places": "Channels", "answers": "Answers", "people": "People", "curating": "Curating", "limits": "Limits",
}  # fmt: skip


@pytest.fixture
def admin(double: DiscordDouble) -> User:
    """Somebody who may manage the server."""
    return double.user("ada", may=Permission.MANAGE_GUILD)


async def panel_of(double: DiscordDouble, admin: User, section: str = "places") -> Message:
    """Open the panel at a section."""
    panel = (await admin.slash(double.channel, "settings")).message
    if section != "places":
        await admin.press(panel, TABS[section])
    return panel


def settings_of(bot: CaveatBot, double: DiscordDouble) -> GuildSettings:
    """Read what is stored."""
    return GuildSettings.read(bot.store.guild_settings(double.guild.id))


def chosen_in(panel: Message, name: str) -> set[str]:
    """Return what a menu of the panel shows as chosen."""
    menu = next(each for each in panel.selects if each["custom_id"] == f"s1:set:{name}")
    given = {str(value["id"]) for value in menu.get("default_values") or []}
    return given | {option["value"] for option in menu.get("options") or [] if option.get("default")}


@pytest.mark.parametrize("section", SECTIONS)
async def test_every_section_shows_what_is_set(
    double: DiscordDouble, bot: CaveatBot, admin: User, section: str
) -> None:
    """Privately, each setting with its menu; at first the defaults."""
    panel = await panel_of(double, admin, section)

    assert panel.ephemeral
    assert {f"s1:set:{field.name}" for field in SECTIONS[section].fields} == {
        menu["custom_id"] for menu in panel.selects
    }
    assert all(field.label in panel.text() for field in SECTIONS[section].fields)
    assert set(TABS.values()) <= panel.buttons.keys()


async def test_every_setting_has_its_menu() -> None:
    """What can be set can be set in chat, and nothing else is shown."""
    assert set(FIELDS) == set(GuildSettings.model_fields)


@pytest.mark.parametrize(
    ("section", "name", "values", "expected"),
    [
        ("answers", "private_by_default", ["on"], True),
        ("answers", "pages_per_answer", ["7"], 7),
        ("answers", "language", ["de"], "de"),
        ("answers", "operator_seeds", ["off"], False),
        ("people", "pressers", ["everybody"], "everybody"),
        ("people", "keep_unanswered", ["on"], True),
        ("limits", "user_questions", ["5"], 5),
        ("limits", "channel_questions", ["10"], 10),
    ],
)
async def test_a_choice_is_stored_shown_and_audited(
    double: DiscordDouble, bot: CaveatBot, admin: User, *, section: str, name: str, values: list[str], expected: object
) -> None:
    """The panel shows what is set now; the audit says who changed which setting."""
    panel = await panel_of(double, admin, section)

    await admin.selects(panel, f"s1:set:{name}", *values)

    entries = bot.store.audit_entries(double.guild.id, limit=5)
    assert settings_of(bot, double) == DEFAULTS.model_copy(update={name: expected})
    assert chosen_in(panel, name) == set(values)
    assert f"Saved: {FIELDS[name].label}" in panel.text()
    assert [(entry.actor, entry.act.details) for entry in entries] == [(admin.id, {"changed": [name]})]


async def test_a_channel_to_write_in_is_chosen_and_taken_back(
    double: DiscordDouble, bot: CaveatBot, admin: User
) -> None:
    """One, or none again."""
    panel, desk = await panel_of(double, admin, "curating"), double.add_channel("desk")

    await admin.selects(panel, "s1:set:report_channel", str(desk.id))
    chosen, shown = settings_of(bot, double).report_channel, chosen_in(panel, "report_channel")
    await admin.selects(panel, "s1:set:report_channel")

    assert (chosen, shown) == (desk.id, {str(desk.id)})
    assert settings_of(bot, double) == GuildSettings()


async def test_channels_and_roles_are_chosen_and_taken_back(double: DiscordDouble, bot: CaveatBot, admin: User) -> None:
    """Several at once; none is a choice too."""
    other = double.add_channel("library")
    role = next(iter(double.guild.members[admin.id].roles))
    panel = await panel_of(double, admin)

    await admin.selects(panel, "s1:set:allowed_channels", str(other.id), str(double.channel.id))
    shown = chosen_in(panel, "allowed_channels")
    await admin.selects(panel, "s1:set:allowed_channels")
    await admin.press(panel, "People")
    await admin.selects(panel, "s1:set:curator_roles", str(role))

    assert shown == {str(other.id), str(double.channel.id)}
    assert settings_of(bot, double) == GuildSettings(curator_roles=frozenset({role}))


async def test_a_channel_that_is_gone_is_not_shown(double: DiscordDouble, bot: CaveatBot, admin: User) -> None:
    """Nobody could tell what it was."""
    doomed = double.add_channel("doomed")
    panel = await panel_of(double, admin)
    await admin.selects(panel, "s1:set:denied_channels", str(doomed.id))
    double.remove_channel(doomed)
    await double.settled()

    again = await panel_of(double, admin)

    assert chosen_in(again, "denied_channels") == set()


async def test_two_admins_do_not_overwrite_each_other(double: DiscordDouble, bot: CaveatBot, admin: User) -> None:
    """Each had the panel open before the other changed something; the later choice of one setting wins."""
    second = double.user("bea", may=Permission.MANAGE_GUILD)
    panels = [await panel_of(double, who, "answers") for who in (admin, second)]

    await admin.selects(panels[0], "s1:set:private_by_default", "on")
    await admin.selects(panels[0], "s1:set:pages_per_answer", "2")
    await second.selects(panels[1], "s1:set:pages_per_answer", "9")

    assert settings_of(bot, double) == GuildSettings(private_by_default=True, pages_per_answer=9)
    assert chosen_in(panels[1], "private_by_default") == {"on"}


async def test_who_may_not_manage_the_server_sees_nothing(double: DiscordDouble, bot: CaveatBot) -> None:
    """The command is hidden; one that Discord's settings show them is refused all the same, curators too."""
    carol = double.user("carol")
    bot.rules.book.change(double.guild.id, {"curator_roles": double.guild.members[carol.id].roles}, 1, _now())
    with pytest.raises(ClientError, match="hidden"):
        await carol.slash(double.channel, "settings")
    with pytest.raises(ClientError, match="not offered"):
        await carol.slash(carol.dm, "settings")
    shown = double.hub.commands.find(CommandKind.SLASH, "settings", None)
    assert shown is not None
    shown["default_member_permissions"] = None

    refused = await carol.slash(double.channel, "settings")

    assert refused.ephemeral
    assert "Only those who may manage this server" in refused.text()


async def test_a_panel_is_refused_to_who_lost_the_right(double: DiscordDouble, bot: CaveatBot, admin: User) -> None:
    """It was opened before; every act is checked again."""
    panel = await panel_of(double, admin, "answers")
    double.guild.members[admin.id].roles.clear()

    refused = [
        await admin.selects(panel, "s1:set:private_by_default", "on"),
        await admin.press(panel, "People"),
        await admin.press(panel, "s1:set:operator_seeds", forged=True),
    ]

    assert all(answer.ephemeral for answer in refused)
    assert ["Only those who may manage" in answer.text() for answer in refused] == [True, True, False]
    assert settings_of(bot, double) == DEFAULTS


@pytest.mark.parametrize("forged", ["s1:set:private_by_default", "s1:open:secrets", "s1:set:guild_id"])
async def test_a_forged_item_is_refused(double: DiscordDouble, bot: CaveatBot, admin: User, forged: str) -> None:
    """On a panel that has no such item, by an admin even."""
    panel = await panel_of(double, admin)

    refused = await admin.press(panel, forged, forged=True)

    assert refused.ephemeral
    assert "leads nowhere" in refused.text()
    assert settings_of(bot, double) == DEFAULTS


async def test_a_value_that_no_menu_offers_is_refused(double: DiscordDouble, bot: CaveatBot, admin: User) -> None:
    """Discord's own app cannot send it."""
    panel = await panel_of(double, admin, "answers")
    menu = next(part for part in panel.parts if part.get("custom_id") == "s1:set:pages_per_answer")
    menu["options"].append({"label": "11", "value": "11"})

    refused = await admin.selects(panel, "s1:set:pages_per_answer", "11")

    assert refused.ephemeral
    assert "none of the choices" in refused.text()
    assert settings_of(bot, double) == DEFAULTS


async def test_the_panel_outlives_the_process(double: DiscordDouble, home: Path) -> None:
    """Its menus work after the bot was killed and started again, and what was set before is set still."""
    admin = double.user("ada", may=Permission.MANAGE_GUILD)
    async with started(double, home) as first:
        await double.ready()
        panel = await panel_of(double, admin, "answers")
        await admin.selects(panel, "s1:set:pages_per_answer", "2")
        await first.send(signal.SIGKILL)
    async with started(double, home):
        await double.ready()

        await admin.selects(panel, "s1:set:private_by_default", "on")

    assert chosen_in(panel, "pages_per_answer") == {"2"}
    assert chosen_in(panel, "private_by_default") == {"on"}


async def test_the_panel_explains_where_commands_are_hidden(double: DiscordDouble, bot: CaveatBot, admin: User) -> None:
    """No bot can change that itself; and what has no effect without the operator says so."""
    places, people = await panel_of(double, admin), await panel_of(double, admin, "people")

    assert "Server Settings › Integrations › Caveat" in people.text()
    assert "has no effect yet" in places.text()


def _now() -> datetime:
    return datetime.now(UTC)
