"""What the double refuses in messages, as Discord does: sent as raw requests, one row per rule."""

from typing import Any

import pytest

from tests.discord_double.double import DiscordDouble
from tests.discord_double.kinds import Flag, Json, Permission
from tests.discord_double.raw import RawBot
from tests.shared import shared

pytestmark = pytest.mark.asyncio

V2 = int(Flag.COMPONENTS_V2)


def row(*parts: Json) -> Json:
    """An action row."""
    return {"type": 1, "components": list(parts)}


def button(**changes: Any) -> Json:
    """A button that is fine but for the changes; None takes a key away."""
    made = {"type": 2, "style": 1, "label": "Go", "custom_id": "go", **changes}
    return {key: value for key, value in made.items() if value is not None}


def select(count: int = 2, **changes: Any) -> Json:
    """A select that is fine but for the changes."""
    options = [{"label": f"{number}", "value": f"{number}"} for number in range(count)]
    return {"type": 3, "custom_id": "choose", "options": options, **changes}


def text(content: str = "words") -> Json:
    """A text display."""
    return {"type": 10, "content": content}


def card(*parts: Json, **changes: Any) -> Json:
    """A Components V2 message of one container."""
    return {"flags": V2, "components": [{"type": 17, "components": list(parts)}], **changes}


def rows(*made: Json) -> Json:
    """A message of the older kind, with these action rows."""
    return {"content": "x", "components": list(made)}


def buttons(count: int) -> list[Json]:
    """So many buttons."""
    return [button(custom_id=f"{number}") for number in range(count)]


def embed(**parts: Any) -> Json:
    """A message of one embed."""
    return {"embeds": [parts]}


GOOD: dict[str, Json] = {
    "longest content": {"content": "x" * 2000},
    "five buttons": rows(row(*buttons(5))),
    "25 options": rows(row(select(25))),
    "4,000 characters": card(*[text("x" * 800) for _ in range(5)]),
    "40 components": card(*[text() for _ in range(39)]),
    "6,000 characters in embeds": {"embeds": [{"description": "x" * 4096}, {"description": "x" * 1904}]},
    "mentions off": {"content": "x", "allowed_mentions": {"parse": []}},
}

