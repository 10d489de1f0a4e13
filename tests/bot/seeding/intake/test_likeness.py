"""How much of one text stands in another."""

import pytest

from bot.seeding.intake.likeness import packed, share, sketch, unpacked

WORDS = [f"word{number * 7919 % 10_007}" for number in range(4_000)]
LONG = " ".join(WORDS)


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        (LONG, LONG, 1.0),
        (LONG, LONG.upper().replace(" ", ", "), 1.0),  # the same words
        (LONG, " ".join(WORDS[:3_000] + [f"new{word}" for word in WORDS[:1_000]]), 0.75),
        (LONG, " ".join(WORDS[1_000:1_400]), 1.0),  # an excerpt
        (LONG, " ".join(reversed(WORDS)), 0.0),
        ("It rains in the valley.", "It rains in the valley of Oz.", 1.0),
        ("It rains.", "It snows.", 0.0),
        ("", "It snows.", 0.0),
        (
            "山路を登りながら、こう考えた。智に働けば角が立つ。",
            "山路を登りながら、こう考えた。情に棹させば流される。",
            0.5,
        ),
    ],
)
def test_the_share_in_common_is_estimated(text: str, other: str, expected: float) -> None:
    """Of the shorter text, whichever way round, to a tenth or so."""
    there, back = share(sketch(text), sketch(other)), share(sketch(other), sketch(text))

    assert there == back
    assert there == pytest.approx(expected, abs=0.12)


def test_a_sketch_is_kept_as_bytes() -> None:
    """Four for each number, a thousand at most."""
    data = packed(sketch(LONG))

    assert sketch(LONG) == unpacked(data)
    assert 1_024 == len(data)
