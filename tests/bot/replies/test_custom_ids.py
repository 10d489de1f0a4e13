"""Custom ids: written and read back, and those of cards that version 0.1 posted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.replies.custom_ids import ButtonId, FollowUpId, FormId, MenuId, numbered, read_numbered

ANNA = 1234567890123456789
KEY = "2b2bzdd67n"
# As they stood on cards of version 0.1, of every action and every kind of card.
RECORDED = {
    "c1:turn:ask.1:1234567890123456789": ButtonId("turn", "ask.1", ANNA),
    "c1:turn:literal.1:1234567890123456789": ButtonId("turn", "literal.1", ANNA),
    "c1:turn:search.1:1234567890123456789": ButtonId("turn", "search.1", ANNA),
    "c1:turn:sources.1:1234567890123456789": ButtonId("turn", "sources.1", ANNA),
    "c1:turn:passage.0:1234567890123456789": ButtonId("turn", "passage.0", ANNA),
    "c1:turn:seed.1:1234567890123456789": ButtonId("turn", "seed.1", ANNA),
    "c1:turn:caveat.1:1234567890123456789": ButtonId("turn", "caveat.1", ANNA),
    "c1:before:2b2bzdd67n.ask.0:1234567890123456789": ButtonId("before", "ask.0", ANNA, KEY),
    "c1:after:2b2bzdd67n.literal.0:1234567890123456789": ButtonId("after", "literal.0", ANNA, KEY),
    "c1:part:2b2bzdd67n.passage.0.1:1234567890123456789": ButtonId("part", "passage.0.1", ANNA, KEY),
    "c1:why:2b2bzdd67n:1234567890123456789": ButtonId("why", "", ANNA, KEY),
    "c1:cite:2b2bzdd67n:1234567890123456789": ButtonId("cite", "", ANNA, KEY),
    "c1:more:2b2bzdd67n:1234567890123456789": ButtonId("more", "", ANNA, KEY),
    "c1:more::1234567890123456789": ButtonId("more", "", ANNA),
    "c1:good:2b2bzdd67n:1234567890123456789": ButtonId("good", "", ANNA, KEY),
    "c1:bad:2b2bzdd67n:1234567890123456789": ButtonId("bad", "", ANNA, KEY),
    "c1:open:2b2bzdd67n:1234567890123456789": ButtonId("open", "", ANNA, KEY),
    "c1:literally::1234567890123456789": ButtonId("literally", "", ANNA),
    "c1:share:ask.0:1234567890123456789": ButtonId("share", "ask.0", ANNA),
    "c1:remove:verify.0:1234567890123456789": ButtonId("remove", "verify.0", ANNA),
    "c1:gaps:30.1:1234567890123456789": ButtonId("gaps", "30.1", ANNA),
    "c1:audit:17:1234567890123456789": ButtonId("audit", "17", ANNA),
    "c1:audit::1234567890123456789": ButtonId("audit", "", ANNA),
    "c1:seedpage:66a446f6d5760b1a.1:1234567890123456789": ButtonId("seedpage", "66a446f6d5760b1a.1", ANNA),
    "c1:seedconfirm:66a446f6d5760b1a.0:1234567890123456789": ButtonId("seedconfirm", "66a446f6d5760b1a.0", ANNA),
    "c1:seedattribution:66a446f6d5760b1a.0:1234567890123456789": ButtonId(
        "seedattribution", "66a446f6d5760b1a.0", ANNA
    ),
    "c1:seedcaution:66a446f6d5760b1a.0:1234567890123456789": ButtonId("seedcaution", "66a446f6d5760b1a.0", ANNA),
    "c1:seedcancel:66a446f6d5760b1a.0:1234567890123456789": ButtonId("seedcancel", "66a446f6d5760b1a.0", ANNA),
    "c1:seededit:rain0:1234567890123456789": ButtonId("seededit", "rain0", ANNA),
    "c1:seedremove:rain0.1:1234567890123456789": ButtonId("seedremove", "rain0.1", ANNA),
    "c1:seedblock:rain1.2:1234567890123456789": ButtonId("seedblock", "rain1.2", ANNA),
    "c1:seedkeep:rain0.1:1234567890123456789": ButtonId("seedkeep", "rain0.1", ANNA),
    "c1:seedundo:rain0.1:1234567890123456789": ButtonId("seedundo", "rain0.1", ANNA),
    "c1:seedlist:1:1234567890123456789": ButtonId("seedlist", "1", ANNA),
    "c1:seedcheck:1:1234567890123456789": ButtonId("seedcheck", "1", ANNA),
}
names = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=15)
arguments = st.from_regex(r"[a-z0-9.-]{0,40}", fullmatch=True)
keys = st.from_regex(r"([a-z2-7]{10})?", fullmatch=True)
askers = st.integers(1, 2**63)


@pytest.mark.parametrize(("recorded", "expected"), RECORDED.items())
def test_buttons_of_version_0_1_are_understood(recorded: str, expected: ButtonId) -> None:
    """Whatever stood on a card goes on meaning what it meant."""
    assert expected == ButtonId.read(recorded)


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        ("s1:set:allowed_channels", MenuId("set", "allowed_channels")),
        ("s1:open:people", MenuId("open", "people")),
    ],
)
def test_menus_of_version_0_1_are_understood(recorded: str, expected: MenuId) -> None:
    """The panel of the settings stands in channels for long."""
    assert expected == MenuId.read(recorded)


def test_forms_of_version_0_1_are_understood() -> None:
    """A form that was open while the program was renewed is sent to the new one."""
    assert FollowUpId(ANNA) == FollowUpId.read("m1:more:1234567890123456789")
    assert FormId("caution", "66a446f6d5760b1a.0", ANNA) == FormId.read(
        "f1:caution:66a446f6d5760b1a.0:1234567890123456789"
    )


@given(names, arguments, askers, keys)
def test_what_is_written_is_read(name: str, argument: str, asker: int, key: str) -> None:
    """And fits in what Discord allows for it."""
    button, form = ButtonId(name, argument, asker, key), FormId(name, argument, asker)

    assert button == ButtonId.read(str(button))
    assert form == FormId.read(str(form))
    assert FollowUpId(asker) == FollowUpId.read(str(FollowUpId(asker)))
    assert MenuId("set", name) == MenuId.read(str(MenuId("set", name)))
    assert len(str(button)) <= 100


@pytest.mark.parametrize(
    "foreign", ["", "c1:turn:nonsense:1:5", "c2:turn:ask.0:5", "c4:a:b:c:1", "c1:turn:ask.0:x", "m1:more:"]
)
def test_other_ids_are_no_buttons(foreign: str) -> None:
    """What is not ours, or of a later version, is not guessed at."""
    assert ButtonId.read(foreign) is None


@given(arguments, st.integers(0, 10**9))
def test_numbered_arguments_are_read_back(name: str, number: int) -> None:
    """The number is the last part, whatever dots the name has."""
    assert (name, number) == read_numbered(numbered(name, number))


@pytest.mark.parametrize("argument", ["", "ask", "ask.", "ask.x", "ask.-1"])
def test_an_argument_without_a_number_says_so(argument: str) -> None:
    """Only a forged one has none."""
    assert (argument, None) == read_numbered(argument)
