"""`/audit` over real sockets: who did what, for admins alone, page by page and as a file."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.gateway.client import CaveatBot
from bot.store.queries.audit import AuditAct
from bot.store.queries.seed_acts import Admin
from bot.store.queries.seeds import SeedContents
from tests.bot.connected import show_to_everybody
from tests.discord_double import DiscordDouble, Permission
from tests.discord_double.people import User

pytestmark = pytest.mark.asyncio

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
ANNA = 9


@pytest.fixture
def dora(double: DiscordDouble) -> User:
    """Somebody who may manage the server."""
    return double.user("dora", may=Permission.MANAGE_GUILD)


async def test_acts_are_shown_with_who_when_and_what(double: DiscordDouble, bot: CaveatBot, dora: User) -> None:
    """Privately, newest first; mentions show a name and ping nobody; of seeds the checksums, of settings the keys."""
    contents = SeedContents(b"Granite is hard.", b"title: Stones")
    bot.store.add_seed(Admin(double.guild.id, ANNA, NOON), "stones.txt", contents)
    bot.rules.book.change(double.guild.id, {"pages_per_answer": 2}, ANNA, NOON + timedelta(minutes=1))

    card = (await dora.slash(double.channel, "audit show")).message

    file, sidecar = contents.checksums.split("+")
    moment = int(NOON.timestamp())
    assert card.ephemeral
    assert card.pinged == frozenset()
    assert [
        "**What admins did here**",
        f"**settings changed** · <@{ANNA}> · <t:{moment + 60}:f>",
        "-# settings: pages\\_per\\_answer",
        f"**added** · stones · <@{ANNA}> · <t:{moment}:f>",
        f"-# before: nothing · after: `{file[:12]}`+`{sidecar[:12]}`",
    ] == card.text().split("\n")


async def test_forgotten_admins_stay_strangers(double: DiscordDouble, bot: CaveatBot, dora: User) -> None:
    """On the card and in the file a pseudonym stands in place of the person."""
    bot.rules.book.change(double.guild.id, {"pages_per_answer": 2}, ANNA, NOON)
    bot.store.delete_user(ANNA)

    card = (await dora.slash(double.channel, "audit show")).message
    exported = (await dora.slash(double.channel, "audit export")).message.files["audit.jsonl"].decode()

    assert "somebody who asked to be forgotten (forgotten-" in card.text()
    assert json.loads(exported.splitlines()[0])["actor"].startswith("forgotten-")
    assert f"<@{ANNA}>" not in card.text()


async def test_acts_are_paged(double: DiscordDouble, bot: CaveatBot, dora: User) -> None:
    """Older ones by number, so that new ones shift nothing; the newest are one press away."""
    for number in range(25):
        bot.store.record_act(double.guild.id, ANNA, NOON, AuditAct(f"act{number}"))
    card = (await dora.slash(double.channel, "audit show")).message
    pages = [card.text()]

    while "Next ▶" in card.buttons:
        await dora.press(card, "Next ▶")
        pages.append(card.text())
    await dora.press(card, "◀ Newest")

    shown = [page.count("**act") for page in pages]
    assert [10, 10, 5] == shown
    assert all(f"**act{number}**" in "".join(pages) for number in range(25))
    assert pages[0] == card.text()


async def test_audit_is_for_admins_alone(double: DiscordDouble, bot: CaveatBot, dora: User) -> None:
    """Curators do not read it either, by command or by a button of before."""
    for number in range(25):
        bot.store.record_act(double.guild.id, ANNA, NOON, AuditAct(f"act{number}"))
    carl = double.user("carl")
    (role,) = double.guild.members[carl.id].roles
    bot.rules.book.change(double.guild.id, {"curator_roles": [role]}, ANNA, NOON)
    card = (await dora.slash(double.channel, "audit show")).message
    show_to_everybody(double, "audit")
    double.guild.members[dora.id].roles.clear()

    answers = [
        await carl.slash(double.channel, "audit show"),
        await carl.slash(double.channel, "audit export"),
        await dora.press(card, "Next ▶"),
    ]

    assert ["Only those who may manage this server can do this."] * 3 == [answer.text() for answer in answers]


async def test_all_acts_are_exported_oldest_first(
    double: DiscordDouble, bot: CaveatBot, dora: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One JSON object a line, of this server alone; the export itself is the last of them."""
    monkeypatch.setattr("bot.records.audit_handlers.ENTRIES_AT_ONCE", 2)
    for number in range(5):
        bot.store.record_act(double.guild.id, 2**60 + 1, NOON, AuditAct("reindex", details={"number": number}))
        bot.store.record_act(double.guild.id + 1, ANNA, NOON, AuditAct("secret"))

    message = (await dora.slash(double.channel, "audit export")).message

    lines = [json.loads(line) for line in message.files["audit.jsonl"].decode().splitlines()]
    assert message.ephemeral
    assert ["reindex"] * 5 + ["export-audit"] == [line["action"] for line in lines]
    assert [0, 1, 2, 3, 4] == [line["details"]["number"] for line in lines[:5]]
    assert (str(2**60 + 1), NOON.isoformat()) == (lines[0]["actor"], lines[0]["at"])
    assert str(dora.id) == lines[-1]["actor"]
