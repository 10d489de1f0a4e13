"""Tags over the wire: asked by option and by where one asks, searched, listed, by chance; roles that may ask."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.config.values import Config, DataConfig
from bot.gateway.client import CaveatBot
from bot.serving.service import Service
from tests.bot.connected import connected
from tests.conftest import write_seeds
from tests.discord_double import ClientError, DiscordDouble, Permission
from tests.discord_double.people import User
from tests.discord_double.views import Message

pytestmark = pytest.mark.asyncio

NOW = datetime(2026, 1, 2, 12, tzinfo=UTC)
PROSE = "The harbour master wrote down each evening how high the water stood along the old quay. " * 3
SEEDS = {
    "surge.md": "---\nauthor: Mira Holt\ntags: Sea, Weather\n---\n\nThe harbour was flooded by a surge in 1910.\n",
    "siege.md": "---\nauthor: Bo Lund\ntags: History\n---\n\nThe harbour was flooded by its defenders in 1655.\n",
    "tides.md": f"---\nauthor: Mira Holt\ntags: Sea\n---\n\n{PROSE}\n",
}
QUESTION = "When was the harbour flooded?"


@pytest_asyncio.fixture(name="bot")
async def _bot(double: DiscordDouble, tmp_path: Path) -> AsyncIterator[CaveatBot]:
    service = Service(Config(data=DataConfig(dir=tmp_path / "data")), write_seeds(tmp_path / "seeds", SEEDS))
    service.open()
    async with connected(double, service) as client:
        yield client


@pytest.fixture
def admin(double: DiscordDouble) -> User:
    """Somebody who may manage the server."""
    return double.user("ada", may=Permission.MANAGE_GUILD)


def bind(bot: CaveatBot, double: DiscordDouble, place: int, *tags: str) -> None:
    """Bind a place to tags."""
    bot.rules.book.bind(double.guild.id, place, tags, 1, NOW)


def authors(card: Message) -> list[bool]:
    """Tell whose passages a card shows."""
    return ["Mira Holt" in card.text(), "Bo Lund" in card.text()]


@pytest.mark.parametrize(
    ("options", "shown"),
    [({"tag": "history"}, [False, True]), ({"author": "Holt"}, [True, False]), ({"seed": "siege"}, [False, True])],
)
async def test_a_question_is_asked_of_what_is_chosen(
    double: DiscordDouble, bot: CaveatBot, *, options: dict[str, str], shown: list[bool]
) -> None:
    """By tag, author, seed; the card says so, and goes on saying so when its pages are turned."""
    card = (await double.user("alice").slash(double.channel, "ask", question=QUESTION, **options)).message

    assert shown == authors(card)
    ((name, value),) = options.items()
    assert f"[{name}:{value}]" in card.text().replace("\\", "")


async def test_a_bound_channel_asks_its_tags_alone(double: DiscordDouble, bot: CaveatBot) -> None:
    """By command, mention and search; threads belong to their channel, and other channels ask everything."""
    alice = double.user("alice")
    thread = double.add_channel("thread", parent=double.channel)
    other = double.add_channel("other")
    await double.settled()
    bind(bot, double, double.channel.id, "History")

    asked = [
        (await alice.slash(double.channel, "ask", question=QUESTION)).message,
        await alice.asks(double.channel, f"@bot {QUESTION}"),
        (await alice.slash(double.channel, "search", query="harbour flooded")).message,
        await alice.asks(thread, f"@bot {QUESTION}"),
    ]
    elsewhere = (await alice.slash(other, "search", query="harbour flooded")).message

    assert [[False, True]] * 4 == [authors(each) for each in asked]
    assert [True, True] == authors(elsewhere)


async def test_more_is_asked_of_the_same_seeds(double: DiscordDouble, bot: CaveatBot) -> None:
    """A follow-up keeps what the card says."""
    alice = double.user("alice")
    card = (await alice.slash(double.channel, "ask", question=QUESTION, tag="history")).message

    form = (await alice.press(card, "Ask more")).form
    answer = await alice.submits(form, {"words": "Flooded by whom?"})

    assert "tag:history" in answer.text()
    assert [False, True] == authors(answer.message)


async def test_tags_are_shown_and_listed_by(double: DiscordDouble, bot: CaveatBot) -> None:
    """In the list of seeds, which can be narrowed to one, and on a seed's own card."""
    alice = double.user("alice")

    listed = (await alice.slash(double.channel, "sources", tag="sea")).text()
    none = (await alice.slash(double.channel, "sources", tag="sports")).text()
    seed = (await alice.slash(double.channel, "seed", seed="surge")).text()

    assert [True, True, False] == [f"**{each}**" in listed for each in ("surge", "tides", "siege")]
    assert ["tags: Sea, Weather" in each for each in (listed, seed)] == [True, True]
    assert "No seed passes that filter" in none


