"""No server's seeds reach another place: not a text, a title, an author, a word, a count, a language or a key.

Each place is held against a world of its own, in which no other server ever was: whatever is asked there, the two
must say the same. So nothing has to be listed that might leak.
"""

import re
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.answering.pages import PAGE_MAKERS
from bot.gateway.client import CaveatBot
from bot.serving.scope import Scope
from bot.store.database import migrate
from bot.store.guild_settings import SettingsBook
from bot.store.queries.seed_acts import Admin
from bot.store.queries.seeds import SeedContents
from bot.store.store import Store
from index.errors import QuestionError
from tests.bot.connected import ObedientService, connected
from tests.bot.pressing import acts
from tests.bot.servers import MARBLE, NOW, OAK, add, indexed, worker
from tests.discord_double import DiscordDouble, Permission
from tests.discord_double.views import Message
from tests.discord_double.world import Guild

KEY = re.compile(r"(?<=:)[a-z0-9]{10}(?=[:.])")  # of a passage, in a button
SERVERS = (111 << 22, 222 << 22, 333 << 22)
PLACES = (*SERVERS, None)
# Several share words with the operator's and with each other, so that a foreign count would move a score; several
# languages, so that a foreign one would change how a question is read; names that are near words to each other.
TEXTS = {
    "granite": "---\ntitle: Granite\nauthor: Zebulon Quartz\n---\n\nGranite is hard.\n\n## Z\n\nZirconium is rarer.\n",
    "marble": "---\ntitle: Marble\nauthor: Marbella Carver\n---\n\nMarble is soft. I think marbles roll.\n",
    "marmor": "---\nlanguage: de\nauthor: Ottokar Steinmetz\n---\n\nMarmor ist weich, und der Kalkstein ist grau.\n",
    "mramor": "---\nlanguage: ru\n---\n\nМрамор мягкий и белый, а гранит твёрдый и серый.\n",
    "secret": "---\ncaveat: Take zanzibarite with salt.\n---\n\nZanzibarite outlasts granite. It is hard.\n",
}
NAMES = st.sampled_from(sorted(TEXTS))
ASKED = (
    "How hard is granite?",
    "How soft is marbel?",
    "Who is Zebulon Qartz?",
    "What is zanzibarit?",
    "Wie weich ist der Marmor?",
    "Насколько мягкий мрамор?",
    "zirkonium",
)
QUOTES = ("Zanzibarite outlasts granite", "Marble is soft", "Granite is hard and grey")
TYPED = ("", "o", "own/", "gra", "sec", "marble#", "own/marble#1", "own/secret#")
REFS = ("own/granite#2", "own/secret#1", "own/mramor#1", "granite#1", "stones#1")


class World:
    """A database and a worker."""

    def __init__(self, folder: Path) -> None:
        url = f"sqlite:///{folder}/caveat.sqlite3"
        folder.mkdir(parents=True)
        migrate.upgrade(url)
        self.store = Store.open(url)
        self.service = worker(folder, self.store, memory_mb=0.5)  # so that libraries are closed and opened all the time

    def close(self) -> None:
        """Leave nothing running."""
        self.service.stop()
        self.store.close()

    def add(self, guild_id: int, name: str) -> None:
        """Give a server a seed, or new contents where it has one of the name, or has it back where it was removed."""
        contents = SeedContents(TEXTS[name].encode())
        admin, there = Admin(guild_id, 1, NOW), self.store.guild_seed(guild_id, name)
        if there is None:
            self.store.add_seed(admin, f"{name}.md", contents)
        elif there.removed_at is not None:
            self.store.restore_seed(admin, name, there.version)
        else:
            again = SeedContents(contents.data, b"note: seen again\n")
            self.store.change_seed(admin, name, again, there.version)

    def remove(self, guild_id: int, name: str) -> bool:
        """Take a seed from its server; tell whether it was there."""
        there = self.store.guild_seed(guild_id, name)
        if there is None or there.removed_at is not None:
            return False
        self.store.remove_seed(Admin(guild_id, 1, NOW), name, there.version)
        return True

    def settle(self, guild_id: int) -> None:
        """Wait until a server's changes are indexed."""
        self.service.guild_changed(guild_id).result(30)

    def seen(self, place: int | None, keys: frozenset[str]) -> dict[str, Any]:
        """Return all that can be seen in a place, through every lookup, card and completion."""
        scope = self.service.scope(place)
        seen: dict[str, Any] = {
            f"{kind} {text}": said(lambda kind=kind, text=text: PAGE_MAKERS[kind](scope, text))
            for kind, texts in asked_of(scope).items()
            for text in texts
        }
        seen |= {f"verify {quote}": said(lambda quote=quote: scope.verify(quote)) for quote in QUOTES}
        seen |= {f"complete {t}": (scope.complete(t, passages=True), scope.complete(t, passages=False)) for t in TYPED}
        seen["status"] = [
            (name, value) for name, value in scope.status().rows().items() if name in ("seeds", "passages")
        ]
        found = {key: scope.find(key) for key in keys}
        seen["keys"] = found
        seen["around"] = [scope.neighbours(passage) for passage in found.values() if passage]
        seen["why"] = [said(lambda p=p, q=q: scope.explain(q, p)) for p in found.values() if p for q in ASKED]
        return seen


