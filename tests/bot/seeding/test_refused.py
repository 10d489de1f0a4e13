"""Who is no curator reaches no act on a server's seeds, by no route; and drafts that are gone lead nowhere."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.gateway.client import CaveatBot
from bot.seeding.drafts.drafts import LIFE_S
from tests.bot.connected import ObedientService, connected, service_in
from tests.discord_double import ClientError, DiscordDouble, Permission, Upload
from tests.discord_double.people import User
from tests.discord_double.views import Answer, Message

pytestmark = pytest.mark.asyncio

RAIN = Upload("rain.txt", b"Drizzle falls on Tuesdays in the valley of Oz.")
SNOW = Upload("snow.txt", b"Snow falls on Fridays in the valley of Oz.")
REFUSED = "Only this server's curators"


@pytest.fixture
def anna(double: DiscordDouble, bot: CaveatBot) -> User:
    """Somebody who may manage the server."""
    return patient(double.user("anna", may=Permission.MANAGE_GUILD))


@pytest.fixture
def bob(double: DiscordDouble, bot: CaveatBot) -> User:
    """Somebody who may do a lot, but not manage the server."""
    return patient(double.user("bob", may=Permission.MANAGE_MESSAGES | Permission.MANAGE_ROLES))


def patient(user: User) -> User:
    """Let somebody wait longer, on a busy machine."""
    user.timeout_s = 30.0
    return user


async def preview_of(double: DiscordDouble, curator: User, file: Upload = RAIN) -> Message:
    """Let a curator attach a file."""
    return (await curator.slash(double.channel, "seeds add", file=file)).message


async def stored(double: DiscordDouble, curator: User, file: Upload = RAIN) -> Message:
    """Let a curator add a file, and wait until it is indexed."""
    card = await preview_of(double, curator, file)
    await curator.press(card, "Confirm")
    await double.journal.until(lambda: "Re-indexed in" in card.text(), "the index to be renewed", 30)
    return card


def acts_of(bot: CaveatBot, double: DiscordDouble) -> list[tuple[str, str | None]]:
    """Return what was done to the server's seeds, and to which."""
    return [(entry.act.action, entry.act.seed) for entry in bot.store.audit_entries(double.guild.id, limit=50)]


def demote(double: DiscordDouble, user: User) -> None:
    """Take all roles away from somebody."""
    double.guild.members[user.id].roles.clear()


async def test_no_command_lets_others_in(double: DiscordDouble, bot: CaveatBot, anna: User, bob: User) -> None:
    """Each is refused privately, whether or not the seed is there; nothing is fetched, read or stored."""
    await stored(double, anna)
    before = acts_of(bot, double)
    message = await anna.says(double.channel, "look", SNOW)

    refused = [
        await bob.slash(double.channel, "seeds add", file=SNOW),
        await bob.slash(double.channel, "seeds edit", seed="rain"),
        await bob.slash(double.channel, "seeds edit", seed="rain", file=SNOW),
        await bob.slash(double.channel, "seeds remove", seed="rain"),
        await bob.slash(double.channel, "seeds remove", seed="nowhere", block=True),
        await bob.slash(double.channel, "seeds list"),
        await bob.slash(double.channel, "seeds export"),
        await bob.slash(double.channel, "seeds export", seed="rain"),
        await bob.slash(double.channel, "seeds check"),
        await bob.menu(message, "Add as seed"),
    ]

    assert all(is_refusal(answer) for answer in refused)
    assert before == acts_of(bot, double)
    assert 1 == len(bot.store.guild_seeds(double.guild.id))


async def test_no_button_lets_others_in(double: DiscordDouble, bot: CaveatBot, anna: User, bob: User) -> None:
    """Whoever was a curator when a card was made is asked again at every press."""
    await stored(double, anna)
    preview = await preview_of(double, anna, SNOW)
    removal = (await anna.slash(double.channel, "seeds remove", seed="rain")).message
    block = (await anna.slash(double.channel, "seeds remove", seed="rain", block=True)).message
    before = acts_of(bot, double)
    demote(double, anna)

    refused = [
        *[
            await anna.press(preview, label)
            for label in ("Confirm", "Edit attribution", "Edit caveat and note", "Cancel")
        ],
        *[await anna.press(removal, label) for label in ("Remove", "Keep it")],
        await anna.press(block, "Remove for good and block"),
    ]

    assert all(is_refusal(answer) for answer in refused)
    assert before == acts_of(bot, double)
    assert ["rain"] == [seed.seed for seed in bot.store.guild_seeds(double.guild.id)]


