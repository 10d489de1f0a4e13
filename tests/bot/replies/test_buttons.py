"""The buttons of a card over real sockets: context, why, cite, verdict, share, remove."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import create_engine, text

from bot.config.values import PassagesConfig
from bot.gateway.client import CaveatBot
from bot.pictures.drawing import can_draw
from tests.bot.connected import connected_at
from tests.bot.pressing import acts
from tests.conftest import write_seeds
from tests.discord_double import DiscordDouble, NoAnswer, Permission

pytestmark = pytest.mark.asyncio

ESSAY = """---
title: On Stones
author: A. Mason
source: https://stones.example/essay
---

## Granite

Granite is hard.

## Marble

Marble is soft, I think.

## Reservations

Take everything in this essay with a grain of salt.
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with one essay of three passages."""
    write_seeds(tmp_path / "seeds", {"stones.md": ESSAY})
    return tmp_path


@pytest_asyncio.fixture
async def bot(double: DiscordDouble, home: Path) -> AsyncIterator[CaveatBot]:
    """The bot, ready."""
    async with connected_at(double, home) as client:
        yield client


def shown(words: str) -> str:
    """Return a card's text without emphasis."""
    return words.replace("**", "").replace("__", "")


async def test_context_is_shown_up_to_the_documents_borders(double: DiscordDouble, bot: CaveatBot) -> None:
    """▼ and ▲ lead through the document, none beyond its borders, and the way back is on the card."""
    alice = double.user("alice")
    card = (await alice.slash(double.channel, "ask", question="How soft is marble?")).message
    asked = card.text()

    await acts(alice, card, "▼ After")
    after = shown(card.text())
    at_the_end = set(card.buttons)
    await acts(alice, card, "▲ Before")
    await acts(alice, card, "▲ Before")
    before = shown(card.text())
    at_the_beginning = set(card.buttons)
    await alice.press(card, "↩ Back to the answer")

    assert "Take everything in this essay" in after
    assert "around the passage that was found" in after
    assert "passage 3 of 3" in after
    assert "▼ After" not in at_the_end
    assert "▲ Before" not in at_the_beginning
    assert "Granite is hard" in before
    assert "grain of salt" in before
    assert card.text() == asked


async def test_the_way_back_leads_where_one_came_from(double: DiscordDouble, bot: CaveatBot) -> None:
    """To the very page of an answer, and to a passage that was looked up; the context has its own way off."""
    alice = double.user("alice")
    answer = (await alice.slash(double.channel, "ask", question="Is granite or marble soft?")).message
    await alice.press(answer, "Next ▶")
    looked_up = (await alice.slash(double.channel, "passage", ref="stones#2")).message
    before = [answer.text(), looked_up.text()]

    for card in (answer, looked_up):
        await acts(alice, card, "▼ After" if "stones#1" in card.text() else "▲ Before")
    between = [answer.text(), looked_up.text()]
    await alice.press(answer, "↩ Back to the answer")
    await alice.press(looked_up, "↩ Back to stones#2")
    back = [answer.text(), looked_up.text()]
    await acts(alice, looked_up, "▲ Before")
    await acts(alice, looked_up, "Remove")

    assert "2 of 2" in before[0]
    assert all("around the passage that was found" in text for text in between)
    assert back == before
    assert looked_up.deleted


async def test_a_long_passage_beside_is_shown_in_full(double: DiscordDouble, home: Path) -> None:
    """On as many pages as it takes, each with author and caveat."""
    long = " ".join(f"Sentence {number} needs many backslashes: {'*_~' * 10}." for number in range(45))
    write_seeds(home / "seeds", {"stones.md": ESSAY.replace("Granite is hard.", long)})
    alice = double.user("alice")
    async with connected_at(double, home, passages=PassagesConfig(max_chars=3500, target_chars=3000)):
        card = (await alice.slash(double.channel, "passage", ref="stones#2")).message
        await acts(alice, card, "▲ Before")
        texts = [shown(card.text())]
        while "Next ▶" in card.buttons:
            await alice.press(card, "Next ▶")
            texts.append(shown(card.text()))

    assert len(texts) > 1
    assert all("A. Mason" in text and "grain of salt" in text for text in texts)
    assert all("page" in text for text in texts)


