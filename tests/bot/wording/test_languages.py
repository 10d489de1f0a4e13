"""Languages over real sockets: each person reads theirs, quotes stay in their own, commands carry all names."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.gateway import client
from bot.gateway.client import CaveatBot
from tests.bot.connected import ObedientService, connected, service_in
from tests.bot.process import SEED, environ_in
from tests.conftest import write_seeds
from tests.discord_double import DiscordDouble, Permission
from tests.discord_double.kinds import Json
from tests.discord_double.people import User
from tests.discord_double.views import Message

LOCALES = ("de", "es-ES", "es-419", "ru", "tr")
QUESTION = "How hard is granite?"
QUOTED = ("Granite is hard.", "My guess: it will outlast us.", "Take everything here with a grain of salt.", "A. Mason")
ABSTAINED = {
    "en-US": "Nothing in the seeds answers this.",
    "de": "In den Dokumenten steht nichts, was das beantwortet.",
    "es-419": "Nada en los documentos responde a esto.",
    "ru": "В документах нет ответа на это.",
    "tr": "Belgelerde bunu yanıtlayan bir şey yok.",
    "fr": "Nothing in the seeds answers this.",
}
PASSAGE = {"de": "Passage 1 von 3", "ru": "отрывок 1 из 3", "en-US": "passage 1 of 3", "tr": "pasaj 1/3"}


@pytest_asyncio.fixture
async def bot(double: DiscordDouble, service: ObedientService) -> AsyncIterator[CaveatBot]:
    """The bot, connected."""
    async with connected(double, service) as client:
        yield client


def speaker(double: DiscordDouble, locale: str) -> User:
    """Return somebody whose Discord speaks a language."""
    user = double.user(f"speaker-of-{locale}")
    user.person.locale = locale
    return user


def plain(text: str) -> str:
    """Return a card's text without emphasis."""
    return text.replace("**", "").replace("__", "")


@pytest.mark.asyncio
async def test_a_german_gets_a_german_card_with_the_english_quote(double: DiscordDouble, bot: CaveatBot) -> None:
    """Our words are German; the author's, and the caveat, are as they stand in the seed."""
    answer = await speaker(double, "de").slash(double.channel, "ask", question=QUESTION)

    text = plain(answer.text())
    ours = ("Vorbehalt des Autors", "(Vermutung)", "Treffer", PASSAGE["de"])
    assert [] == [words for words in (*QUOTED, *ours) if words not in text]
    assert {"Weiter ▶", "Nachfragen", "Mehr…"} <= answer.message.buttons.keys()


@pytest.mark.asyncio
@pytest.mark.parametrize("locale", ABSTAINED)
async def test_everybody_reads_their_own_language(double: DiscordDouble, bot: CaveatBot, locale: str) -> None:
    """Also where Discord knows a variety that we do not, or a language that we lack."""
    answer = await speaker(double, locale).slash(double.channel, "ask", question="Who baked the bread yesterday?")

    assert ABSTAINED[locale] in answer.text()


@pytest.mark.asyncio
async def test_people_at_the_same_time_read_each_their_own(
    double: DiscordDouble, bot: CaveatBot, service: ObedientService
) -> None:
    """Their searches wait for each other, in threads of one pool, and each comes back in its language."""
    service.may_answer.clear()
    asking = [
        asyncio.create_task(speaker(double, locale).slash(double.channel, "ask", question=QUESTION))
        for locale in PASSAGE
    ]
    await asyncio.to_thread(service.asked.wait, 10)
    service.may_answer.set()

    texts = [plain(answer.text()) for answer in await asyncio.gather(*asking)]

    assert [[words for words in PASSAGE.values() if words in text] for text in texts] == [
        [words] for words in PASSAGE.values()
    ]


@pytest.mark.asyncio
async def test_buttons_and_forms_speak_to_who_uses_them(double: DiscordDouble, bot: CaveatBot) -> None:
    """A turned page, a form, what is sent by it, and an error, in the presser's language of that moment."""
    user = speaker(double, "ru")
    message = (await user.slash(double.channel, "ask", question=QUESTION)).message

    turned = await user.press(message, "Дальше ▶")
    form = (await user.press(turned.message, "Уточнить")).form
    assert form is not None
    answer = await user.submits(form, {"Ваш вопрос": "and marble?"})
    user.person.locale = "de"
    refused = await user.slash(double.channel, "passage", ref="nothing")

    assert ("Уточнить", True) == (form.title, "искали" in answer.text() or "отрывок" in answer.text())
    assert "Es gibt kein Dokument 'nothing'; /quellen listet alle auf." in refused.text()


@pytest.mark.asyncio
async def test_a_mention_is_answered_in_the_servers_language(double: DiscordDouble, service: ObedientService) -> None:
    """Whoever asks: an answer to all is in the language that the server has with Discord."""
    double.guild.locale = "tr"
    async with connected(double, service):
        answer = await speaker(double, "de").asks(double.channel, f"<@{double.world.bot_id}> {QUESTION}")

        assert PASSAGE["tr"] in answer.text()