async def test_no_form_lets_others_in(double: DiscordDouble, bot: CaveatBot, anna: User) -> None:
    """A form that was opened as a curator and sent as none changes nothing."""
    preview = await preview_of(double, anna)
    form = (await anna.press(preview, "Edit attribution")).form
    before = preview.text()
    demote(double, anna)

    refused = await anna.submits(form, {"Title": "Mine now"})

    assert is_refusal(refused)
    assert before == preview.text()


async def test_a_forged_press_reaches_nothing(double: DiscordDouble, bot: CaveatBot, anna: User, bob: User) -> None:
    """Custom ids of others' cards, of other seeds, of nonsense, sent from a message that has no such button."""
    await stored(double, anna)
    preview = await preview_of(double, anna, SNOW)
    version = bot.store.guild_seeds(double.guild.id)[0].version
    token = preview.buttons["Confirm"]["custom_id"].split(":")[2]
    card = (await bob.slash(double.channel, "ask", question="What about granite?")).message
    ids = [
        f"c1:{action}:{argument}:{asker}"
        for action, argument in (
            ("seedconfirm", token),
            ("seedcancel", token),
            ("seedattribution", token),
            ("seedremove", f"rain.{version}"),
            ("seedblock", f"rain.{version}"),
            ("seedundo", f"rain.{version}"),
            ("seededit", "rain"),
            ("seedlist", ".0"),
            ("seedconfirm", "-"),
            ("seedpage", "..9999999999999999999999"),
        )
        for asker in (anna.id, bob.id)
    ]
    before = acts_of(bot, double)

    answers = [await bob.press(card, custom_id, forged=True) for custom_id in ids]
    planted = [await bob.press(planted_on(double, card, custom_id), custom_id) for custom_id in ids]

    assert all(answer.ephemeral and "leads nowhere" in answer.text() for answer in answers)
    assert all(is_refusal(answer) for answer in planted)
    assert before == acts_of(bot, double)
    assert ["rain"] == [seed.seed for seed in bot.store.guild_seeds(double.guild.id)]
    assert "Snow" not in "".join(answer.text() for answer in [*answers, *planted])


async def test_another_curator_cannot_use_a_card(double: DiscordDouble, bot: CaveatBot, anna: User) -> None:
    """A preview is its maker's: another one is told to open their own."""
    preview = await preview_of(double, anna)
    custom_id = preview.buttons["Confirm"]["custom_id"]
    boris = patient(double.user("boris", may=Permission.ADMINISTRATOR))
    card = (await boris.slash(double.channel, "ask", question="What about granite?")).message

    refused = await boris.press(planted_on(double, card, custom_id), custom_id)
    own = custom_id.replace(str(anna.id), str(boris.id))
    expired = await boris.press(planted_on(double, card, own), own)

    assert "Only the curator who opened this card" in refused.text()
    assert "preview has expired" in expired.text()
    assert [] == bot.store.guild_seeds(double.guild.id)


async def test_a_curator_role_lets_in_until_it_is_taken_away(double: DiscordDouble, bot: CaveatBot, bob: User) -> None:
    """The server's settings name the role."""
    (role,) = double.guild.members[bob.id].roles
    bot.rules.book.change(double.guild.id, {"curator_roles": {role}}, 9, datetime(2026, 1, 2, tzinfo=UTC))
    let_in = await bob.slash(double.channel, "seeds list")
    bot.rules.book.change(double.guild.id, {"curator_roles": set()}, 9, datetime(2026, 1, 3, tzinfo=UTC))

    refused = await bob.slash(double.channel, "seeds list")

    assert "no seeds of its own yet" in let_in.text()
    assert is_refusal(refused)


async def test_seeds_are_of_servers_alone(double: DiscordDouble, bot: CaveatBot, anna: User) -> None:
    """Not offered in direct messages, nor where only a person installed the app."""
    elsewhere = double.add_guild("elsewhere", with_bot=False)
    carol = double.user("carol", guild=elsewhere, may=Permission.ADMINISTRATOR)
    carol.person.installed = True

    with pytest.raises(ClientError, match="not offered"):
        await anna.slash(anna.dm, "seeds list")
    with pytest.raises(ClientError, match="not installed"):
        await carol.slash(double.channel_of(elsewhere), "seeds list")


