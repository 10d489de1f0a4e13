"""Everything that is shown goes through the catalogues: in a made-up language, no word of ours stays English."""

import gettext
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.gateway.client import CaveatBot
from bot.settings.fields import SECTIONS
from bot.wording import i18n
from tests.bot.connected import SEEDS, connected, service_in
from tests.discord_double import DiscordDouble, Permission, Upload
from tests.discord_double.kinds import Json
from tests.discord_double.people import User
from tests.discord_double.views import Answer

pytestmark = pytest.mark.asyncio

QUESTION = "How hrad is granite?"
MARBLE = b"---\nauthor: M. Mason\n---\n\nMarble columns take a polish."
# What stands there beside our words: a seed's, a question's, names that are the same everywhere, and dates.
THEIRS = (
    *SEEDS.values(),
    MARBLE.decode(),
    f"{QUESTION} {QUESTION.replace('hrad', 'hard')} stones marble marble.md own Markdown CSL-JSON anna caveat UTC en",
    "Deutsch English Español Русский Türkçe what about basalt nowhere to be found Who baked the bread broken.md",
)
WORD = re.compile(r"[^\W\d_]{2,}")
MACHINES = re.compile(r"<[^>]*>|`[^`]*`|https?://\S+|\b[0-9a-f]{8,}\b|\{.*\}", re.DOTALL)


class MadeUp(gettext.NullTranslations):
    """Says every template between brackets."""

    def gettext(self, message: str) -> str:
        """Return a template in brackets."""
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for a number in brackets."""
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@pytest.fixture(autouse=True)
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak the made-up language wherever German would be."""
    monkeypatch.setattr(i18n, "_catalogue", lambda name: MadeUp() if name == "de" else gettext.NullTranslations())


@pytest_asyncio.fixture
async def bot(double: DiscordDouble, tmp_path: Path) -> AsyncIterator[CaveatBot]:
    """The bot, connected."""
    async with connected(double, service_in(tmp_path, defer_after_s=2.5)) as client:
        yield client


@pytest.fixture
def anna(double: DiscordDouble, bot: CaveatBot) -> User:
    """Somebody who may manage the server, with a Discord in German."""
    user = double.user("anna", may=Permission.MANAGE_GUILD)
    user.person.locale, user.timeout_s = "de", 30.0
    return user


def ours(text: str) -> set[str]:
    """Return the words of a text that neither a catalogue nor anybody else said."""
    text = MACHINES.sub(" ", text.replace("**", "").replace("__", "").replace("\\", ""))
    while re.search("⟦[^⟦⟧]*⟧", text):
        text = re.sub("⟦[^⟦⟧]*⟧", " ", text)
    return set(WORD.findall(text)) - set(WORD.findall(" ".join(THEIRS)))


def words_of(answer: Answer) -> set[str]:
    """Return our words on all that answers an act, buttons, menus and forms included."""
    if answer.outcome == "modal":
        return {word for text in (answer.form.title, *_form_texts(answer.form.payload)) for word in ours(text)}
    shown = [(message.text(), *message.buttons, *_menus(message.selects)) for message in answer.messages]
    return {word for texts in shown for text in texts for word in ours(text)}


def _menus(selects: list[Json]) -> Iterator[str]:
    for select in selects:
        yield select.get("placeholder") or ""
        yield from (option["label"] for option in select.get("options") or [])


def _form_texts(form: Json) -> Iterator[str]:
    for item in form["components"]:
        yield from (item.get(key) or "" for key in ("label", "description"))
        yield (item.get("component") or {}).get("placeholder") or ""


