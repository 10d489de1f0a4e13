"""Killed and restarted at random under questions: never two answers, and none missing that came while it was up."""

import asyncio
import signal
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from tests.bot.process import started
from tests.discord_double import BotProcess, DiscordDouble
from tests.discord_double.views import Answer, Message

pytestmark = pytest.mark.asyncio

QUESTION = "How hard is granite?"
ANSWERED_WITHIN_S = 1.5  # by a bot that lives so long after the question, also on a busy machine


@dataclass
class Questions:
    """Questions by slash command and by mention, in turn at random, with what came of them."""

    double: DiscordDouble
    random: Random
    slashes: dict["asyncio.Task[Answer]", float] = field(default_factory=dict)
    mentions: dict[Message, float] = field(default_factory=dict)

    async def ask(self) -> None:
        """Ask once, and do not wait for the answer."""
        now = asyncio.get_running_loop().time()
        user = self.double.user(f"person-{self.random.randrange(5)}")
        if self.random.random() < 0.5:
            task = asyncio.create_task(user.slash(self.double.channel, "ask", question=QUESTION))
            self.slashes[task] = now
        else:
            text = f"<@{self.double.world.bot_id}> {QUESTION}"
            self.mentions[await user.says(self.double.channel, text)] = now
        await asyncio.sleep(self.random.uniform(0, 0.05))

    def answers(self, *, before: float, after: float = 0.0) -> list[int]:
        """Return how many answers each question has that was asked in a span of time."""
        replies = [message.replies_to for message in self.double.messages() if message.is_card]
        asked = {task: int(task.done()) for task in self.slashes} | {m: replies.count(m.id) for m in self.mentions}
        times = self.slashes | self.mentions
        return [count for question, count in asked.items() if after <= times[question] < before]

    async def settled(self) -> None:
        """Give answers that have left the time to arrive; the interactions that got none are nobody's any more."""
        await self.double.settled()
        await asyncio.sleep(0)
        for task in self.slashes:
            task.cancel()
        await asyncio.gather(*self.slashes, return_exceptions=True)


async def one_life(double: DiscordDouble, home: Path, random: Random) -> None:
    """Start it, ask, and end it at a random moment.

    A question arrived while it was up if it was sent before the signal. SIGTERM: all of those are answered, once.
    SIGKILL: nobody can answer what the process had read and not answered, since Discord repeats no event to another
    session; so a question that was sent a moment before may stay unanswered, and all others have one answer.
    """
    number = random.choice([signal.SIGTERM, signal.SIGKILL])
    questions = Questions(double, random)
    async with started(double, home) as bot:
        await serving(double, bot)
        for _ in range(random.randint(1, 8)):
            await questions.ask()
        await asyncio.sleep(random.choice([0.0, 0.02, 0.1, ANSWERED_WITHIN_S]))
        signalled = asyncio.get_running_loop().time()
        code = await bot.send(number)
        counts = questions.answers(before=signalled)
        long_ago = questions.answers(before=signalled - ANSWERED_WITHIN_S)
    await questions.settled()

    assert set(counts) <= {0, 1}
    assert set(long_ago) <= {1}
    if number is signal.SIGTERM:
        assert (code, set(counts)) == (0, {1})


async def one_deployment(double: DiscordDouble, home: Path, random: Random) -> None:
    """Start a second one beside the first, end the first at random, and ask all the while.

    Between the first one's end and the second one's next look at the lease (half a second) nobody answers, which
    is the price of never answering twice; before and after it every question has one answer.
    """
    questions = Questions(double, random)
    async with started(double, home) as first:
        await serving(double, first)
        async with started(double, home) as second:
            await second.wrote("another worker answers")
            await double.ready()
            for _ in range(random.randint(1, 5)):
                await questions.ask()
            signalled = asyncio.get_running_loop().time()
            ending = asyncio.create_task(first.send(random.choice([signal.SIGTERM, signal.SIGINT])))
            for _ in range(random.randint(1, 5)):
                await questions.ask()
            await second.wrote("shard 0: answering")
            taken_over = asyncio.get_running_loop().time()
            for _ in range(random.randint(1, 5)):
                await questions.ask()
            code = await ending
            end = asyncio.get_running_loop().time()
            last = await double.user("last").slash(double.channel, "ask", question=QUESTION)
            await second.send(signal.SIGTERM)
    every = questions.answers(before=end)
    owed = questions.answers(before=signalled) + questions.answers(after=taken_over, before=end)
    await questions.settled()

    assert set(every) <= {0, 1}
    assert (code, set(owed), len(last.messages)) == (0, {1}, 1)


async def serving(double: DiscordDouble, bot: BotProcess) -> None:
    """Wait until it is on, and its lease is held."""
    await double.ready()
    await bot.wrote("shard 0: answering")


@pytest.mark.parametrize("seed", range(1))
async def test_a_bot_that_is_ended_at_random_answers_once(double: DiscordDouble, home: Path, seed: int) -> None:
    """A sample of the campaign."""
    await one_life(double, home, Random(seed))


async def test_a_deployment_under_questions_answers_once(double: DiscordDouble, home: Path) -> None:
    """A sample of the campaign."""
    await one_deployment(double, home, Random(0))


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("seed", range(1000, 1010))
async def test_lives_one_after_the_other(double: DiscordDouble, home: Path, seed: int) -> None:
    """Twenty lives on one folder, with one deployment among every five."""
    random = Random(seed)
    for life in range(20):
        await (one_deployment if life % 5 == 4 else one_life)(double, home, random)