def asked_of(scope: Scope) -> dict[str, tuple[str, ...]]:
    """Return what is asked of each kind of card: questions of all servers, names of all their seeds."""
    names = tuple(dict.fromkeys((*(f"own/{name}" for name in TEXTS), *(each.id for each in scope.documents()))))
    questions = {"ask": ASKED, "literal": ASKED, "search": (*ASKED, "author:quartz", "title:marble", "-granite")}
    return questions | {"sources": ("",), "seed": names, "caveat": names, "passage": REFS}


def said(look: Any) -> Any:
    """Return what a lookup says, be it that there is nothing."""
    try:
        return look()
    except QuestionError as err:
        return str(err)


class Isolation(RuleBasedStateMachine):
    """Servers' curators and members act in turns; beside the one world stands one of its own for each place."""

    @initialize()
    def begin(self) -> None:
        """Begin with nobody having any seeds."""
        self.folder = tempfile.TemporaryDirectory()
        self.all = World(Path(self.folder.name) / "all")
        self.alone = {place: World(Path(self.folder.name) / str(place)) for place in PLACES}
        self.keys: frozenset[str] = frozenset({"aaaaaaaaaa"})
        self.seen_alone: dict[int | None, dict[str, Any]] = {}

    def teardown(self) -> None:
        """Leave nothing behind."""
        for world in (self.all, *self.alone.values()) if hasattr(self, "all") else ():
            world.close()
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @rule(guild_id=st.sampled_from(SERVERS), name=NAMES)
    def add(self, guild_id: int, name: str) -> None:
        """Give a server a seed."""
        for world in (self.all, self.alone[guild_id]):
            world.add(guild_id, name)
            world.settle(guild_id)
        own = self.all.service.own_view(guild_id)
        assert own is not None
        self.keys |= {own.searcher.passage(number).key for number in range(len(own.searcher))}
        self.seen_alone.clear()

    @rule(guild_id=st.sampled_from(SERVERS), name=NAMES, settled=st.booleans())
    def remove(self, guild_id: int, name: str, *, settled: bool) -> None:
        """Take a seed from a server; it is gone whether or not a re-index follows."""
        for world in (self.all, self.alone[guild_id]):
            if world.remove(guild_id, name) and settled:
                world.settle(guild_id)
        self.seen_alone.pop(guild_id, None)
        gone = self.all.service.scope(guild_id)
        assert not [each.id for each in gone.documents() if each.id == f"own/{name}"]
        assert [] == gone.complete(f"own/{name}", passages=True)

    @rule(guild_id=st.sampled_from(SERVERS), on=st.booleans())
    def switch_operators_seeds(self, guild_id: int, *, on: bool) -> None:
        """Let a server do without the operator's seeds, or have them again."""
        for world in (self.all, self.alone[guild_id]):
            book = world.service._book
            assert isinstance(book, SettingsBook)
            book.change(guild_id, {"operator_seeds": on}, 1, NOW)
        self.seen_alone.pop(guild_id, None)

    @invariant()
    def every_place_is_as_if_alone(self) -> None:
        """Whatever is asked, a place says what it would say if it were the only one."""
        for place in PLACES if hasattr(self, "all") else ():
            alone = self.seen_alone.get(place) or self.alone[place].seen(place, self.keys)
            self.seen_alone[place] = alone
            seen = self.all.seen(place, self.keys)
            assert {name: alone[name] for name in alone if alone[name] != seen[name]} == {
                name: seen[name] for name in alone if alone[name] != seen[name]
            }


