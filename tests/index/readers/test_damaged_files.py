"""Files of exports, mail and markups that were damaged: words or a sentence, never another error."""

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers.chats import discord_html
from index.readers.exports import bluesky, feed, json_files, medium
from index.readers.mail import files as mail
from index.readers.markups import asciidoc, latex, org, restructured
from index.readers.parsing.base import Chosen, FormatError, ParsedDocument
from tests.index.readers.chats.test_chats import message, page, sent
from tests.index.readers.exported import as_bytes
from tests.index.readers.exports.test_blogs import MEDIUM, RSS, WORDPRESS
from tests.index.readers.exports.test_posts import POST, bluesky_post, car, note, tweet
from tests.index.readers.mail.test_mail import HEAD
from tests.index.readers.markups.test_markups import ADOC, LATEX, ORG, RST

Read = Callable[[bytes], tuple[ParsedDocument, ...]]


def of_text(read: Callable[[str], tuple[ParsedDocument, ...]], data: bytes) -> tuple[ParsedDocument, ...]:
    """Read a text as it is decoded."""
    return read(data.decode("utf-8", "replace"))


READ_JSON = partial(json_files.read, chosen=Chosen(consent=True))
CHANNEL = {"id": "6", "type": "GuildTextChat", "name": "t"}
FILES: dict[str, tuple[Read, bytes]] = {
    "discord": (READ_JSON, as_bytes({"guild": {"id": "5"}, "channel": CHANNEL, "messages": [message(1, "ada", "hi")]})),
    "telegram": (READ_JSON, as_bytes({"name": "A", "type": "public_channel", "messages": [sent(["a"])]})),
    "outbox": (READ_JSON, as_bytes({"type": "OrderedCollection", "orderedItems": [note(1, "<p>x</p>", summary="s")]})),
    "tweets": (READ_JSON, b"window.YTD.tweets.part0 = " + as_bytes([tweet(1, "a"), tweet(2, "b", 1)])),
    "bluesky": (bluesky.read, car({POST + "a": bluesky_post("One", langs=["de"])})),
    "rss": (feed.read, RSS.format(dtd="", link="https://e.org").encode()),
    "wordpress": (feed.read, WORDPRESS.encode()),
    "medium": (medium.read_page, MEDIUM.encode()),
    "page": (discord_html.read, page(("ada", "hi", "", ""))),
    "mail": (mail.read_mail, (HEAD + "\nx\n\nOn x wrote:\n> y\n").encode()),
    "box": (mail.read_box, b"From a@b.c Mon Jan  1 00:00:00 2024\nFrom: A <a@b.c>\n\nwords\n"),
    "rst": (partial(of_text, restructured.read), RST.encode()),
    "asciidoc": (partial(of_text, asciidoc.read), ADOC.encode()),
    "org": (partial(of_text, org.read), ORG.encode()),
    "latex": (partial(of_text, latex.read), LATEX.encode()),
}


@pytest.mark.parametrize("kind", FILES)
@settings(max_examples=15, deadline=None)
@given(at=st.floats(0, 1), cut=st.integers(0, 40), put=st.binary(max_size=12), source=st.floats(0, 1))
def test_a_damaged_file_is_words_or_a_sentence(kind: str, at: float, cut: int, put: bytes, source: float) -> None:
    """Bytes lost, put in, and brought from another place; every block is within its text."""
    read, data = FILES[kind]
    start, other = int(at * len(data)), int(source * len(data))
    damaged = data[:start] + put + data[other : other + cut] + data[start + cut :]

    try:
        drafts = read(damaged)
    except FormatError:
        drafts = ()

    for draft in drafts:
        assert all(0 <= block.start < block.end <= len(draft.text) for block in draft.blocks)
        assert all(0 <= each.start < each.end <= len(draft.text) for each in draft.citations)


@pytest.mark.parametrize("data", [b"<rss><channel><item><title>a&#x110000;b</title></item></channel></rss>", b"<feed>"])
def test_a_feed_of_damaged_characters_is_refused(data: bytes) -> None:
    """Where the library gives up in the middle."""
    with pytest.raises(FormatError):
        feed.read(data)


def test_a_box_without_a_line_that_begins_a_mail_is_one_mail() -> None:
    """It has the name of a box."""
    assert mail.read_box(b"From: A <a@b.c>\n\nwords")[0].text == "words"
