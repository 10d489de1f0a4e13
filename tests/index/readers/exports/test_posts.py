"""Public posts of X, ActivityPub and Bluesky as documents."""

from hashlib import sha256

import libipld
import pytest

from index.readers.exports import activitypub, bluesky, json_files, twitter
from index.readers.parsing.base import FormatError, ParsedDocument
from tests.index.readers.exported import as_bytes, packed

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
ADA = "https://m.example/users/ada"


def tweet(number: int, words: str, parent: int | None = None, **more: object) -> dict[str, object]:
    """Return a post as an X archive has it."""
    stated: dict[str, object] = {
        "id_str": str(number),
        "full_text": words,
        "created_at": f"Sat Mar 12 10:00:{number:02} +0000 2022",
        "lang": "en",
    }
    return {"tweet": stated | ({"in_reply_to_status_id_str": str(parent)} if parent else {}) | more}


def read_tweets(*tweets: object, **parts: object) -> tuple[ParsedDocument, ...]:
    """Read an archive of Ada's with these posts."""
    account = [{"account": {"accountDisplayName": "Ada Vik", "username": "adavik", "accountId": "7"}}]
    files = {"twitter-1/data/tweets.js": list(tweets), "twitter-1/data/account.js": account}
    more = {f"twitter-1/data/{name}.js": value for name, value in parts.items()}
    return twitter.read(packed({**files, **more}))


def test_a_thread_on_x_is_one_document_in_order() -> None:
    """The archive lists the newest first; each post keeps its link."""
    (draft,) = read_tweets(tweet(3, "third", 2), tweet(2, "second", 1), tweet(1, "first"))

    assert draft.text == "first\n\nsecond\n\nthird"
    assert [block.source for block in draft.blocks] == [f"https://x.com/adavik/status/{n}" for n in (1, 2, 3)]
    assert (draft.identity, draft.authors, draft.published) == ("1", ("Ada Vik",), "2022-03-12")
    assert (draft.source, draft.language) == ("https://x.com/adavik/status/1", "en")


def test_a_new_post_changes_no_other_document_s_identity() -> None:
    """A document is named by its first post."""
    before = read_tweets(tweet(1, "first"), tweet(2, "other"))
    after = read_tweets(tweet(9, "new"), tweet(1, "first"), tweet(2, "other"))

    assert {draft.identity for draft in before} < {draft.identity for draft in after}


def test_reposts_on_x_are_left_out_and_counted() -> None:
    """They are others' words."""
    (draft,) = read_tweets(tweet(1, "mine"), tweet(2, "RT @bob: theirs"))

    assert (draft.text, draft.warnings) == ("mine", ("Left out: reposts of others (1).",))


def test_links_on_x_lead_where_they_led_and_pictures_have_none() -> None:
    """Entities are decoded, too."""
    entities = {"urls": [{"url": "https://t.co/a", "expanded_url": "https://example.org/x?a=1"}]}
    media = {"media": [{"url": "https://t.co/pic"}]}
    posts = tweet(1, "5 &lt; 6 &amp; so https://t.co/a https://t.co/pic", entities=entities, extended_entities=media)

    (draft,) = read_tweets(posts)

    assert draft.text == "5 < 6 & so https://example.org/x?a=1"
    assert [citation.url for citation in draft.citations] == ["https://example.org/x?a=1"]


def test_a_long_post_on_x_is_read_whole() -> None:
    """Its beginning stands among the posts, all of it beside them."""
    long = "word " * 80 + "end"
    notes = [{"noteTweet": {"noteTweetId": "9", "core": {"text": long}}}]

    (draft,) = read_tweets(tweet(1, long[:270].rstrip() + "… https://t.co/b"), **{"note-tweet": notes})

    assert draft.text == long


def note(number: int, content: str, **more: object) -> dict[str, object]:
    """Return an activity that creates a public note."""
    address = f"{ADA}/{number}"
    shown = {"type": "Note", "id": address, "url": f"https://m.example/@ada/{number}", "content": content}
    moment = {"published": f"2023-05-0{number}T10:00:00Z", "attributedTo": ADA, "to": [PUBLIC]}
    return {"type": "Create", "actor": ADA, "to": [PUBLIC], "object": shown | moment | more}


