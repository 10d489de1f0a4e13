"""What must never be read: posts for followers, direct messages, drafts, private channels."""

import pytest

from index.readers.chats import discord_html, slack
from index.readers.exports import activitypub, json_files, medium, substack, twitter
from index.readers.exports.feed import read as read_feed
from index.readers.parsing.base import Chosen, FormatError, ParsedDocument
from tests.index.readers.exported import as_bytes, packed

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
FOLLOWERS = "https://m.example/users/ada/followers"
SECRET = "the secret words"


def note(number: int, words: str, to: list[str], cc: list[str]) -> dict[str, object]:
    """Return an activity that creates a note."""
    ada = "https://m.example/users/ada"
    shown = {"type": "Note", "id": f"{ada}/{number}", "content": f"<p>{words}</p>", "to": to, "cc": cc}
    return {"type": "Create", "actor": ada, "to": to, "cc": cc, "object": shown | {"attributedTo": ada}}


def words_of(drafts: tuple[ParsedDocument, ...]) -> str:
    """Return all words and attributions of some works."""
    return repr([(draft.text, draft.title, draft.authors, draft.blocks) for draft in drafts])


@pytest.mark.parametrize(
    ("to", "cc"),
    [
        ([FOLLOWERS], []),
        ([FOLLOWERS], [PUBLIC]),  # unlisted
        (["https://m.example/users/bob"], []),
        ([], []),
        ([], [PUBLIC]),
    ],
)
def test_an_outbox_gives_public_posts_alone(to: list[str], cc: list[str]) -> None:
    """Followers-only, unlisted and direct posts of an outbox are counted and not read."""
    outbox = {"type": "OrderedCollection", "orderedItems": [note(1, "open", [PUBLIC], []), note(2, SECRET, to, cc)]}

    drafts = activitypub.read(packed({"outbox.json": outbox, "actor.json": {"name": "Ada Vik"}}))

    assert [draft.text for draft in drafts] == ["open"]
    assert drafts[0].warnings == ("Left out: posts that are not public (1).",)


@pytest.mark.parametrize("to", [[FOLLOWERS], ["https://m.example/users/bob"], []])
def test_a_single_object_that_is_not_public_is_refused(to: list[str]) -> None:
    """A file with one post says to whom it goes."""
    value = {"@context": "https://www.w3.org/ns/activitystreams", "type": "Note", "content": SECRET, "to": to}

    with pytest.raises(FormatError, match="not addressed to everybody"):
        json_files.read(as_bytes(value))


def test_nothing_else_of_a_mastodon_archive_is_read() -> None:
    """Likes and bookmarks are no posts of the owner."""
    outbox = {"type": "OrderedCollection", "orderedItems": [note(1, "open", [PUBLIC], [])]}
    files = packed({"outbox.json": outbox, "actor.json": {}, "likes.json": [SECRET], "bookmarks.json": [SECRET]})

    assert SECRET not in words_of(activitypub.read(files))


@pytest.mark.parametrize(
    "name",
    [
        "direct_messages",
        "like",
        "deleted_tweets",
        "deleted_note_tweet",
        "account",
        "personalization",
        "twitter_circle_tweet",
    ],
)
def test_the_private_parts_of_an_x_archive_are_refused(name: str) -> None:
    """Only the file with the posts holds what is public."""
    with pytest.raises(FormatError, match="holds no posts"):
        json_files.read(f'window.YTD.{name}.part0 = [{{"a": "{SECRET}"}}]'.encode())


def test_an_x_archive_gives_its_tweets_alone() -> None:
    """Messages, likes, deleted posts, drafts and posts to a circle are not read."""
    secret = f'window.YTD.x.part0 = [{{"tweet": {{"id_str": "2", "full_text": "{SECRET}"}}}}]'
    private = ("direct-messages", "like", "deleted-tweets", "twitter-circle-tweet", "grok-chat-item", "ad-engagements")
    files = {f"data/{name}.js": secret for name in private}
    files["data/tweets.js"] = 'window.YTD.tweets.part0 = [{"tweet": {"id_str": "1", "full_text": "open"}}]'

    assert [draft.text for draft in twitter.read(packed(files))] == ["open"]


def test_an_x_archive_of_a_protected_account_is_refused() -> None:
    """The last change to who may see the account counts."""
    changes = [("Protect", "2020-01-01"), ("Unprotect", "2021-01-01"), ("Protect", "2022-01-01")]
    history = [{"protectedHistory": {"action": action, "protectedAt": at}} for action, at in changes]
    tweets = [{"tweet": {"id_str": "1", "full_text": SECRET}}]

    with pytest.raises(FormatError, match="protected"):
        twitter.read(packed({"data/tweets.js": tweets, "data/protected-history.js": history}))


@pytest.mark.parametrize("kind", ["DirectTextChat", "DirectGroupTextChat", "GuildPrivateThread"])
def test_private_chats_of_discord_are_refused(kind: str) -> None:
    """Whatever the side-car names."""
    message = {"id": "1", "type": "Default", "content": SECRET, "author": {"id": "2", "name": "ada"}}
    value = {"guild": {"id": "5"}, "channel": {"id": "6", "type": kind, "name": "ada"}, "messages": [message]}

    with pytest.raises(FormatError, match="private chat"):
        json_files.read(as_bytes(value), Chosen(channels=("ada",), consent=True))


def test_a_private_chat_of_discord_as_a_page_is_refused() -> None:
    """Its server is called "Direct Messages"."""
    page = (
        "<html><div class='preamble__entry'>Direct Messages</div><div class='preamble__entry'>Private / ada</div>"
        f"<div class='chatlog__message-group'><span class='chatlog__author'>a</span>"
        f"<div class='chatlog__content'>{SECRET}</div></div></html>"
    )

    with pytest.raises(FormatError, match="private chat"):
        discord_html.read(page.encode())