async def test_what_was_looked_up_is_not_explained(double: DiscordDouble, bot: CaveatBot) -> None:
    """No question found it, so there is nothing to explain, to follow up or to judge; it can be cited."""
    card = (await double.user("alice").slash(double.channel, "passage", ref="stones#2")).message

    behind = (await double.user("alice").press(card, "More…")).message

    assert set(card.buttons) == {"▲ Before", "▼ After", "Cite", "Save", "More…"}
    assert not {"Why this?", "Ask more", "👍", "👎"} & set(behind.buttons)


async def test_why_names_words_and_their_weights_privately(double: DiscordDouble, bot: CaveatBot) -> None:
    """In words a layperson reads, with what was not found."""
    alice = double.user("alice")
    card = (await alice.slash(double.channel, "ask", question="Is marbel soft as butter?")).message

    why = await acts(alice, card, "Why this?")

    assert why.ephemeral
    assert "“marbel”, searched as “marble”" in why.text()
    assert "%" in why.text()
    assert "Not in this passage: “butter”" in why.text()


async def test_cite_gives_every_form_with_caveat_and_day(double: DiscordDouble, bot: CaveatBot) -> None:
    """Markdown, plain text, CSL-JSON and a link to the very words; privately."""
    alice = double.user("alice")
    card = (await alice.slash(double.channel, "ask", question="How soft is marble?")).message

    cited = await acts(alice, card, "Cite")

    words = cited.text()
    assert cited.ephemeral
    assert all(part in words for part in ("Markdown", "Plain text", "CSL-JSON", "#:~:text=", "accessed"))
    assert words.count("grain of salt") >= 3


async def test_a_verdict_is_stored_once_and_forgotten_on_request(
    double: DiscordDouble, bot: CaveatBot, home: Path
) -> None:
    """The later verdict replaces the earlier one; /forget-me removes it."""
    alice = double.user("alice")
    card = (await alice.slash(double.channel, "ask", question="How soft is marble?")).message
    engine = create_engine(f"sqlite:///{home / 'data' / 'caveat.sqlite3'}")

    def verdicts() -> list[tuple[int, int]]:
        with engine.connect() as connection:
            return [(row[0], row[1]) for row in connection.execute(text("select user_id, verdict from feedback"))]

    await acts(alice, card, "👍")
    await acts(alice, card, "👎")
    stored = verdicts()
    forgotten = await alice.slash(double.channel, "forget-me")
    left = verdicts()
    engine.dispose()

    assert stored == [(alice.id, -1)]
    assert "Removed: 1" in forgotten.text()
    assert left == []


async def test_a_private_answer_is_shared_by_its_asker(double: DiscordDouble, bot: CaveatBot) -> None:
    """A public answer has no such button; a shared one stands in the channel, whole."""
    alice = double.user("alice")
    private = (await alice.slash(double.channel, "ask", question="How soft is marble?", private=True)).message
    public = (await alice.slash(double.channel, "ask", question="How soft is marble?")).message

    shared = await alice.press(private, "Share")

    assert not shared.ephemeral
    assert "Marble is soft" in shown(shared.text())
    assert "grain of salt" in shared.text()
    assert "Share" not in "".join(public.buttons)


async def test_a_card_whose_sharing_was_refused_may_be_shared_again(double: DiscordDouble, bot: CaveatBot) -> None:
    """What Discord did not take stands nowhere, and counts for nothing."""
    alice = double.user("alice")
    private = (await alice.slash(double.channel, "ask", question="How soft is marble?", private=True)).message
    double.fail_next("error", "/callback", status=403)

    with pytest.raises(NoAnswer):
        await alice.press(private, "Share")
    double.violations.clear()  # that she got no answer
    shared = await alice.press(private, "Share")
    again = await alice.press(private, "Share")

    assert "Marble is soft" in shown(shared.text())
    assert "was shared already" in again.text()


