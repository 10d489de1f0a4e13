"""Posts that a thread quotes are left out, the author's own stay."""

import pytest

from index.readers import thread_reader
from index.readers.thread_reader_quotes import REASON

HEAD = "Thread Reader\nMira Holt Profile picture\nMira Holt\n@miraholt\nMar 12, 2023 • 6 tweets • 2 min read\n"
TAIL = "• • •\nMissing some Tweet in this thread? You can try to force a refresh\nKeep Current with Mira Holt\n"
QUOTED = [
    "1/ The bakery opened.\nTom Baker @oldbaker\nWe never made a profit.\n2/ It closed.\n3/ So it is.",
    "The bakery opened.\nTom Baker\n@oldbaker\nWe never made a profit.\nIt closed.",
    "The bakery opened.\nTom Baker @oldbaker · Mar 12, 2023\nWe never made a profit.\nIt closed.",
    "The bakery opened.\nTom Baker (@oldbaker):\nWe never made a profit.\nIt closed.",
    "The bakery opened.\nReplying to @oldbaker\nWe never made a profit.\nIt closed.",
    "The bakery opened.\nQuoting Tom Baker @oldbaker\nWe never made a profit.\nIt closed.",
    "The bakery opened.\n@oldbaker wrote:\nWe never made a profit.\nIt closed.",
    "The bakery opened.\nTom 🍞 Baker @oldbaker 3h\nWe never made a profit.\n\nNot once.\nIt closed.",
    "The bakery opened.\nWe never made a profit.\n— Tom Baker (@oldbaker) March 12, 2023\nIt closed.",
    "1/ The bakery opened.\nTom Baker @oldbaker\nWe never made a profit.\nNot once.\n2/ It closed.",
    "The bakery opened.\nTom Baker @oldbaker\nWe never made a profit.\nhttps://x.com/oldbaker/status/1\nIt closed.",
]
OWN = [
    "The bakery opened.\nThanks to Tom Baker @oldbaker\nIt closed.",
    "The bakery opened.\nMira Holt @miraholt\nIt closed.",
    "1/ The bakery opened.\n2/ Ask @oldbaker about it.\n3/ It closed.",
    "The bakery opened, says Tom Baker (@oldbaker).\nIt closed.",
]


@pytest.mark.parametrize("posts", QUOTED)
def test_quoted_posts_are_left_out(posts: str) -> None:
    """In the many forms in which an export names who wrote them."""
    (draft,) = thread_reader.read(f"{HEAD}{posts}\n{TAIL}")

    assert "profit" not in draft.text
    assert "Not once" not in draft.text
    assert "opened" in draft.text
    assert "closed" in draft.text
    assert REASON in draft.warnings


@pytest.mark.parametrize("posts", OWN)
def test_own_posts_stay(posts: str) -> None:
    """Who is thanked or spoken of is not quoted."""
    (draft,) = thread_reader.read(f"{HEAD}{posts}\n{TAIL}")

    assert draft.text == posts