def read_outbox(*activities: object) -> tuple[ParsedDocument, ...]:
    """Read an archive of Ada's with these activities."""
    outbox = {"type": "OrderedCollection", "orderedItems": list(activities)}
    return activitypub.read(packed({"outbox.json": outbox, "actor.json": {"name": "Ada Vik"}}))


def test_a_thread_on_mastodon_is_one_document() -> None:
    """HTML becomes words, links keep where they lead."""
    second = note(2, '<p>Two<br>lines</p><p><a href="https://e.org/a"><span>https://</span>e.org/a</a></p>')
    second["object"] = second["object"] | {"inReplyTo": f"{ADA}/1"}  # type: ignore[operator]  # an object

    (draft,) = read_outbox(second, note(1, "<p>One</p>"))

    assert draft.text == "One\n\nTwo\nlines\n\nhttps://e.org/a"
    assert draft.blocks[1].source == "https://m.example/@ada/2"
    assert draft.citations[0].url == "https://e.org/a"
    assert (draft.authors, draft.published, draft.identity) == (("Ada Vik",), "2023-05-01", f"{ADA}/1")


def test_a_content_warning_is_the_author_s_caveat_and_stands_above_the_words() -> None:
    """So it is found in the text, as the author's."""
    (draft,) = read_outbox(note(1, "<p>One</p>", summary="Unfinished, from memory"))

    assert (draft.text, draft.caveats) == ("Unfinished, from memory\n\nOne", ("Unfinished, from memory",))


def test_boosts_and_others_posts_are_no_documents() -> None:
    """An activity about somebody else's post is none of the owner's."""
    boost = {"type": "Announce", "actor": ADA, "to": [PUBLIC], "object": "https://other.example/1"}
    foreign = note(2, "<p>theirs</p>", attributedTo="https://other.example/bob")

    drafts = read_outbox(note(1, "<p>mine</p>"), boost, foreign)

    assert [draft.text for draft in drafts] == ["mine"]
    assert drafts[0].warnings == ("Left out: reposts of others (1).",)


def test_a_quoted_post_is_its_author_s() -> None:
    """What stands in a post's tags is a block of its own, with its speaker."""
    tag = {"type": "Link", "href": "https://b.example/1", "content": "Theirs", "attributedTo": {"name": "Bob"}}
    value = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "type": "Note",
        "id": "https://a.example/1",
        "content": "Mine",
        "attributedTo": {"name": "Ada"},
        "tag": [tag],
    }

    (draft,) = json_files.read(as_bytes(value))

    assert [(draft.text[each.start : each.end], each.speaker) for each in draft.blocks] == [
        ("Mine", None),
        ("Theirs", "Bob"),
    ]


def test_an_article_keeps_its_headings() -> None:
    """Beside notes, as blogs write both."""
    article = note(2, "<h2>One</h2><p>It froze.</p>", type="Article", name="Frost", summary="In short")

    first, second = read_outbox(note(1, "<p>Short</p>"), article)

    assert (first.text, second.text, second.title) == ("Short", "It froze.", "Frost")
    assert (second.blocks[0].heading, second.caveats, second.authors) == ("One", (), ("Ada Vik",))


def cid(block: bytes) -> bytes:
    """Return a block's name."""
    return b"\x01\x71\x12\x20" + sha256(block).digest()


def varint(number: int) -> bytes:
    """Return a number as a CAR file has it."""
    return bytes([number & 127 | 128]) + varint(number >> 7) if number > 127 else bytes([number])


def tagged(name: bytes) -> bytes:
    """Return the CBOR of a link."""
    return b"\xd8\x2a\x58\x25\x00" + name