BAD: dict[str, Json] = {
    "content too long": {"content": "x" * 2001},
    "nonce too long": {"content": "x", "nonce": "n" * 26},
    "unknown key": {"content": "x", "colour": 1},
    "ephemeral outside an interaction": {"content": "x", "flags": 1 << 6},
    "reply to nothing": {"content": "x", "message_reference": {"message_id": "1"}},
    "mentions listed twice": {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
    "too many mentions listed": {"content": "x", "allowed_mentions": {"users": [str(n) for n in range(1, 102)]}},
    "six rows": rows(*[row(button(custom_id=f"{number}")) for number in range(6)]),
    "six in a row": rows(row(*buttons(6))),
    "empty row": rows(row()),
    "select beside button": rows(row(button(), select())),
    "custom_id twice": rows(row(button(), button())),
    "label too long": rows(row(button(label="l" * 81))),
    "no label": rows(row(button(label=None))),
    "custom_id too long": rows(row(button(custom_id="c" * 101))),
    "no custom_id": rows(row(button(custom_id=None))),
    "unknown key of a component": rows(row(button(colour=1))),
    "link without address": rows(row(button(style=5, custom_id=None))),
    "link too long": rows(row(button(style=5, custom_id=None, url="https://a.b/" + "c" * 501))),
    "link with custom_id": rows(row(button(style=5, url="https://a.b"))),
    "26 options": rows(row(select(26))),
    "placeholder too long": rows(row(select(placeholder="p" * 151))),
    "option too long": rows(row(select(options=[{"label": "l" * 101, "value": "v"}]))),
    "more values than options": rows(row(select(max_values=3))),
    "value twice": rows(row(select(options=[{"label": "a", "value": "v"}] * 2))),
    "new component without the flag": {"components": [text()]},
    "content beside a card": card(text(), content="x"),
    "embed beside a card": card(text(), embeds=[{"title": "t"}]),
    "41 components": card(*[text() for _ in range(40)]),
    "4,001 characters in two texts": card(text("x" * 2001), text("x" * 2000)),
    "empty text": card(text("")),
    "empty container": card(),
    "container in a container": card({"type": 17, "components": [text()]}),
    "section without accessory": card({"type": 9, "components": [text()]}),
    "section with four texts": card({"type": 9, "components": [text()] * 4, "accessory": button()}),
    "11 pictures": card({"type": 12, "items": [{"media": {"url": "https://a.b/c.png"}}] * 11}),
    "description of a picture too long": card(
        {"type": 12, "items": [{"media": {"url": "https://a.b/c.png"}, "description": "d" * 1025}]}
    ),
    "file that is not uploaded": card({"type": 13, "file": {"url": "attachment://a.txt"}}),
    "attachment that is not uploaded": {"content": "x", "attachments": [{"id": "7"}]},
    "embed title too long": embed(title="t" * 257),
    "embed description too long": embed(description="d" * 4097),
    "embed footer too long": embed(footer={"text": "f" * 2049}),
    "embed author too long": embed(author={"name": "a" * 257}),
    "field name too long": embed(fields=[{"name": "n" * 257, "value": "v"}]),
    "11 embeds": {"embeds": [{"title": "t"}] * 11},
    "26 fields": embed(fields=[{"name": "n", "value": "v"}] * 26),
    "field too long": embed(fields=[{"name": "n", "value": "v" * 1025}]),
    "6,002 characters in embeds": {"embeds": [{"description": "x" * 3001}] * 2},
}
"""By rule; each is refused as an invalid form body."""


@pytest.mark.parametrize("body", GOOD.values(), ids=GOOD)
async def test_good_messages_are_taken(double: DiscordDouble, raw: RawBot, body: Json) -> None:
    """What is just within the limits is taken without a violation."""
    reply = await raw.post(body)

    assert (reply.status, double.violations) == (200, [])


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
async def test_bad_messages_are_refused(
    double: DiscordDouble, raw: RawBot, monkeypatch: pytest.MonkeyPatch, body: Json
) -> None:
    """What breaks a rule is refused and is a violation, also without the API description."""
    monkeypatch.setattr("tests.discord_double.openapi.problem", lambda *_: None)

    reply = await raw.post(body)

    assert [reply.code, *[violation.code for violation in double.violations]] == [50035, 50035]
    assert double.messages() == []


@pytest.mark.parametrize("body", [{}, {"content": ""}, {"components": []}, {"flags": V2}])
async def test_empty_message_is_refused(raw: RawBot, body: Json) -> None:
    """A message needs something to see."""
    reply = await raw.post(body)

    assert reply.code == 50006


async def test_card_stays_a_card(raw: RawBot) -> None:
    """The Components V2 flag cannot be taken off by an edit, nor content added; the rest can be edited."""
    message_id = (await raw.post(card(text()))).body["id"]

    replies = [
        await raw.edit(message_id, {"flags": 0}),
        await raw.edit(message_id, {"content": "x"}),
        await raw.edit(message_id, {"components": [text("new")]}),
    ]

    assert [reply.code for reply in replies] == [50035, 50035, 0]


async def test_emptied_message_is_refused(raw: RawBot) -> None:
    """An edit must leave something to see."""
    message_id = (await raw.post({"content": "x"})).body["id"]

    assert (await raw.edit(message_id, {"content": ""})).code == 50006


async def test_others_messages_cannot_be_edited(double: DiscordDouble, raw: RawBot) -> None:
    """Only the author edits; deleting takes a permission."""
    message = await double.user("alice").says(double.channel, "mine")

    edited = await raw.edit(str(message.id), {"content": "yours"})
    deleted = await raw.request("DELETE", f"/channels/{double.channel.id}/messages/{message.id}")

    assert [edited.code, deleted.code] == [50005, 50013]


@pytest.mark.parametrize(
    ("denied", "body", "code"),
    [
        (Permission.SEND_MESSAGES, {"content": "x"}, 50013),
        (Permission.VIEW_CHANNEL, {"content": "x"}, 50001),
        (Permission.EMBED_LINKS, {"embeds": [{"title": "t"}]}, 50013),
        (Permission.READ_MESSAGE_HISTORY, {"content": "x", "message_reference": {"message_id": "1"}}, 160002),
    ],
)
async def test_missing_permissions(
    double: DiscordDouble, raw: RawBot, denied: Permission, body: Json, code: int
) -> None:
    """A channel's overwrites hold for the bot."""
    channel = double.add_channel("closed", bot_denied=denied)

    assert code == (await raw.request("POST", f"/channels/{channel.id}/messages", body)).code


async def test_thread_takes_its_own_permission(double: DiscordDouble, raw: RawBot) -> None:
    """Writing in a thread takes the permission for threads, read off the parent's overwrites."""
    parent = double.add_channel("parent", bot_denied=Permission.SEND_MESSAGES_IN_THREADS)
    thread = double.add_channel("thread", parent=parent)

    in_parent = await raw.request("POST", f"/channels/{parent.id}/messages", {"content": "x"})
    in_thread = await raw.request("POST", f"/channels/{thread.id}/messages", {"content": "x"})

    assert [in_parent.code, in_thread.code] == [0, 50013]


async def test_closed_direct_messages_blame_nobody(double: DiscordDouble, raw: RawBot) -> None:
    """Closed direct messages are refused, but a bot cannot know, so it is no violation."""
    alice = double.user("alice")
    alice.person.accepts_dms = False
    opened = await raw.request("POST", "/users/@me/channels", {"recipient_id": str(alice.id)})

    reply = await raw.request("POST", f"/channels/{opened.body['id']}/messages", {"content": "x"})

    assert (reply.code, double.violations) == (50007, [])


@pytest.mark.parametrize(
    ("allowed", "pinged"),
    [
        (None, {"alice"}),
        ({"parse": []}, set()),
        ({"parse": ["users"]}, {"alice"}),
        ({"users": []}, set()),
        ({"parse": ["everyone"]}, set()),
    ],
)
async def test_allowed_mentions_decide_who_is_pinged(
    double: DiscordDouble, raw: RawBot, allowed: Json | None, pinged: set[str]
) -> None:
    """Text in components pings too, unless allowed_mentions says no; @everyone takes a permission besides."""
    content = f"{double.user('alice').person.mention} @everyone"
    await raw.post(card(text(content)) | ({} if allowed is None else {"allowed_mentions": allowed}))

    assert pinged == double.messages()[-1].pinged


async def test_too_large_a_file(double: DiscordDouble, raw: RawBot) -> None:
    """A file over 10 MiB is refused."""
    path = f"/channels/{double.channel.id}/messages"
    reply = await raw.request("POST", path, {"content": "x"}, file=b"x" * (10 * 1024 * 1024 + 1))

    assert reply.code == 40005


async def test_too_many_attachments(double: DiscordDouble, raw: RawBot) -> None:
    """Ten attachments are all."""
    path = f"/channels/{double.channel.id}/messages"

    replies = [await raw.request("POST", path, {"attachments": [{"id": "0"}] * count}, file=b"x") for count in (10, 11)]

    assert [reply.code for reply in replies] == [0, 50035]


@pytest.mark.parametrize(("length", "code"), [(100, 0), (101, 50035), (0, 50035)])
async def test_name_of_a_thread(double: DiscordDouble, raw: RawBot, length: int, code: int) -> None:
    """A thread's name has 1 to 100 characters."""
    path = f"/channels/{double.channel.id}/threads"

    assert code == (await raw.request("POST", path, {"name": "n" * length, "type": 11})).code


async def test_api_description_is_consulted(double: DiscordDouble, raw: RawBot) -> None:
    """A body that only the API description finds wrong is refused, where it is at hand."""
    shared("discord", "openapi.json")

    reply = await raw.post({"content": "x", "tts": "yes"})

    assert reply.code == 50035
    assert "API description" in double.violations[0].detail
