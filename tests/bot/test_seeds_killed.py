"""The whole bot killed while a curator confirms: what the card told before is so after a restart, and it answers on."""

import asyncio
import signal
from pathlib import Path
from random import Random

import pytest
import pytest_asyncio

from tests.bot.process import started
from tests.discord_double import BotProcess, DiscordDouble, Permission, Upload
from tests.discord_double.people import User
from tests.discord_double.views import Message

pytestmark = pytest.mark.asyncio

RAIN = Upload("rain.txt", b"Drizzle falls on Tuesdays in the valley of Oz.")
ABOUT_RAIN = "Where does drizzle fall on Tuesdays?"
ABOUT_STONES = "How hard is granite?"  # the operator's seed


@pytest_asyncio.fixture
async def anna(double: DiscordDouble) -> User:
    """Somebody who may manage the server."""
    user = double.user("anna", may=Permission.MANAGE_GUILD)
    user.timeout_s = 30.0
    return user


async def serving(double: DiscordDouble, bot: BotProcess) -> None:
    """Wait until it is on, and its lease is held."""
    await double.ready()
    await bot.wrote("shard 0: answering", timeout_s=30)


async def answer_to(double: DiscordDouble, anna: User, question: str) -> str:
    """Ask, and return the card's words without emphasis."""
    return (await anna.slash(double.channel, "ask", question=question)).text().replace("**", "").replace("__", "")


async def killed_at(press: Message, anna: User, button: str, bot: BotProcess, after_s: float | None) -> None:
    """Press a button and kill the bot a moment later, with None once it has answered."""
    pressing = asyncio.create_task(anna.press(press, button))
    if after_s is None:
        await pressing
    else:
        await asyncio.sleep(after_s)
    await bot.send(signal.SIGKILL)
    pressing.cancel()
    await asyncio.gather(pressing, return_exceptions=True)


async def one_seeds_life(
    double: DiscordDouble, anna: User, home: Path, moments: tuple[float | None, float | None]
) -> bool:
    """Add a seed and remove it, killed so many seconds after each button; tell whether both cards told of the end."""
    async with started(double, home) as bot:
        await serving(double, bot)
        preview = (await anna.slash(double.channel, "seeds add", file=RAIN)).message
        await killed_at(preview, anna, "Confirm", bot, moments[0])
    was_added = "Added: rain.txt" in preview.text()

    async with started(double, home) as bot:
        await serving(double, bot)
        found = "valley of Oz" in await answer_to(double, anna, ABOUT_RAIN)
        answers_on = "Granite is hard" in await answer_to(double, anna, ABOUT_STONES)
        assert answers_on
        assert found or not was_added
        if not found:
            return False
        asked = (await anna.slash(double.channel, "seeds remove", seed="rain")).message
        await killed_at(asked, anna, "Remove", bot, moments[1])
    was_removed = "is removed" in asked.text()

    async with started(double, home) as bot:
        await serving(double, bot)
        left = "valley of Oz" in await answer_to(double, anna, ABOUT_RAIN)
        assert not (left and was_removed)
        assert "Granite is hard" in await answer_to(double, anna, ABOUT_STONES)
    return was_added and was_removed


async def test_what_a_card_told_is_so_after_a_kill(double: DiscordDouble, anna: User, home: Path) -> None:
    """Killed when all was told."""
    assert await one_seeds_life(double, anna, home, (None, None))


async def test_what_no_card_told_is_so_or_not_after_a_kill(double: DiscordDouble, anna: User, home: Path) -> None:
    """A sample of the campaign: killed in the midst of it."""
    await one_seeds_life(double, anna, home, (0.1, 0.05))


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("seed", range(1000, 1020))
async def test_many_lives_killed_in_the_midst(double: DiscordDouble, anna: User, home: Path, seed: int) -> None:
    """Twenty lives, each with a seed added and removed."""
    random = Random(seed)
    await one_seeds_life(double, anna, home, (random.uniform(0, 0.6), random.uniform(0, 0.6)))
