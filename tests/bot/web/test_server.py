"""The reading room over HTTP: methods, headers, limits; and what a request may not do."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot.config.values import DataConfig
from bot.web import guarding, server
from bot.web.server import WebServer
from tests.bot.web.rooms import Maker, config, scope_of

TIDES = "---\ntitle: Tides\n---\n\nTake this with a grain of salt.\n\n## One\n\nThe harbour floods at noon.\n"


@pytest_asyncio.fixture(name="http")
async def _http(make_library: Maker, tmp_path: Path) -> AsyncIterator[aiohttp.ClientSession]:
    """A client of a room that listens on a free port and takes three questions a minute."""
    scope = scope_of(make_library({"tides.md": TIDES, "winds.md": "The wind turns."}))
    settings = replace(config(questions=3, port=None), data=DataConfig(tmp_path / "data"))
    room = WebServer(settings, lambda: scope)
    port = await room.start()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        yield session
    await room.stop()


@pytest.mark.asyncio
async def test_a_page_comes_with_a_strict_policy(http: aiohttp.ClientSession) -> None:
    """No cookie, no referrer, nothing from elsewhere, no frame around it."""
    async with http.get("/d/tides.html") as reply:
        policy = reply.headers["Content-Security-Policy"]

        assert reply.status == 200
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert reply.headers["Referrer-Policy"] == "no-referrer"
        assert reply.headers["X-Robots-Tag"] == "noindex"
        assert "Set-Cookie" not in reply.headers


@pytest.mark.asyncio
async def test_what_did_not_change_is_not_sent_again(http: aiohttp.ClientSession) -> None:
    """By the tag of the generation; a page that is not there has none."""
    async with http.get("/index.html") as reply:
        tag = reply.headers["ETag"]
    async with http.get("/index.html", headers={"If-None-Match": tag}) as again:
        assert (again.status, await again.read()) == (304, b"")
    async with http.get("/index.html", headers={"If-None-Match": '"other"'}) as other:
        assert other.status == 200
    async with http.get("/nothing.html", headers={"If-None-Match": tag}) as missing:
        assert missing.status == 404


@pytest.mark.asyncio
async def test_a_head_has_the_headers_and_no_page(http: aiohttp.ClientSession) -> None:
    """With the length that the page has."""
    async with http.get("/index.html") as reply, http.head("/index.html") as head:
        assert head.status == 200
        assert head.headers["Content-Length"] == reply.headers["Content-Length"]
        assert await head.read() == b""


@pytest.mark.asyncio
async def test_a_question_is_answered_and_neither_kept_nor_logged(
    http: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor may anybody keep the answer on the way."""
    caplog.set_level(logging.DEBUG)

    async with http.post("/ask", data={"words": "When does the harbour flood?"}) as reply:
        page = await reply.text()

    assert "grain of salt" in page
    assert reply.headers["Cache-Control"] == "no-store"
    assert "harbour" not in caplog.text


@pytest.mark.asyncio
async def test_more_questions_than_allowed_wait(http: aiohttp.ClientSession) -> None:
    """From one address, whatever is asked; reading goes on."""
    statuses = []
    for path in ("/ask", "/search", "/check", "/ask"):
        async with http.post(path, data={"words": "harbour"}) as reply:
            statuses.append(reply.status)
            wait = reply.headers.get("Retry-After")
    async with http.get("/index.html") as page:
        assert page.status == 200

    assert statuses == [200, 200, 200, 429]
    assert 0 < int(wait or 0) <= 60


@pytest.mark.asyncio
async def test_too_much_is_refused(http: aiohttp.ClientSession) -> None:
    """Before it is read to its end."""
    async with http.post("/check", data={"words": "x" * server.MOST_BYTES}) as reply:
        assert reply.status == 413


@pytest.mark.asyncio
@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS"])
async def test_other_methods_do_nothing(http: aiohttp.ClientSession, method: str) -> None:
    """And are told so with a page of ours."""
    async with http.request(method, "/index.html") as reply:
        assert reply.status == 405
        assert "Content-Security-Policy" in reply.headers


@pytest.mark.asyncio
async def test_a_connection_that_sends_no_whole_request_is_ended(
    http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However slowly it goes on sending."""
    monkeypatch.setattr(guarding, "FIRST_REQUEST_S", 0.05)
    base = http._base_url
    assert base is not None
    reader, writer = await asyncio.open_connection(base.host, base.port)
    writer.write(b"GET / HTTP/1.1\r\nX-Slow: ")
    await writer.drain()

    with pytest.raises(ConnectionError):
        await asyncio.wait_for(read_to_its_end(reader), 5)
    writer.close()


async def read_to_its_end(reader: asyncio.StreamReader) -> None:
    """Read; raises ConnectionError where the other side breaks off, or sends nothing more."""
    if not await reader.read():
        raise ConnectionResetError


@pytest.mark.asyncio
async def test_a_body_that_comes_too_slowly_is_refused(
    http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And its connection ended."""
    monkeypatch.setattr(server, "BODY_S", 0.05)
    base = http._base_url
    assert base is not None
    reader, writer = await asyncio.open_connection(base.host, base.port)
    kind = b"Content-Type: application/x-www-form-urlencoded"
    head = b"POST /ask HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n" + kind + b"\r\n\r\n"
    writer.write(head + b"words=")
    await writer.drain()

    status = await asyncio.wait_for(reader.readline(), 5)
    writer.close()

    assert b" 413 " in status