async def test_a_search_takes_tags(double: DiscordDouble, bot: CaveatBot) -> None:
    """And leaves them out where a minus stands before one."""
    alice = double.user("alice")

    found = [
        (await alice.slash(double.channel, "search", query=f"flooded {each}")).message
        for each in ("tag:sea", "-tag:sea")
    ]

    assert [[True, False], [False, True]] == [authors(each) for each in found]


@pytest.mark.parametrize(
    ("option", "typed", "offered"),
    [("tag", "", ["Sea", "History", "Weather"]), ("tag", "his", ["History"]), ("author", "lu", ["Bo Lund"]),
     ("seed", "ti", ["tides"])],
)  # fmt: skip
async def test_filters_are_completed(
    double: DiscordDouble, bot: CaveatBot, option: str, typed: str, offered: list[str]
) -> None:
    """Tags and authors most common first, seeds as elsewhere."""
    answer = await double.user("alice").completes(double.channel, "ask", option, typed, question="x")

    assert offered == [each["value"] for each in answer.choices]


async def test_a_passage_comes_by_chance(double: DiscordDouble, bot: CaveatBot) -> None:
    """One that can stand alone, of what is chosen or bound."""
    alice = double.user("alice")
    bind(bot, double, double.channel.id, "Sea")

    by_author = [(await alice.slash(double.channel, "random", author="Lund", tag="history")).text()]
    bound = (await alice.slash(double.channel, "random")).text()
    nothing = await alice.slash(double.channel, "random", tag="sports")

    assert "siege" in by_author[0]
    assert "chosen by chance" in by_author[0]
    assert "looked up" not in by_author[0]
    assert "harbour master" in bound
    assert nothing.ephemeral
    assert "No passage passes that filter" in nothing.text()


async def test_only_some_roles_may_ask(double: DiscordDouble, bot: CaveatBot, admin: User) -> None:
    """Others are told privately by commands and buttons, and met with silence where they mention; admins may."""
    may, alice = double.user("bob"), double.user("alice")
    role = next(iter(double.guild.members[may.id].roles))
    card = (await alice.slash(double.channel, "ask", question=QUESTION)).message
    bot.rules.book.change(double.guild.id, {"asker_roles": {role}}, 1, NOW)

    refused = [await alice.slash(double.channel, "ask", question=QUESTION), await alice.press(card, "Ask more")]
    asked = [await each.slash(double.channel, "ask", question=QUESTION) for each in (may, admin)]
    mentioned = await may.asks(double.channel, f"@bot {QUESTION}")
    await alice.says(double.channel, f"@bot {QUESTION}")
    await double.no_answer()

    assert all(each.ephemeral and "certain roles ask me" in each.text() for each in refused)
    assert [True] * 3 == [any(authors(each)) for each in (*(one.message for one in asked), mentioned)]


async def test_a_place_is_bound_in_settings(double: DiscordDouble, bot: CaveatBot, admin: User) -> None:
    """First the place, then its tags, both shown; with none chosen it asks everything again."""
    panel = (await admin.slash(double.channel, "settings")).message
    await admin.press(panel, "Collections")

    await admin.selects(panel, "s1:pick:channel", str(double.channel.id))
    bound = f"s1:bind:{double.channel.id}"
    await admin.selects(panel, bound, "History")
    settings = bot.rules.book.load(double.guild.id)
    text = panel.text()
    await admin.selects(panel, bound)

    assert {double.channel.id: ("History",)} == settings.collections
    assert f"#{double.channel.name}: only History" in text
    assert {} == bot.rules.book.load(double.guild.id).collections
    assert "Nothing is bound yet" in panel.text()


async def test_nobody_else_binds(double: DiscordDouble, bot: CaveatBot, admin: User) -> None:
    """Each act is checked, whoever opened the panel."""
    panel = (await admin.slash(double.channel, "settings")).message
    await admin.press(panel, "Collections")
    await admin.selects(panel, "s1:pick:channel", str(double.channel.id))

    with pytest.raises(ClientError):
        await double.user("eve").selects(panel, f"s1:bind:{double.channel.id}", "History")

    assert {} == bot.rules.book.load(double.guild.id).collections
