"""Saved chats: every message is its speaker's, what the program adds is nobody's."""

import pytest

from index.building.batches import passages_of
from index.readers import chat
from index.seeds import read_seed
from index.settings import PassageSize
from tests.index.labelled import load

CHATS, OTHERS = (load("chats.yaml")[kind] for kind in ("chats", "others"))


@pytest.mark.parametrize("name", CHATS)
def test_messages_are_their_speakers(name: str) -> None:
    """In the forms of many programs; joins, reactions, attachments and pins are left out."""
    assert chat.recognises(CHATS[name])
    (draft,) = chat.read(CHATS[name])

    said = [(each.speaker, draft.text[each.start : each.end]) for each in draft.blocks]
    assert said == [
        (
            "Mira Holt" if "Mira Holt" in CHATS[name] else "mira",
            "The frost took a third of our blossom.\nWe lit candles."
            if "\nWe lit" in CHATS[name]
            else "The frost took a third of our blossom. We lit candles.",
        ),
        ("Tom Baker" if "Tom Baker" in CHATS[name] else "tom", "My candles did nothing at all: the smoke drifted off."),
    ]
    assert len(draft.warnings) == 1


@pytest.mark.parametrize("name", OTHERS)
def test_what_only_looks_like_a_chat_is_none(name: str) -> None:
    """Stories, minutes, plays, logs of machines and diaries keep their form."""
    assert not chat.recognises(OTHERS[name])


def test_a_speaker_is_credited_and_only_that_speakers_caveat_stands_beside() -> None:
    """What Mira says of her own words is not said of Tom's."""
    text = (
        "[12-Mar-23 06:15 PM] mira\nTake this with a grain of salt. We lit candles.\n\n"
        "[12-Mar-23 06:17 PM] tom\nMy candles did nothing at all.\n"
    )
    (document,) = read_seed(text.encode(), "frost.txt", seed="frost")

    first, second = passages_of(document, PassageSize())

    assert (first.attribution.author, second.attribution.author) == ("mira", "tom")
    assert [each.text for each in first.caveats] == ["Take this with a grain of salt."]
    assert second.caveats == ()
