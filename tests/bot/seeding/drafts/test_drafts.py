"""Previews in memory: whose they are, how long they live, how many there may be."""

import pytest

from bot.seeding.drafts import drafts
from bot.seeding.drafts.drafts import LIFE_S, Draft, DraftFile, Drafts
from bot.seeding.intake.understanding import AttachedFile, AttachmentReading
from tests.clock import Clock

ALICE, BOB, HERE, ELSEWHERE = 1, 2, 10, 20


def draft(name: str = "a.txt", size: int = 1, user: int = ALICE) -> Draft:
    """Make a draft of one file."""
    return Draft(HERE, user, (DraftFile(AttachedFile(name, b"x" * size), AttachmentReading(name)),))


def test_a_draft_is_its_makers_in_its_server() -> None:
    """Nobody else gets it, in no other server and in no direct message."""
    book = Drafts()

    token = book.keep(draft())

    assert draft() == book.get(token, HERE, ALICE)
    assert [None] * 4 == [
        book.get(token, HERE, BOB),
        book.get(token, ELSEWHERE, ALICE),
        book.get(token, None, ALICE),
        book.get("0" * 16, HERE, ALICE),
    ]
    assert None is book.take(token, HERE, BOB)


def test_a_draft_is_taken_once() -> None:
    """Confirmed twice, it is stored once."""
    book = Drafts()
    token = book.keep(draft())

    taken = [book.take(token, HERE, ALICE), book.take(token, HERE, ALICE)]

    assert [draft(), None] == taken


def test_a_draft_lives_for_a_while_after_its_last_change() -> None:
    """An edit begins the time anew."""
    clock = Clock(0.0)
    book = Drafts(clock)
    token = book.keep(draft())
    clock.now_s = LIFE_S - 1
    book.keep(draft("b.txt"), token)

    clock.now_s = 2 * LIFE_S - 2
    edited = book.get(token, HERE, ALICE)
    clock.now_s = 2 * LIFE_S
    late = book.get(token, HERE, ALICE)

    assert (draft("b.txt"), None) == (edited, late)


def test_the_oldest_drafts_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number, and beyond a size of all together; the newest always stays."""
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 3)
    monkeypatch.setattr(drafts, "MOST_BYTES", 100)
    book = Drafts()

    tokens = [book.keep(draft(size=10, user=user)) for user in range(4)]
    large = book.keep(draft(size=85, user=4))

    kept = [book.get(token, HERE, user) is not None for user, token in enumerate([*tokens, large])]
    assert [False, False, False, True, True] == kept


def test_who_has_many_drafts_loses_the_oldest() -> None:
    """Nobody else's go for them."""
    book = Drafts()
    bobs = book.keep(draft(user=BOB))

    tokens = [book.keep(draft()) for _ in range(drafts.MOST_OF_ONE + 1)]

    assert [False] + [True] * drafts.MOST_OF_ONE == [book.get(token, HERE, ALICE) is not None for token in tokens]
    assert book.get(bobs, HERE, BOB)


def test_only_what_can_be_read_is_usable() -> None:
    """A file with a problem stays on the preview, and is never stored."""
    bad = DraftFile(AttachedFile("b.zip", b"PK"), AttachmentReading("b.zip", problem="no text"))
    both = Draft(HERE, ALICE, (*draft().entries, bad))

    assert draft().entries == both.usable
    assert draft("c.txt").entries[0] == both.with_entry(1, draft("c.txt").entries[0]).entries[1]
