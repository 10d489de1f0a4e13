"""`/suggest`: a member's file or link before curators, who accept it, decline it or ask back."""

from datetime import timedelta

import pytest

from bot.curating.services import now
from bot.gateway.client import CaveatBot
from bot.store.queries.curating.proposals import Proposal
from tests.bot.curating.conftest import BASALT
from tests.bot.fetching.site import pages, site
from tests.discord_double import DiscordDouble, Upload
from tests.discord_double.people import User
from tests.discord_double.views import Message
from tests.discord_double.world import Channel

pytestmark = pytest.mark.asyncio

FILE = Upload("basalt.md", BASALT)
QUESTION = "What shape are basalt columns?"


@pytest.fixture
def fetching(bot: CaveatBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pages be fetched, from the loopback site."""
    monkeypatch.setattr(bot.handlers.pages, "pages", pages())


async def suggested(double: DiscordDouble, who: User, services: Channel, **what: object) -> Message:
    """Suggest something, and return what curators see."""
    await who.slash(double.channel, "suggest", **(what or {"file": FILE, "note": "A classic."}))  # type: ignore[arg-type]
    return double.messages(services)[-1]


async def test_a_suggestion_reaches_curators_and_is_not_indexed(
    double: DiscordDouble, bot: CaveatBot, bob: User, services: Channel
) -> None:
    """With what was understood of it; before they accept, nothing of it is quoted."""
    thanked = await bob.slash(double.channel, "suggest", file=FILE, note="A classic.")

    (card,) = double.messages(services)
    assert thanked.ephemeral
    assert "Nothing of it is quoted before" in thanked.text()
    assert f"basalt.md** was suggested by <@{bob.id}>" in card.text()
    assert ["They say: A classic.", "B. Mason", "no caveat found"] == [
        words for words in ("They say: A classic.", "B. Mason", "no caveat found") if words in card.text()
    ]
    assert set(card.buttons) == {"Accept", "Decline", "Ask back"}
    assert "hexagonal" not in (await bob.slash(double.channel, "ask", question=QUESTION)).text()
    assert bot.store.guild_seeds(double.guild.id) == []


async def test_an_accepted_file_answers(
    double: DiscordDouble, bot: CaveatBot, anna: User, bob: User, services: Channel
) -> None:
    """It is stored as the curator's act, its proposer is told, and nothing of the proposal is kept."""
    card = await suggested(double, bob, services)

    await anna.press(card, "Accept")
    await double.journal.until(lambda: "Re-indexed in" in card.text(), "the index", 30)
    await double.journal.until(lambda: double.messages(bob.dm), "a word to bob", 30)

    assert f"basalt.md** was accepted by <@{anna.id}>" in card.text()
    assert "hexagonal" in (await bob.slash(double.channel, "ask", question=QUESTION)).text()
    assert "was accepted" in double.messages(bob.dm)[-1].text()
    assert ["accept", "add"] == [each.act.action for each in bot.store.audit_entries(double.guild.id, limit=2)]
    assert bot.store.curators.delete_proposals_before(now()) == 0


async def test_a_declined_one_is_told_why(
    double: DiscordDouble, bot: CaveatBot, anna: User, bob: User, services: Channel
) -> None:
    """To its proposer, in a direct message; closed ones change nothing."""
    card = await suggested(double, bob, services)

    await anna.submits((await anna.press(card, "Decline")).form, {"Why": "It is out of date."})
    await double.journal.until(lambda: double.messages(bob.dm), "a word to bob", 30)

    assert "It is out of date." in card.text()
    assert "was declined" in double.messages(bob.dm)[-1].text()
    assert "It is out of date." in double.messages(bob.dm)[-1].text()
    assert card.buttons == {}


async def test_curators_ask_back_and_are_answered(
    double: DiscordDouble, bot: CaveatBot, anna: User, bob: User, services: Channel
) -> None:
    """In a direct message with a button; the answer stands before them with what they can do."""
    card = await suggested(double, bob, services)

    asked = await anna.submits((await anna.press(card, "Ask back")).form, {"Your question": "Where is it from?"})
    question = double.messages(bob.dm)[-1]
    sent = await bob.submits((await bob.press(question, "Answer")).form, {"Answer": "From my own library."})
    answer = double.messages(services)[-1]
    await anna.press(answer, "Accept")

    assert "was sent" in asked.text()
    assert "Where is it from?" in question.text()
    assert "was sent" in sent.text()
    assert "From my own library." in answer.text() or "accepted" in answer.text()
    assert [seed.seed for seed in bot.store.guild_seeds(double.guild.id)] == ["basalt"]


async def test_closed_direct_messages_are_told_to_the_curator(
    double: DiscordDouble, bot: CaveatBot, anna: User, bob: User, services: Channel
) -> None:
    """The suggestion stays open."""
    card = await suggested(double, bob, services)
    bob.person.accepts_dms = False

    asked = await anna.submits((await anna.press(card, "Ask back")).form, {"Your question": "Where is it from?"})

    assert "cannot write to" in asked.text()
    assert "Accept" in card.buttons


async def test_three_are_open_at_most(double: DiscordDouble, bot: CaveatBot, bob: User, services: Channel) -> None:
    """The fourth is refused in words; another person's is taken."""
    links = [f"https://example.org/{number}" for number in range(4)]
    said = [await bob.slash(double.channel, "suggest", link=link) for link in links]
    other = await double.user("carol").slash(double.channel, "suggest", link=links[0])

    assert ["Thank you" in each.text() for each in said] == [True, True, True, False]
    assert "3 of your suggestions are still open" in said[-1].text()
    assert "Thank you" in other.text()
    assert len(double.messages(services)) == 4


@pytest.mark.usefixtures("fetching")
async def test_an_accepted_link_is_read_where_the_operator_lets_it(
    double: DiscordDouble, bot: CaveatBot, anna: User, bob: User, services: Channel
) -> None:
    """Its page is stored with where it stood, shown as it was read, and answers; one that is not there stays open."""
    served = {"/basalt": b"<title>On Basalt</title><article><p>Basalt columns are hexagonal.</p></article>"}
    async with site(served) as there:
        card = await suggested(double, bob, services, link=there.at("/basalt"))
        asked = list(there.asked)
        gone = await suggested(double, bob, services, link=there.at("/nothing"))
        refused = await anna.press(gone, "Accept")
        await anna.press(card, "Accept")
        await double.journal.until(lambda: "Re-indexed in" in card.text(), "the index", 30)

    assert asked == []
    assert "hexagonal" in card.text()
    assert "not stated" in card.text()
    assert "Pages are not read" not in card.text()
    assert f"source: {there.at('/basalt')}".encode() in (
        bot.store.seed_contents(double.guild.id, "basalt").sidecar or b""
    )
    assert "hexagonal" in (await bob.slash(double.channel, "ask", question=QUESTION)).text()
    assert "answers 404" in refused.text()
    assert refused.ephemeral
    assert "Accept" in gone.buttons


async def test_a_link_is_accepted_without_being_read(
    double: DiscordDouble, bot: CaveatBot, anna: User, bob: User, services: Channel
) -> None:
    """Where pages are not fetched: the curator is told to bring its text."""
    card = await suggested(double, bob, services, link="https://example.org/talk")
    suggestion = card.text()

    await anna.press(card, "Accept")

    assert "**<https://example.org/talk>** was suggested" in suggestion  # it can be followed
    assert "Pages are not read here" in card.text()
    assert bot.store.guild_seeds(double.guild.id) == []


async def test_what_cannot_be_suggested_is_told(
    double: DiscordDouble, bot: CaveatBot, bob: User, services: Channel
) -> None:
    """In one sentence, privately; curators see nothing of it."""
    refusals: dict[str, dict[str, Upload | str]] = {
        "one of the two": {},
        "one of the two.": {"file": FILE, "link": "https://example.org"},
        "is no link": {"link": "not a link"},
        "cannot be used": {"file": Upload("broken.md", b"---\nauthor: Ada\nby: Bo\n---\nText.")},
    }

    said = {words: await bob.slash(double.channel, "suggest", **what) for words, what in refusals.items()}

    assert [words in each.text() and each.ephemeral for words, each in said.items()] == [True] * 4
    assert double.messages(services) == []


async def test_only_curators_decide(
    double: DiscordDouble, bot: CaveatBot, anna: User, bob: User, services: Channel
) -> None:
    """By button, and by a form that was opened while they were one; only its proposer answers."""
    card = await suggested(double, bob, services)
    opened = await anna.press(card, "Decline")
    double.guild.members[anna.id].roles.clear()

    said = [await bob.press(card, label) for label in ("Accept", "Decline", "Ask back")]
    said.append(await anna.submits(opened.form, {"Why": "Hm."}))

    assert ["Only this server's curators" in each.text() for each in said] == [True] * 4
    assert bot.store.guild_seeds(double.guild.id) == []


async def test_a_decision_is_made_once(
    double: DiscordDouble, bot: CaveatBot, anna: User, bob: User, services: Channel
) -> None:
    """Who comes second is told so."""
    card = await suggested(double, bob, services)
    opened = await anna.press(card, "Decline")
    await anna.press(card, "Accept")

    assert "was decided on" in (await anna.submits(opened.form, {"Why": "Hm."})).text()


async def test_a_suggestion_is_taken_back(
    double: DiscordDouble, bot: CaveatBot, anna: User, bob: User, services: Channel
) -> None:
    """With `/forget-me`: the card before curators says so, and no more whose it was."""
    card = await suggested(double, bob, services)
    other = await suggested(double, anna, services)

    await bob.slash(double.channel, "forget-me")
    await double.journal.until(lambda: "taken it back" in card.text(), "the card to say so", 30)

    assert str(bob.id) not in card.text()
    assert {} == card.buttons
    assert "was suggested by" in other.text()


async def test_proposals_end(double: DiscordDouble, bot: CaveatBot, bob: User) -> None:
    """With `/forget-me`, and after thirty days."""
    records = bot.store.curators
    for token, days in (("old", 31), ("young", 1)):
        records.propose(Proposal(token, double.guild.id, bob.id, now() - timedelta(days=days), "a", b"a", ""), most=3)

    bot.curating.forget_old()
    after_sweep = [records.proposal("old"), records.proposal("young")]
    await bob.slash(double.channel, "forget-me")

    assert [each is None for each in after_sweep] == [True, False]
    assert records.proposal("young") is None
