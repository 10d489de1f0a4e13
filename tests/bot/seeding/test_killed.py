"""The whole bot killed while a curator confirms: what the card told before is so after a restart, and it answers on."""

import asyncio
import signal
from dataclasses import dataclass
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
Moments = tuple[float | None, float | None]  # seconds after each button; None: once its card told of the act


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


@dataclass(frozen=True)
class Press:
    """A button, what its card tells once it has acted, and when the bot is killed: so soon, or once that is told."""

    card: Message
    button: str
    told: str
    kill_after_s: float | None

    async def killed(self, double: DiscordDouble, user: User, bot: BotProcess) -> bool:
        """Press it, kill the bot, and return whether the card told of the act."""
        pressing = asyncio.create_task(user.press(self.card, self.button))
        if self.kill_after_s is None:
            await double.journal.until(lambda: self.told in self.card.text(), self.told, 30)
        else:
            await asyncio.sleep(self.kill_after_s)
        await bot.send(signal.SIGKILL)
        pressing.cancel()
        await asyncio.gather(pressing, return_exceptions=True)
        return self.told in self.card.text()


async def one_life(double: DiscordDouble, anna: User, home: Path, moments: Moments) -> None:
    """Add a seed and remove it, killed each time after the button was pressed."""
    async with started(double, home) as bot:
        await serving(double, bot)
        preview = (await anna.slash(double.channel, "seeds add", file=RAIN)).message
        was_added = await Press(preview, "Confirm", "Added: rain.txt", moments[0]).killed(double, anna, bot)

    async with started(double, home) as bot:
        await serving(double, bot)
        is_there = "valley of Oz" in await answer_to(double, anna, ABOUT_RAIN)
        assert is_there or not was_added
        assert "Granite is hard" in await answer_to(double, anna, ABOUT_STONES)
        if not is_there:
            return
        asked = (await anna.slash(double.channel, "seeds remove", seed="rain")).message
        was_removed = await Press(asked, "Remove", "is removed", moments[1]).killed(double, anna, bot)

    async with started(double, home) as bot:
        await serving(double, bot)
        assert not ("valley of Oz" in await answer_to(double, anna, ABOUT_RAIN) and was_removed)
        assert "Granite is hard" in await answer_to(double, anna, ABOUT_STONES)


async def test_what_a_card_told_is_so_after_a_kill(double: DiscordDouble, anna: User, home: Path) -> None:
    """Killed when all was told."""
    await one_life(double, anna, home, (None, None))


async def test_what_no_card_told_is_so_or_not_after_a_kill(double: DiscordDouble, anna: User, home: Path) -> None:
    """A sample of the campaign: killed in the midst of it."""
    await one_life(double, anna, home, (0.1, 0.05))


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("seed", range(1000, 1020))
async def test_many_lives_killed_in_the_midst(double: DiscordDouble, anna: User, home: Path, seed: int) -> None:
    """Twenty lives, each with a seed added and removed."""
    random = Random(seed)
    await one_life(double, anna, home, (random.uniform(0, 0.6), random.uniform(0, 0.6)))