@pytest.mark.asyncio
async def test_a_servers_setting_comes_before_all(double: DiscordDouble, bot: CaveatBot) -> None:
    """What its admins set holds for commands and mentions alike."""
    await asyncio.to_thread(bot.rules.book.change, double.guild.id, {"language": "ru"}, 1, datetime.now(UTC))
    user = speaker(double, "de")

    texts = [
        (await user.slash(double.channel, "ask", question=QUESTION)).text(),
        (await user.asks(double.channel, f"<@{double.world.bot_id}> {QUESTION}")).text(),
        (await user.slash(double.channel, "help")).text(),
    ]

    assert [True] * 3 == [words in text for words, text in zip((*[PASSAGE["ru"]] * 2, "/спросить"), texts, strict=True)]


@pytest.mark.asyncio
async def test_direct_messages_are_answered_in_the_operators_language(double: DiscordDouble, tmp_path: Path) -> None:
    """Discord does not tell whose language a message has."""
    service = service_in(tmp_path)
    service.config = replace(service.config, discord=replace(service.config.discord, language="de"))
    async with connected(double, service):
        user = speaker(double, "ru")
        answer = await user.answer_to(await user.dms(QUESTION))

        assert PASSAGE["de"] in plain(answer.text())


@pytest.mark.asyncio
async def test_a_new_server_is_greeted_in_its_language(double: DiscordDouble, bot: CaveatBot) -> None:
    """The one message that whoever added the bot gets."""
    await bot.wait_until_ready()
    double.guild_join("Kütüphane", bot_may=Permission.VIEW_AUDIT_LOG, locale="tr")
    owner = double.world.people[double.guild.owner_id]
    door = double.world.dm_channel(owner.id).id

    await double.journal.until(lambda: double.world.messages_in(door), "the greeting", 30.0)

    assert "Beni Kütüphane sunucusuna eklediğin için" in Message(double.world, double.world.messages_in(door)[0]).text()


@pytest.mark.asyncio
async def test_synced_commands_carry_their_names_in_every_language(double: DiscordDouble, bot: CaveatBot) -> None:
    """Each command, group and option; Discord knows two kinds of Spanish; no two beside each other share a name."""
    named = [part for command in double.hub.commands.all() for part in _named(command)]

    (ask,) = (part for part in named if part["name"] == "ask")
    assert ["fragen", "preguntar", "preguntar", "спросить", "sor"] == [
        ask["name_localizations"][locale] for locale in LOCALES
    ]
    assert [] == [part["name"] for part in named if not set(part.get("name_localizations") or {}) <= set(LOCALES)]
    assert [] == [
        (part["name"], locale, names)
        for part in [{"name": "", "options": double.hub.commands.all()}, *named]
        for locale in LOCALES
        if len(names := _inside(part, locale)) != len(set(names))
    ]


@pytest.mark.asyncio
async def test_a_new_translation_is_synced(
    double: DiscordDouble, service: ObedientService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commands are sent again when a catalogue changed, and not when nothing did."""
    synced = []
    for fingerprint in ("a", "a", "b"):
        monkeypatch.setattr(client, "fingerprint", lambda fingerprint=fingerprint: fingerprint)
        async with connected(double, service):
            synced.append(double.hub.commands.syncs)

    assert [1, 1, 2] == synced


def _named(command: Json) -> Iterator[Json]:
    yield command
    for option in command.get("options") or []:
        yield from _named(option)


def _inside(part: Json, locale: str) -> list[tuple[int, str]]:
    """Return the names that stand beside each other in a command; menus of different kinds are apart."""
    inside = part.get("options") or []
    return [(_kind(each, part), (each.get("name_localizations") or {}).get(locale, each["name"])) for each in inside]


def _kind(named: Json, parent: Json) -> int:
    return int(named.get("type", 1)) if not parent["name"] else 0


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"LANGUAGE": "", "LANG": "de_DE.UTF-8"}, "Vorbehalt des Autors"),
        ({"LANGUAGE": "tr"}, "Yazarın çekincesi"),
        ({"LANGUAGE": "", "LC_ALL": "C"}, "Author's caveat"),
    ],
)
def test_a_terminal_speaks_its_own_language(tmp_path: Path, environ: dict[str, str], expected: str) -> None:
    """Answers for people do; JSON does not, since programs read it."""
    write_seeds(tmp_path / "seeds", {"stones.md": SEED})

    shown, printed = (caveat(tmp_path, environ, *options) for options in ([], ["--json"]))

    assert expected in shown
    assert "speculation" in printed
    assert "Vermutung" not in printed


def caveat(home: Path, environ: dict[str, str], *options: str) -> str:
    """Ask on the command line."""
    command = [sys.executable, "-m", "bot", "ask", QUESTION, *options]
    spoken = os.environ | environ_in(home) | {"PYTHONIOENCODING": "utf-8"} | environ
    return subprocess.run(command, env=spoken, capture_output=True, text=True, check=True, encoding="utf-8").stdout


def test_the_local_chat_knows_commands_by_both_names(tmp_path: Path) -> None:
    """The one that its help shows, and the English one of the documentation."""
    write_seeds(tmp_path / "seeds", {"stones.md": SEED})
    spoken = os.environ | environ_in(tmp_path) | {"LANGUAGE": "de", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "bot", "chat"]

    done = subprocess.run(
        command, env=spoken, input="/quellen\n/sources\n/hilfe\n", capture_output=True, text=True, check=True
    )

    assert (2, True) == (done.stdout.count("stones: Stones — A. Mason"), "/fragen FRAGE" in done.stdout)