@pytest.mark.parametrize(
    "kind", ["personal_chat", "saved_messages", "private_group", "private_supergroup", "private_channel", "bot_chat"]
)
def test_private_chats_of_telegram_are_refused(kind: str) -> None:
    """Alone in a file, and named in the side-car beside a public one."""
    message = {"id": 1, "type": "message", "from": "Ada", "from_id": "user1", "text": SECRET}
    private = {"name": "Us", "type": kind, "id": 1, "messages": [message]}
    public = {"name": "All", "type": "public_supergroup", "id": 2, "messages": [message | {"text": "open"}]}

    with pytest.raises(FormatError, match="private chat"):
        json_files.read(as_bytes(private), Chosen(("Us",)))
    with pytest.raises(FormatError, match="no public channel Us"):
        json_files.read(as_bytes({"chats": {"list": [private, public]}}), Chosen(("Us",)))
    drafts = json_files.read(as_bytes({"chats": {"list": [private, public]}}))
    assert [draft.text for draft in drafts] == ["open"]


def test_groups_and_direct_messages_of_slack_are_not_read() -> None:
    """Their folders lie beside those of the channels."""
    files = {
        "channels.json": [{"id": "C1", "name": "general"}],
        "groups.json": [{"id": "G1", "name": "board"}],
        "dms.json": [{"id": "D1", "members": ["U1"]}],
        "users.json": [],
        "general/2020-01-01.json": [{"type": "message", "user": "U1", "text": "open", "ts": "1577836800.0"}],
        "board/2020-01-01.json": [{"type": "message", "user": "U1", "text": SECRET, "ts": "1577836800.0"}],
        "D1/2020-01-01.json": [{"type": "message", "user": "U1", "text": SECRET, "ts": "1577836800.0"}],
    }

    assert [draft.text for draft in slack.read(packed(files))] == ["open"]
    with pytest.raises(FormatError, match="no public channel board"):
        slack.read(packed(files), Chosen(("board",)))


def test_a_channel_that_slack_calls_private_is_not_read() -> None:
    """Some exports list private channels among the others."""
    files = {
        "channels.json": [{"id": "C1", "name": "board", "is_private": True}],
        "users.json": [],
        "board/2020-01-01.json": [{"type": "message", "user": "U1", "text": SECRET}],
    }

    with pytest.raises(FormatError, match="private"):
        slack.read(packed(files), Chosen(("board",)))


@pytest.mark.parametrize("row", ["2.b,FALSE,everyone", "2.b,true,only_paid", "2.b,TRUE,only_free", "2.b,,everyone"])
def test_drafts_and_paid_posts_of_substack_are_not_read(row: str) -> None:
    """Published, and for everybody, is what counts."""
    listed = f"post_id,is_published,audience,title\n1.a,true,everyone,Open\n{row},{SECRET}\n"
    files = {"posts.csv": listed, "posts/1.a.html": "<p>open</p>", "posts/2.b.html": f"<p>{SECRET}</p>"}

    drafts = substack.read(packed(files))

    assert [draft.text for draft in drafts] == ["open"]
    assert SECRET not in words_of(drafts)


MEDIUM = """<article class="h-entry"><h1 class="p-name">A</h1><section data-field="body" class="e-content">
<p>{words}</p></section><footer>{published}<p>Exported from <a href="https://medium.com">Medium</a></p></footer></article>"""
PUBLISHED = (
    '<a href="https://medium.com/p/1"><time class="dt-published" datetime="2020-01-02T03:04:05Z">Jan 2</time></a>'
)


def test_drafts_of_medium_are_not_read() -> None:
    """Neither by their names nor where they do not say when they were published."""
    pages = {
        "posts/2020-01-02_A-1.html": MEDIUM.format(words="open", published=PUBLISHED),
        "posts/draft_B-2.html": MEDIUM.format(words=SECRET, published=PUBLISHED),
        "posts/C-3.html": MEDIUM.format(words=SECRET, published=""),
    }

    assert [draft.text for draft in medium.read(packed(pages))] == ["open"]
    with pytest.raises(FormatError, match="draft"):
        medium.read_page(pages["posts/C-3.html"].encode())


@pytest.mark.parametrize(
    "fields",
    [
        "<wp:status>draft</wp:status>",
        "<wp:status>private</wp:status>",
        "<wp:status>pending</wp:status>",
        "<wp:status>future</wp:status>",
        "<wp:status>trash</wp:status>",
        "<wp:status>publish</wp:status><wp:post_password>x</wp:post_password>",
        "<wp:status>publish</wp:status><wp:post_type>attachment</wp:post_type>",
        "<wp:status>publish</wp:status><wp:post_type>feedback</wp:post_type>",
        "",
    ],
)
def test_of_wordpress_only_published_posts_are_read(fields: str) -> None:
    """Drafts, private, scheduled and locked posts, forms and media are not; nor are comments."""
    comment = f"<wp:comment><wp:comment_content>{SECRET}</wp:comment_content></wp:comment>"
    kind = "" if "post_type" in fields else "<wp:post_type>post</wp:post_type>"
    data = f"""<?xml version="1.0"?><rss xmlns:content="c" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
    <item><title>A</title><content:encoded>open</content:encoded><wp:post_type>page</wp:post_type>
    <wp:status>publish</wp:status>{comment}</item>
    <item><title>B</title><content:encoded>{SECRET}</content:encoded>{kind}{fields}</item></channel></rss>"""

    drafts = read_feed(data.encode())

    assert [draft.text for draft in drafts] == ["open"]
    assert SECRET not in words_of(drafts)