async def test_an_admin_of_one_server_is_nobody_in_another(double: DiscordDouble, bot: CaveatBot, anna: User) -> None:
    """Neither their rights nor their drafts travel."""
    await stored(double, anna)
    elsewhere = double.guild_join("elsewhere")
    there = double.channel_of(elsewhere)
    double.user("anna", guild=elsewhere)
    boris = patient(double.user("boris", guild=elsewhere, may=Permission.ADMINISTRATOR))
    preview = await preview_of(double, anna, SNOW)
    custom_id = preview.buttons["Confirm"]["custom_id"]
    card = (await anna.slash(there, "ask", question="What about granite?")).message

    refused = [
        await anna.slash(there, "seeds list"),
        await anna.press(planted_on(double, card, custom_id), custom_id),
    ]
    listed = await boris.slash(there, "seeds list")
    missing = await boris.slash(there, "seeds export", seed="rain")

    assert all(is_refusal(answer) for answer in refused)
    assert "no seeds of its own yet" in listed.text()
    assert "There is no seed rain in this server" in missing.text()
    assert [] == bot.store.guild_seeds(elsewhere.id)


async def test_an_expired_preview_says_so(
    double: DiscordDouble, bot: CaveatBot, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After 15 minutes, at every button and form; nothing is stored."""
    now = [datetime.now(UTC)]
    monkeypatch.setattr(bot.handlers._curation.previews, "_now", lambda: now[0])
    preview = await preview_of(double, anna)
    form = (await anna.press(preview, "Edit attribution")).form
    now[0] += timedelta(seconds=LIFE_S)

    told = [
        await anna.press(preview, "Confirm"),
        await anna.press(preview, "Edit caveat and note"),
        await anna.submits(form, {"Title": "Rain"}),
    ]

    assert all(answer.ephemeral for answer in told)
    assert all("This preview has expired, and nothing was stored; attach the file again." in a.text() for a in told)
    assert [] == bot.store.guild_seeds(double.guild.id)


async def test_a_preview_outlives_a_restart(double: DiscordDouble, tmp_path: Path, service: ObedientService) -> None:
    """An open form corrects it, its buttons store it; a removal's undo still works."""
    async with connected(double, service):
        anna = patient(double.user("anna", may=Permission.MANAGE_GUILD))
        await stored(double, anna)
        removal = (await anna.slash(double.channel, "seeds remove", seed="rain")).message
        await anna.press(removal, "Remove")
        preview = await preview_of(double, anna, SNOW)
        form = (await anna.press(preview, "Edit attribution")).form
        await double.journal.until(lambda: "Re-indexed in" in removal.text(), "the index to be renewed", 30)
    async with connected(double, service_in(tmp_path, defer_after_s=1.0)) as bot:
        await anna.submits(form, {"Title": "Of Snow"})
        await double.journal.until(lambda: "Of Snow" in preview.text(), "the correction to be shown", 30)
        await anna.press(preview, "Confirm")
        await anna.press(removal, "Undo")

        assert {"rain", "snow"} == {seed.seed for seed in bot.store.guild_seeds(double.guild.id)}
        assert b"title: Of Snow\n" == bot.store.seed_contents(double.guild.id, "snow").sidecar
        await double.journal.until(lambda: "Re-indexed in" in removal.text(), "the index to be renewed", 30)


async def test_a_preview_that_is_lost_from_sight_is_resumed(
    double: DiscordDouble, bot: CaveatBot, anna: User, bob: User
) -> None:
    """With its corrections, by its maker alone, until it is stored or has expired."""
    cleo = patient(double.user("cleo", may=Permission.MANAGE_GUILD))
    first = await preview_of(double, anna)
    await anna.submits((await anna.press(first, "Edit attribution")).form, {"Title": "Of Rain"})
    await double.journal.until(lambda: "Of Rain" in first.text(), "the correction to be shown", 30)

    others = [(await user.slash(double.channel, "seeds resume")) for user in (bob, cleo)]
    resumed = await anna.slash(double.channel, "seeds resume")
    await anna.press(resumed.message, "Confirm")
    after = await anna.slash(double.channel, "seeds resume")

    assert is_refusal(others[0])
    assert all("is left in this server" in each.text() and each.ephemeral for each in (others[1], after))
    assert resumed.ephemeral
    assert b"title: Of Rain\n" == bot.store.seed_contents(double.guild.id, "rain").sidecar


def is_refusal(answer: Answer) -> bool:
    """Tell whether somebody was refused privately."""
    return answer.ephemeral and REFUSED in answer.text()


def planted_on(double: DiscordDouble, card: Message, custom_id: str) -> Message:
    """Put a button of ours on a card where it does not belong, as nobody can."""
    button = {"type": 2, "style": 2, "label": custom_id[:80], "custom_id": custom_id, "id": 900}
    row = {"type": 1, "id": 901, "components": [button]}
    card.stored.payload = card.payload | {"components": [*card.components[:1], row]}
    return card