async def test_a_card_is_removed_by_its_asker_or_a_moderator(double: DiscordDouble, bot: CaveatBot) -> None:
    """Anybody else is refused in private."""
    alice, bob = double.user("alice"), double.user("bob")
    moderator = double.user("mod", may=Permission.MANAGE_MESSAGES)
    cards = [(await alice.slash(double.channel, "ask", question="How soft is marble?")).message for _ in range(2)]

    refused = await acts(bob, cards[0], "Remove")
    await acts(alice, cards[0], "Remove")
    await acts(moderator, cards[1], "Remove")

    assert refused.ephemeral
    assert "Only the person who asked" in refused.text()
    assert [card.deleted for card in cards] == [True, True]


async def test_others_buttons_are_refused_politely(double: DiscordDouble, bot: CaveatBot) -> None:
    """Nothing changes, and only who pressed is told."""
    card = (await double.user("alice").slash(double.channel, "ask", question="How soft is marble?")).message
    before = card.text()

    refused = [await acts(double.user("bob"), card, label) for label in ("▲ Before", "Why this?", "Cite", "👍")]

    assert all(answer.ephemeral and "Only the person who asked" in answer.text() for answer in refused)
    assert card.text() == before


async def test_a_card_whose_seed_changed_says_so(double: DiscordDouble, home: Path) -> None:
    """After a restart with other words, whatever is pressed tells that the passage is gone, and shows no other."""
    alice = double.user("alice")
    async with connected_at(double, home):
        card = (await alice.slash(double.channel, "ask", question="Is marble or granite soft?", private=True)).message
        before = card.text()
    changed = ESSAY.replace("soft", "quite soft").replace("Granite is hard", "Granite is quite hard")
    write_seeds(home / "seeds", {"stones.md": changed})
    async with connected_at(double, home):
        told = [await acts(alice, card, label) for label in ("Cite", "Next ▶", "▲ Before", "Why this?", "👍", "Share")]

    assert all(answer.ephemeral and "has changed or was removed" in answer.text() for answer in told)
    assert card.text() == before
    assert [message.id for message in double.messages() if not message.ephemeral] == []


async def test_ask_more_searches_with_the_question_before_it(double: DiscordDouble, bot: CaveatBot) -> None:
    """The card shows both questions; the new one decides."""
    alice = double.user("alice")
    card = (await alice.slash(double.channel, "ask", question="How soft is marble?")).message
    form = (await acts(alice, card, "Ask more")).form

    answer = await alice.submits(form, {"Your question": "and granite?"})

    assert "and granite? ← How soft is marble?" in answer.text()
    assert "Granite is hard" in shown(answer.text())


async def test_a_reply_that_pings_an_answer_follows_it_up(double: DiscordDouble, bot: CaveatBot) -> None:
    """The same as "Ask more", by replying."""
    alice = double.user("alice")
    first = await alice.asks(double.channel, f"<@{double.world.bot_id}> How soft is marble?")

    second = await alice.answer_to(await alice.replies(first, "and granite?"))

    assert "and granite? ← How soft is marble?" in second.text()
    assert "Granite is hard" in shown(second.text())


async def test_the_very_words_can_be_searched_instead(double: DiscordDouble, bot: CaveatBot) -> None:
    """A respelt question has a button for the literal search; one that was searched as typed has none."""
    alice = double.user("alice")
    respelt = (await alice.slash(double.channel, "ask", question="How soft is marbel?")).message
    typed = (await alice.slash(double.channel, "ask", question="How soft is marble?")).message
    before = respelt.text()

    await acts(alice, respelt, "Search my very words")

    assert "searched for: How soft is marble?" in before
    assert "searched for" not in respelt.text()
    assert "Search my very words" not in typed.buttons


async def test_a_user_installed_app_answers_where_the_bot_is_not(double: DiscordDouble, bot: CaveatBot) -> None:
    """In somebody else's server, for who installed it for themselves."""
    elsewhere = double.add_guild("elsewhere", with_bot=False)
    alice = double.user("alice", guild=elsewhere)
    alice.person.installed = True

    answer = await alice.slash(double.channel_of(elsewhere), "ask", question="How soft is marble?")

    assert "Marble is soft" in shown(answer.text())
    assert "grain of salt" in answer.text()