def car(records: dict[str, dict[str, object]], damaged: str = "") -> bytes:
    """Return a repository with these records in one node; the block of `damaged` is not what its name says."""
    blocks = {key: libipld.encode_dag_cbor(record) for key, record in records.items()}
    entries = b""
    for key, block in sorted(blocks.items()):
        name = key.encode()
        entries += b"\xa4\x61k\x58" + bytes([len(name)]) + name + b"\x61p\x00\x61t\xf6\x61v" + tagged(cid(block))
    node = b"\xa2\x61e" + bytes([0x80 | len(blocks)]) + entries + b"\x61l\xf6"
    commit = b"\xa2\x63did\x67did:a:b\x64data" + tagged(cid(node))
    header = b"\xa2\x65roots\x81" + tagged(cid(commit)) + b"\x67version\x01"
    stored = [(cid(commit), commit), (cid(node), node)]
    stored += [(cid(block), block + b"x" if key == damaged else block) for key, block in blocks.items()]
    data = varint(len(header)) + header
    return data + b"".join(varint(len(name + block)) + name + block for name, block in stored)


POST = "app.bsky.feed.post/"


def bluesky_post(words: str, parent: str = "", **more: object) -> dict[str, object]:
    """Return a record of a post."""
    reply = {"reply": {"parent": {"uri": f"at://did:a:b/{POST}{parent}"}}} if parent else {}
    return {"$type": "app.bsky.feed.post", "text": words, "createdAt": "2024-01-02T00:00:00Z", **reply, **more}


def test_a_repository_gives_its_posts_with_their_links() -> None:
    """A thread is one document; likes are no words; the profile names the owner."""
    records: dict[str, dict[str, object]] = {
        POST + "a": bluesky_post("One", langs=["de"]),
        POST + "b": bluesky_post("Two", "a"),
        "app.bsky.feed.like/c": {"subject": {"uri": "at://x"}},
        "app.bsky.actor.profile/self": {"displayName": "Ada Vik"},
    }

    (draft,) = bluesky.read(car(records))

    assert (draft.text, draft.authors, draft.language) == ("One\n\nTwo", ("Ada Vik",), "de")
    assert (draft.identity, draft.published) == ("a", "2024-01-02")
    assert draft.blocks[1].source == "https://bsky.app/profile/did:a:b/post/b"


def test_a_block_that_is_not_what_its_name_says_is_left_out_and_reported() -> None:
    """Its bytes were changed after it was named."""
    data = car({POST + "a": bluesky_post("One"), POST + "b": bluesky_post("Two")}, damaged=POST + "b")

    (draft,) = bluesky.read(data)

    assert draft.text == "One"
    assert draft.warnings == ("Left out: blocks that are not what their names say they are (1).",)


def test_labels_of_a_post_are_a_caveat() -> None:
    """They are of the network's list, so they are told in our words."""
    labels = {"values": [{"val": "graphic-media"}]}

    (draft,) = bluesky.read(car({POST + "a": bluesky_post("One", labels=labels)}))

    assert draft.caveats == ("The author labelled this: graphic-media.",)


def test_links_of_a_post_are_counted_in_bytes() -> None:
    """A letter of two bytes before a link moves it by one."""
    feature = {"$type": "app.bsky.richtext.facet#link", "uri": "https://e.org/long"}
    facets = [{"index": {"byteStart": 4, "byteEnd": 9}, "features": [feature]}]

    (draft,) = bluesky.read(car({POST + "a": bluesky_post("né e.org", facets=facets)}))

    assert [(each.text, each.url) for each in draft.citations] == [("e.org", "https://e.org/long")]


def deep_car() -> bytes:
    """Return a file whose root is nested too deeply to be decoded."""
    deep = b"\x81" * 200_000 + b"\x80"
    header = b"\xa2\x65roots\x81" + tagged(cid(deep)) + b"\x67version\x01"
    return varint(len(header)) + header + varint(len(cid(deep) + deep)) + cid(deep) + deep


def rootless_car() -> bytes:
    """Return a file that does not hold its root."""
    header = b"\xa2\x65roots\x81" + tagged(cid(b"missing")) + b"\x67version\x01"
    return varint(len(header)) + header + (varint(37) + cid(b"\x80") + b"\x80") * 1000


@pytest.mark.parametrize("data", [deep_car(), rootless_car(), b"\x0a\xa2\x65roots", car({})[:60], car({})])
def test_damaged_repositories_are_refused(data: bytes) -> None:
    """Nested too deeply, without a root, cut short, without a post."""
    assert bluesky.recognises(deep_car())
    with pytest.raises(FormatError):
        bluesky.read(data)
