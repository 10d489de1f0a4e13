"""How much of a document is shown: its seed says so, else an open licence, else the config."""

import pytest

from bot.web.drawing.publicity import Shown, shown_of
from index.model import Attribution
from tests.bot.web.rooms import Maker, public_of


@pytest.mark.parametrize(
    ("stated", "default", "shown"),
    [
        (Attribution(), "passages", "passages"),
        (Attribution(), "full", "full"),
        (Attribution(license="CC BY 4.0"), "passages", "full"),
        (Attribution(license="CC BY-NC 4.0"), "passages", "passages"),
        (Attribution(license="CC BY 4.0", reading="passages"), "full", "passages"),
        (Attribution(reading="none"), "full", "none"),
        (Attribution(license="CC0"), "none", "none"),
        (Attribution(reading="full"), "none", "full"),
    ],
)
def test_what_states_most_decides(stated: Attribution, default: Shown, shown: Shown) -> None:
    """The seed before its licence, and both before the config, unless that shows nothing unasked."""
    assert shown == shown_of(stated, default)


@pytest.mark.parametrize("key", ["web", "reading"])
def test_a_seed_that_says_none_is_not_shown(make_library: Maker, key: str) -> None:
    """Neither its page nor those of its passages can be had."""
    public = public_of(make_library, {"a.md": f"---\n{key}: none\n---\n\nTides rise.", "b.md": "Tides fall."})

    (hidden,) = public.scope.passages_of("a")

    assert [each.id for each in public.documents] == ["b"]
    assert public.passage(hidden.key) is None
