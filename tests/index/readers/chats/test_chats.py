"""Chats of programs: each message its speaker's, nobody named who did not agree."""

import pytest

from index.readers.chats import discord_html, slack
from index.readers.exports import json_files
from index.readers.parsing.base import Chosen, FormatError, ParsedDocument
from tests.index.readers.exported import as_bytes, packed

CONSENT = Chosen(consent=True)


def said(draft: ParsedDocument) -> list[tuple[str | None, str]]:
    """Return who says what."""
    return [(block.speaker, draft.text[block.start : block.end]) for block in draft.blocks]


def discord(*messages: dict[str, object], chosen: Chosen = CONSENT) -> ParsedDocument:
    """Read a channel with these messages."""
    channel = {"id": "6", "type": "GuildTextChat", "name": "talk"}
    value = {"guild": {"id": "5", "name": "S"}, "channel": channel, "messages": list(messages)}
    (draft,) = json_files.read(as_bytes(value), chosen)
    return draft


def message(number: int, name: str, words: str, **more: object) -> dict[str, object]:
    """Return a message as DiscordChatExporter writes it."""
    author = {"id": f"u-{name}", "name": name, "nickname": name.title(), "isBot": name == "bot"}
    stamp = {"id": str(number), "type": "Default", "timestamp": "2024-05-06T07:08:09+00:00"}
    return {**stamp, "author": author, "content": words, "mentions": [], **more}


def test_each_message_of_discord_is_its_speaker_s() -> None:
    """With its number and its link; the channel names no author."""
    draft = discord(message(1, "ada", "hi"), message(2, "bob", "yes", type="Reply"))

    assert said(draft) == [("Ada", "hi"), ("Bob", "yes")]
    assert [(block.position.at if block.position else "", block.source) for block in draft.blocks] == [
        ("1", "https://discord.com/channels/5/6/1"),
        ("2", "https://discord.com/channels/5/6/2"),
    ]
    assert (draft.authors, draft.title, draft.published) == ((), "#talk", "2024-05-06")


def test_without_consent_people_are_members() -> None:
    """The same one each time, in mentions as well; whoever the side-car names is named."""
    mentions = [{"id": "u-bob", "name": "bob", "nickname": "Bob"}]
    messages = message(1, "ada", "hi @Bob", mentions=mentions), message(2, "bob", "yes"), message(3, "ada", "so")

    assert said(discord(*messages, chosen=Chosen())) == [
        ("Member 1", "hi @Member 2"),
        ("Member 2", "yes"),
        ("Member 1", "so"),
    ]
    assert said(discord(*messages, chosen=Chosen(names=("bob",))))[1] == ("Bob", "yes")


def test_programs_and_events_of_discord_are_left_out() -> None:
    """Bots, joins and pins are counted."""
    draft = discord(message(1, "ada", "hi"), message(2, "bot", "beep"), message(3, "ada", "x", type="GuildMemberJoin"))

    assert said(draft) == [("Ada", "hi")]
    assert draft.warnings == ("Left out: messages of programs (2).",)


def test_a_forward_on_discord_is_not_the_forwarder_s() -> None:
    """Whose words it is nobody says."""
    draft = discord(message(1, "ada", "", forwardedMessage={"content": "theirs"}))

    assert said(draft) == [(None, "theirs")]


def test_a_channel_that_is_not_named_is_not_read() -> None:
    """The side-car names another one than the file holds."""
    with pytest.raises(FormatError, match="no public channel other"):
        discord(message(1, "ada", "hi"), chosen=Chosen(("other",)))


PAGE = """<!doctype html><html><body><div class="preamble"><div class="preamble__entry">Server</div>
<div class="preamble__entry">Text / talk</div></div><div class="chatlog">{groups}</div></body></html>"""
GROUP = """<div class="chatlog__message-group"><div class="chatlog__message-container" data-message-id="1">
<span class="chatlog__author" title="{name}" data-user-id="u-{name}">{name}</span>{tag}
<span class="chatlog__timestamp" title="2024-05-06 07:08"></span>{reply}
<div class="chatlog__content chatlog__markdown"><span class="chatlog__markdown-preserve">{words}</span></div>
</div></div>"""


def page(*groups: tuple[str, str, str, str]) -> bytes:
    """Return a saved page with messages of a name, words, a tag and a reply."""
    shown = (GROUP.format(name=name, words=words, tag=tag, reply=reply) for name, words, tag, reply in groups)
    return PAGE.format(groups="".join(shown)).encode()