COMMANDS: list[tuple[str, dict[str, str]]] = [
    ("ask", {"question": QUESTION}),
    ("ask", {"question": "Who baked the bread?"}),
    ("search", {"query": "granite"}),
    ("search", {"query": "basalt"}),
    ("search", {"query": "before:yesterday"}),
    ("passage", {"ref": "stones#2"}),
    ("passage", {"ref": "nowhere"}),
    ("seed", {"seed": "stones"}),
    ("caveat", {"seed": "stones"}),
    ("sources", {}),
    ("verify", {"quote": "granite is hard"}),
    ("verify", {"quote": "Marble is hard, and granite is not marble"}),
    ("verify", {"quote": "nowhere to be found"}),
    ("status", {}),
    ("help", {}),
    ("about", {}),
    ("privacy", {}),
    ("forget-me", {}),
    ("settings", {}),
    ("stats", {}),
    ("read", {"seed": "stones"}),
    ("random", {}),
    ("daily off", {}),
    ("search", {"query": "🙂"}),
    ("search", {"query": "publisher:penguin"}),
    ("verify", {"quote": 'He said "granite is hard" twice'}),
    ("verify", {"quote": "…"}),
    ("gaps show", {}),
    ("gaps export", {}),
    ("gaps clear", {}),
    ("audit show", {}),
    ("audit export", {}),
    ("seeds list", {}),
    ("seeds check", {}),
    ("seeds export", {}),
    ("seeds resume", {}),
    ("seeds todo", {}),
    ("seeds withdraw", {"seed": "nowhere", "reason": "caveat"}),
    ("suggest", {}),
    ("pinned add", {"question": QUESTION, "ref": "stones#1"}),
    ("pinned list", {}),
    ("pinned remove", {"question": QUESTION}),
    ("seeds remove", {"seed": "nowhere"}),
    ("reindex", {}),
]


@pytest.mark.parametrize(("command", "options"), COMMANDS)
async def test_commands_say_nothing_of_their_own(
    double: DiscordDouble, anna: User, command: str, options: dict[str, str]
) -> None:
    """What each command shows, and what it says where it cannot."""
    answer = await anna.slash(double.channel, command, **options)

    assert set() == words_of(answer)


async def test_every_command_is_heard(double: DiscordDouble, bot: CaveatBot) -> None:
    """A new command wants a line above, or is tried below."""
    known = {command.qualified_name for command in bot.tree.walk_commands() if not hasattr(command, "commands")}

    assert known == {name for name, _ in COMMANDS} | {"seeds add", "seeds check-again", "seeds edit", "daily set"}


async def test_buttons_say_nothing_of_their_own(double: DiscordDouble, anna: User) -> None:
    """Each of a card's, one after the other, until no new one shows."""
    card = (await anna.slash(double.channel, "ask", question=QUESTION, private=True)).message
    heard: set[str] = set()
    for label in list(card.buttons):
        if "Remove" not in label:
            heard |= words_of(await anna.press(card, label))
            card = (await anna.slash(double.channel, "ask", question=QUESTION, private=True)).message

    assert set() == heard


async def test_settings_say_nothing_of_their_own(double: DiscordDouble, anna: User) -> None:
    """Every section of the panel."""
    panel = (await anna.slash(double.channel, "settings")).message
    heard: set[str] = set()
    for section in list(SECTIONS.values())[1:]:
        heard |= words_of(await anna.press(panel, f"⟦{section.label}⟧"))

    assert set() == heard


async def test_seeds_say_nothing_of_their_own(double: DiscordDouble, anna: User) -> None:
    """From the preview by its forms to what is stored, listed, checked and removed."""
    added = await anna.slash(double.channel, "seeds add", file=Upload("marble.md", MARBLE))
    heard = words_of(added)
    for label in [each for each in added.message.buttons if "Edit" in each] + ["⟦Confirm⟧"]:
        heard |= words_of(await anna.press(added.message, label))
    heard |= words_of(
        await anna.slash(double.channel, "seeds add", file=Upload("broken.md", b"---\nauthor: Ada\nby: Bo\n---\nText."))
    )
    for command in ("seeds list", "seeds check", "audit show", "reindex"):
        heard |= words_of(await anna.slash(double.channel, command))
    for block in (False, True):
        heard |= words_of(await anna.slash(double.channel, "seeds remove", seed="marble", block=block))

    assert set() == heard


async def test_the_test_can_fail() -> None:
    """A word that no catalogue was asked for is found, and a seed's word is not."""
    assert {"Thanks"} == ours("Thanks · ⟦for ⟦all⟧ this⟧ · granite · <t:123:R>")