Isolation.TestCase.settings = settings(max_examples=5, stateful_step_count=10)
TestIsolation = Isolation.TestCase


@pytest_asyncio.fixture
async def caveat(double: DiscordDouble, service: ObedientService) -> AsyncIterator[CaveatBot]:
    """The bot, connected, in two servers of which one has a seed on marble, the other one on oaks."""
    forest = double.add_guild("forest")
    double.add_guild("elsewhere", with_bot=False)
    async with connected(double, service) as client:
        for guild_id, name, data in ((double.guild.id, "marble.md", MARBLE), (forest.id, "oak.md", OAK)):
            add(client.store, guild_id, name, data)
            indexed(service, guild_id)
        yield client


def named(double: DiscordDouble, name: str) -> Guild:
    """Return a server by its name."""
    return next(guild for guild in double.world.guilds.values() if guild.name == name)


@pytest.mark.asyncio
async def test_discord_leads_to_no_other_servers_seeds(double: DiscordDouble, caveat: CaveatBot) -> None:
    """By question, command, completion, mention, context menu and status; in a server, a direct message, elsewhere."""
    forest, elsewhere = named(double, "forest"), named(double, "elsewhere")
    carol, frank, eve = double.user("carol"), double.user("frank", guild=forest), double.user("eve", guild=elsewhere)
    eve.person.installed = True
    own = (await frank.slash(double.channel_of(forest), "ask", question="How does oak burn?")).text()

    short = (await frank.slash(double.channel_of(forest), "seed", seed="Oak")).text()

    said = []
    for person, channel in ((carol, double.channel), (carol, carol.dm), (eve, double.channel_of(elsewhere))):
        said += [
            (await person.slash(channel, "ask", question="How does oak burn?", private=True)).text(),
            (await person.slash(channel, "ask", question="How does oakk burn?", private=True)).text(),
            (await person.slash(channel, "search", query="oak", private=True)).text(),
            (await person.slash(channel, "sources", private=True)).text(),
            (await person.slash(channel, "seed", seed="own/oak", private=True)).text(),
            (await person.slash(channel, "caveat", seed="own/oak", private=True)).text(),
            (await person.slash(channel, "passage", ref="own/oak#1", private=True)).text(),
            (await person.slash(channel, "verify", quote="Oak burns slowly", private=True)).text(),
            (await person.slash(channel, "status")).text(),
            str((await person.completes(channel, "seed", "seed", "own/")).choices),
            str((await person.completes(channel, "passage", "ref", "oak")).choices),
        ]

    hidden = ("floats", "Forester", "On oaks", "own/oak#1'")
    assert all(word in own for word in hidden[:3])
    assert "On oaks" in short  # without the "own/" before its name
    assert not [text for text in said if any(word in text for word in hidden)]


@pytest.mark.asyncio
async def test_a_forged_key_finds_what_an_unknown_one_finds(double: DiscordDouble, caveat: CaveatBot) -> None:
    """A button that never stood on a card is refused; and where one got there, its passage is not of this place."""
    forest = named(double, "forest")
    key = caveat.service.scope(forest.id).passage("own/oak#1").key
    carol = double.user("carol", may=Permission.MANAGE_GUILD)
    card = (await carol.slash(double.channel, "ask", question="How soft is marble?")).message
    presses = ("▲ Before", "▼ After", "Why this?", "Cite", "👍", "👎")
    behind = (await carol.press(card, "More…")).message
    ids = [(place, str(part.get("custom_id"))) for place in (card, behind) for part in place.parts]
    buttons = [(place, custom_id) for place, custom_id in ids if KEY.search(custom_id)]

    forged = [
        [(await carol.press(place, KEY.sub(each, button), forged=True)).text() for place, button in buttons]
        for each in (key, "aaaaaaaaaa")
    ]
    planted = []
    for each in (key, "aaaaaaaaaa"):
        plant(card, each)
        planted.append([(await acts(carol, card, label)).text() for label in presses])

    assert len(presses) <= len(buttons)
    assert forged[0] == forged[1]
    assert planted[0] == planted[1]
    assert not [text for text in planted[0] if "Oak" in text]


def plant(card: Message, key: str) -> None:
    """Put another passage's key into the buttons of a card, as no client of Discord's can."""
    for part in card.parts:
        if "custom_id" in part:
            part["custom_id"] = KEY.sub(key, part["custom_id"])
