"""Going on with an answer in a thread: opened below it by one request, where its asker's last questions are context."""

import pytest

from bot.answering.threads import name_of
from bot.gateway.client import CaveatBot
from tests.discord_double import DiscordDouble, Permission
from tests.discord_double.people import User
from tests.discord_double.views import Answer, Message
from tests.discord_double.world import Channel

pytestmark = pytest.mark.asyncio

QUESTION = "How hard is granite?"
BUTTON = "Go on in a thread"


async def behind(user: User, card: Message) -> Message:
    """Open what stands behind a card's "More…"."""
    return (await user.press(card, "More…")).message


async def opened(user: User, card: Message) -> Answer:
    """Press the button for a thread."""
    return await user.press(await behind(user, card), BUTTON)


def threads(double: DiscordDouble) -> list[Channel]:
    """Return the threads there are."""
    return list(double.world.channels_of(double.guild, threads=True))


async def test_a_thread_hangs_below_the_answer(double: DiscordDouble, bot: CaveatBot) -> None:
    """Named by the question, told privately, for one request besides the press's own answer."""
    alice = double.user("alice")
    card = (await alice.slash(double.channel, "ask", question=QUESTION)).message
    menu = await behind(alice, card)
    before = len(double.requests)

    told = await alice.press(menu, BUTTON)

    (thread,) = threads(double)
    assert (QUESTION, card.id, double.channel.id) == (thread.name, thread.id, thread.parent_id)
    assert told.ephemeral
    assert f"<#{thread.id}>" in told.text()
    assert 1 == sum("/threads" in each.path for each in double.requests[before:])


async def test_in_the_thread_the_last_questions_are_context(double: DiscordDouble, bot: CaveatBot) -> None:
    """By mention; of whoever asks, and of the thread's name where nothing else is known."""
    alice = double.user("alice")
    card = (await alice.slash(double.channel, "ask", question=QUESTION)).message
    await opened(alice, card)
    await double.settled()
    (thread,) = threads(double)

    first = await alice.asks(thread, "@bot and marble?")
    second = await alice.asks(thread, "@bot which is softer?")
    other = await double.user("bob").asks(thread, "@bot and marble?")

    assert f"and marble? ← {QUESTION}" in first.text()
    assert "which is softer? ← and marble?; How hard is granite?" in second.text()
    assert f"and marble? ← {QUESTION}" in other.text()


async def test_a_second_press_leads_to_the_thread(double: DiscordDouble, bot: CaveatBot) -> None:
    """A message has one thread."""
    alice = double.user("alice")
    card = (await alice.slash(double.channel, "ask", question=QUESTION)).message
    await opened(alice, card)

    again = await opened(alice, card)

    assert 1 == len(threads(double))
    assert f"already: <#{card.id}>" in again.text()


async def test_without_the_permission_one_goes_on_in_place(double: DiscordDouble, bot: CaveatBot) -> None:
    """It is told which permission it takes."""
    alice = double.user("alice")
    closed = double.add_channel("closed", bot_denied=Permission.CREATE_PUBLIC_THREADS)
    await double.settled()
    card = (await alice.slash(closed, "ask", question=QUESTION)).message

    told = await opened(alice, card)

    assert "Create Public Threads" in told.text()
    assert told.ephemeral
    assert [] == threads(double)


async def test_there_is_no_such_button_where_there_can_be_no_thread(double: DiscordDouble, bot: CaveatBot) -> None:
    """On private answers, inside threads, in direct messages."""
    alice = double.user("alice")
    inside = double.add_channel("thread", parent=double.channel)
    await double.settled()
    cards = [
        (await alice.slash(double.channel, "ask", question=QUESTION, private=True)).message,
        (await alice.slash(inside, "ask", question=QUESTION)).message,
        (await alice.slash(alice.dm, "ask", question=QUESTION)).message,
    ]

    menus = [await behind(alice, card) for card in cards]

    assert [False] * 3 == [BUTTON in menu.buttons for menu in menus]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Why? [tag:sea]", "Why?"),
        ("And then? ← Why did they leave? [tag:sea]", "And then?"),
        ("x" * 150, f"{'x' * 99}…"),
        ("two\nlines", "two lines"),
    ],
)
async def test_a_thread_is_called_by_the_question(question: str, name: str) -> None:
    """At most a hundred characters, without filters and what it follows."""
    assert name == name_of(question)