async def test_the_full_caveat_is_for_everybody(double: DiscordDouble, home: Path) -> None:
    """Also for who may press no other button; a card that is saved or shared carries it whole."""
    endless = "I looked at few stones. " * 300
    write_seeds(home / "seeds", {"stones.md": ESSAY.replace("source:", f"caveat: {endless}\nsource:")})
    alice, bob = double.user("alice"), double.user("bob")
    async with connected_at(double, home):
        card = (await alice.slash(double.channel, "ask", question="How soft is marble?")).message
        private = (await alice.slash(double.channel, "ask", question="How soft is marble?", private=True)).message

        told = await bob.press(card, "Full caveat")
        refused = await bob.press(card, "More…")
        shared = await alice.press(private, "Share")
        again = await alice.press(private, "Share")
        await double.quiet()

    assert told.ephemeral
    words = " ".join(" ".join(message.text() for message in told.messages).split())
    assert words.count("I looked at few stones.") >= 290  # but for those between two messages
    assert 0 < card.text().count("I looked at few stones.") < 9
    assert "Only the person who asked" in refused.text()
    assert shared.text().count("I looked at few stones.") >= 300
    assert not shared.ephemeral
    assert again.ephemeral
    assert "was shared already" in again.text()


async def test_a_card_is_saved_to_ones_direct_messages(double: DiscordDouble, bot: CaveatBot) -> None:
    """With its caveat, and a button to remove it; closed doors are told privately, and tried once."""
    alice = double.user("alice")
    card = (await alice.slash(double.channel, "ask", question="How soft is marble?")).message

    told = await acts(alice, card, "Save")
    saved = double.messages(alice.dm)[-1]

    assert told.ephemeral
    assert "Saved" in told.text()
    assert "Marble is soft" in shown(saved.text())
    assert "grain of salt" in saved.text()
    assert set(saved.buttons) == {"Remove"}


@pytest.mark.skipif(not can_draw(), reason="NOT TESTED without the extra pictures: the button Picture")
async def test_a_passage_is_drawn_privately(double: DiscordDouble, bot: CaveatBot) -> None:
    """The picture carries the caveat in words too, for whoever sees none."""
    alice = double.user("alice")
    card = (await alice.slash(double.channel, "ask", question="How soft is marble?")).message

    drawn = await acts(alice, card, "Picture")
    [file] = drawn.message.payload["attachments"]

    assert drawn.ephemeral
    assert file["filename"].endswith(".png")
    assert "grain of salt" in file["description"]


async def test_at_most_five_buttons_are_seen(double: DiscordDouble, bot: CaveatBot) -> None:
    """Whatever a card can do; the rest is behind More."""
    alice = double.user("alice")
    cards = [
        (await alice.slash(double.channel, "ask", question="Is granite or marbel soft?", private=private)).message
        for private in (False, True)
    ]
    behind = [set((await alice.press(card, "More…")).message.buttons) for card in cards]

    assert all(len(card.buttons) <= 5 for card in cards)
    assert {"Cite", "Why this?", "👍", "👎", "Save", "Remove"} <= behind[0]
    assert "Remove" not in behind[1]
    assert "Two authors on this" not in behind[0]  # there is no second one


async def test_two_authors_stand_below_each_other(double: DiscordDouble, home: Path) -> None:
    """On one question, each with name and caveat; privately."""
    other = "## Marble\n\nMarble is soft, and softer than granite.\n"
    write_seeds(home / "seeds", {"mines.md": f"---\nauthor: B. Miner\n---\n\n{other}"})
    alice = double.user("alice")
    async with connected_at(double, home):
        card = (await alice.slash(double.channel, "ask", question="How soft is marble?")).message
        two = await acts(alice, card, "Two authors on this")

    assert two.ephemeral
    assert all(name in two.text() for name in ("A. Mason", "B. Miner"))
    assert "grain of salt" in two.text()
