"""The live reading room, without a request: what is at a path, now and after a re-index."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.pictures.drawing import can_draw
from bot.serving.scope import Scope
from bot.web.reading import RECORD, ReadingRoom
from tests.bot.web.rooms import Maker, config, found, scope_of, words_on

CAUTION = "Take this with a grain of salt."
TIDES = f"---\ntitle: Tides\nauthor: Mira Holt\ntags: sea\n---\n\n{CAUTION}\n\n## One\n\nThe harbour floods at noon.\n"
SECRET = "---\nweb: none\n---\n\nThe secret harbour floods at midnight.\n"
Opener = Callable[..., tuple[ReadingRoom, Scope]]


@pytest.fixture(name="opened")
def _opened(make_library: Maker, tmp_path: Path) -> Opener:
    """Open a room over seeds; the next call is a re-index in the same room."""
    now: list[Scope] = []
    days: list[str] = []
    rooms: list[ReadingRoom] = []

    def make(files: dict[str, str], day: str = "2026-11-30", **web: object) -> tuple[ReadingRoom, Scope]:
        now[:] = [scope_of(make_library(files))]
        days[:] = [day]
        if not rooms or web:
            rooms[:] = [ReadingRoom(config(**web), lambda: now[0], tmp_path / "data", lambda: days[0])]
        rooms[0].public()
        return rooms[0], now[0]

    return make


@pytest.mark.parametrize("path", ["", "index.html", "newest.html", "d/tides.html", "robots.txt", "static/room.css"])
def test_pages_are_where_a_site_has_them(opened: Opener, path: str) -> None:
    """One set of addresses, live or not."""
    room, _ = opened({"tides.md": TIDES})

    assert room.get(path).status == 200


def test_short_links_by_key_work_without_an_ending(opened: Opener) -> None:
    """Cards link there."""
    room, scope = opened({"tides.md": TIDES})
    key = scope.passages_of("tides")[1].key

    assert room.get(f"p/{key}").body == room.get(f"p/{key}.html").body
    assert b"floods at noon" in room.get(f"p/{key}").body


@pytest.mark.parametrize("path", ["d/winds.html", "p/0123456789.html", "index-2.html", "static/../x", "i/x.png"])
def test_what_is_not_there_is_not_found(opened: Opener, path: str) -> None:
    """With a plain page."""
    room, _ = opened({"tides.md": TIDES})

    assert room.get(path).status == 404


def test_lists_of_an_author_and_a_tag_are_there(opened: Opener) -> None:
    """Their addresses are those that the home page links to."""
    room, _ = opened({"tides.md": TIDES})

    links = [each for each in found(room.get("").body, "//main//@href") if each[:2] in {"a/", "t/"}]

    assert {each[:2] for each in links} == {"a/", "t/"}
    assert {room.get(each).status for each in links} == {200}


def test_a_reworded_passage_leads_to_its_words_of_today(opened: Opener) -> None:
    """Which say on which day; also after a restart."""
    room, scope = opened({"tides.md": TIDES})
    old = scope.passages_of("tides")[1].key
    room, scope = opened({"tides.md": TIDES.replace("noon", "dusk")}, "2026-12-24")
    new = scope.passages_of("tides")[1].key

    reply = room.get(f"p/{old}.html")
    page = room.get(f"p/{new}.html", came_from=old).body.decode()
    restarted, _ = opened({"tides.md": TIDES.replace("noon", "dusk")}, "2026-12-25", show="full")

    assert (reply.status, reply.location) == (301, f"../p/{new}.html?from={old}")
    assert "Reworded on 24 December 2026" in page
    assert restarted.get(f"p/{old}.html").status == 301


def test_the_record_of_addresses_has_no_word_of_a_text(opened: Opener, tmp_path: Path) -> None:
    """Keys and days alone."""
    opened({"tides.md": TIDES})

    record = (tmp_path / "data" / RECORD).read_text("utf-8")

    assert "harbour" not in record
    assert "Mira" not in record


@pytest.mark.parametrize(
    ("files", "said"), [({}, "removed on 24 December 2026"), ({"tides.md": SECRET}, "no longer available")]
)
def test_what_was_removed_or_withdrawn_is_gone_at_once(opened: Opener, files: dict[str, str], said: str) -> None:
    """Of what was withdrawn nothing is told."""
    room, scope = opened({"tides.md": TIDES, "winds.md": "The wind turns."})
    key = scope.passages_of("tides")[1].key
    assert room.get(f"p/{key}.html").status == 200
    room, _ = opened({"tides.md": "", "winds.md": "The wind turns.", **files}, "2026-12-24")

    replies = [room.get(path) for path in ("d/tides.html", f"p/{key}.html")]

    assert [each.status for each in replies] == [410, 410]
    assert all(said in each.body.decode() and "Tides" not in each.body.decode() for each in replies)


def test_an_answer_is_that_of_every_face_with_its_caveat(opened: Opener) -> None:
    """The caveat stands before the words."""
    room, _ = opened({"tides.md": TIDES, "winds.md": "The wind turns."})

    page = room.typed("ask", "When does the harbour flood?").body.decode()

    assert words_on(page) == ["The harbour floods at noon."]
    assert 0 < page.index("grain of salt") < page.index('class="words"')


def test_what_nothing_answers_is_said_so(opened: Opener) -> None:
    """Never a bad passage as an answer."""
    room, _ = opened({"tides.md": TIDES})

    assert "Nothing in the seeds answers this." in room.typed("ask", "Who painted the ceiling in Rome?").body.decode()


@pytest.mark.parametrize(
    ("form", "typed"),
    [("ask", "When does the secret harbour flood at midnight?"), ("search", "secret harbour midnight"),
     ("check", "The secret harbour floods at midnight.")],
)  # fmt: skip
def test_what_is_not_shown_is_not_found_either(opened: Opener, form: str, typed: str) -> None:
    """By a question, a search or a quote: nor is it confirmed that it is there."""
    room, _ = opened({"tides.md": TIDES, "secret.md": SECRET})

    page = room.typed(form, typed).body.decode()

    assert "floods at midnight" not in page.replace(typed, "")
    assert "Verbatim" not in page


@pytest.mark.parametrize(
    ("quote", "verdict"),
    [("The harbour floods at noon.", "Verbatim"), ("The harbour drains at noon.", "Altered"), ("Cats purr.", "Absent")],
)
def test_a_quote_is_checked(opened: Opener, quote: str, verdict: str) -> None:
    """With the passage and what differs."""
    room, _ = opened({"tides.md": TIDES, "winds.md": "The wind turns."})

    assert verdict in room.typed("check", quote).body.decode()


def test_what_cannot_be_read_as_a_question_is_told_in_a_sentence(opened: Opener) -> None:
    """What was typed stays in the form."""
    room, _ = opened({"tides.md": TIDES})

    page = room.typed("ask", "x" * 400).body.decode()

    assert "at most 300" in page
    assert "x" * 400 in page


def test_the_tag_of_pages_changes_with_what_is_served(opened: Opener) -> None:
    """And with nothing else."""
    room, _ = opened({"tides.md": TIDES})
    before = room.etag(room.public())
    same = room.etag(room.public())

    room, _ = opened({"tides.md": TIDES.replace("noon", "dusk")})

    assert before == same != room.etag(room.public())


@pytest.mark.skipif(not can_draw(), reason="NOT TESTED without the extra pictures: previews")
def test_a_picture_is_drawn_when_it_is_asked_for(opened: Opener) -> None:
    """What cannot be drawn is said in a sentence."""
    room, scope = opened({"tides.md": TIDES, "sign.md": "The \U00010600 sign.\n"}, pictures="auto")
    key, other = scope.passages_of("tides")[1].key, scope.passages_of("sign")[0].key

    drawn, undrawn = room.get(f"p/{key}.png"), room.get(f"p/{other}.png")

    assert (drawn.status, drawn.type, drawn.body[1:4]) == (200, "image/png", b"PNG")
    assert f"p/{key}.png".encode() in room.get(f"p/{key}.html").body
    assert undrawn.status == 404
    assert "no font here has" in undrawn.body.decode()