def test_a_saved_page_of_discord_is_read_by_its_own_classes() -> None:
    """Programs and what is quoted above a reply are left out, mentions named as the side-car lets them be."""
    mention = 'hi <span class="chatlog__markdown-mention" title="bob">@bob</span>'
    reply = '<div class="chatlog__reply"><div class="chatlog__reply-content chatlog__content">hi again</div></div>'
    tag = '<span class="chatlog__author-tag">BOT</span>'
    data = page(("ada", mention, "", ""), ("bob", "yes", "", reply), ("robot", "beep", tag, ""))

    (draft,) = discord_html.read(data)

    assert discord_html.recognises(data)
    assert said(draft)[0][0] == "Member 1"
    assert [words for _, words in said(draft)][1:] == ["yes"]
    assert "bob" not in draft.text
    assert (draft.title, draft.published) == ("#talk", "2024-05-06")


def telegram(*messages: dict[str, object], chosen: Chosen = CONSENT, kind: str = "public_supergroup") -> ParsedDocument:
    """Read a group with these messages."""
    value = {"name": "All", "type": kind, "id": 1, "messages": list(messages)}
    (draft,) = json_files.read(as_bytes(value), chosen)
    return draft


def sent(words: object, **more: object) -> dict[str, object]:
    """Return a message as Telegram writes it."""
    stated = {"id": 1, "type": "message", "date": "2024-05-06T07:08:09", "from": "Ada", "from_id": "user1"}
    return {**stated, "text": words, **more}


def test_telegram_s_words_come_in_pieces() -> None:
    """Plain ones and such with a kind; links lead where they led."""
    pieces = ["see ", {"type": "text_link", "text": "this", "href": "https://e.org"}, {"type": "bold", "text": " now"}]

    draft = telegram(sent(pieces))

    assert said(draft) == [("Ada", "see this now")]
    assert [(each.text, each.url) for each in draft.citations] == [("this", "https://e.org")]


def test_a_forward_on_telegram_is_whoever_s_it_was() -> None:
    """Or nobody's, where that is hidden."""
    messages = sent("a", forwarded_from="Bob"), sent("b", forwarded_from=None), sent("c")

    assert [who for who, _ in said(telegram(*messages))] == ["Bob", None, "Ada"]
    assert [who for who, _ in said(telegram(*messages, chosen=Chosen()))] == ["Member 1", None, "Member 2"]


def test_services_of_telegram_are_left_out() -> None:
    """Nobody said that somebody joined."""
    draft = telegram(sent("a"), {"id": 2, "type": "service", "actor": "Ada", "action": "join", "text": ""})

    assert said(draft) == [("Ada", "a")]


def test_a_channel_of_telegram_speaks_by_its_own_name() -> None:
    """It is no person."""
    draft = telegram(sent("a", **{"from": "The News"}), kind="public_channel", chosen=Chosen())

    assert said(draft) == [("The News", "a")]


SLACK = {
    "x/channels.json": [{"id": "C1", "name": "talk"}, {"id": "C2", "name": "random"}],
    "x/users.json": [
        {"id": "U1", "name": "ada", "real_name": "Ada Vik"},
        {"id": "U2", "name": "bob", "real_name": "Bob B"},
        {"id": "U3", "name": "robot", "is_bot": True},
    ],
    "x/talk/2020-01-02.json": [
        {"type": "message", "user": "U2", "text": "see <https://e.org/?a=1&amp;b=2|this> &lt;3", "ts": "1577923200.0"}
    ],
    "x/talk/2020-01-01.json": [
        {"type": "message", "user": "U1", "text": "hi <@U2> in <#C2|random>", "ts": "1577836800.0"},
        {"type": "message", "user": "U1", "subtype": "channel_join", "text": "<@U1> has joined the channel"},
        {"type": "message", "user": "U3", "text": "beep"},
        {"type": "message", "bot_id": "B1", "subtype": "bot_message", "text": "beep"},
    ],
    "x/random/2020-01-01.json": [{"type": "message", "user": "U1", "text": "other", "ts": "1577836800.0"}],
}


def test_a_slack_export_is_read_by_the_channels_that_are_named() -> None:
    """Day by day, its people and its links as they were shown."""
    (draft,) = slack.read(packed(SLACK), Chosen(("#talk",), consent=True))

    assert slack.recognises(packed(SLACK))
    assert said(draft) == [("Ada Vik", "hi @Bob B in #random"), ("Bob B", "see this <3")]
    assert [each.url for each in draft.citations] == ["https://e.org/?a=1&b=2"]
    assert (draft.identity, draft.title, draft.published) == ("C1", "#talk", "2020-01")
    assert draft.warnings == ("Left out: messages of programs (3).",)


def test_slack_s_people_are_members_without_consent() -> None:
    """The curator is told how to name them."""
    (draft,) = slack.read(packed(SLACK), Chosen(("talk",)))

    assert said(draft)[0] == ("Member 1", "hi @Member 2 in #random")
    assert "Member 1" in draft.warnings[0]
    assert "Vik" not in draft.text


def test_an_export_of_several_channels_wants_them_named() -> None:
    """The sentence lists those that can be."""
    with pytest.raises(FormatError, match="talk, random"):
        slack.read(packed(SLACK))
