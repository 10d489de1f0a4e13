"""Pages are fetched within limits, and where their sites let programs in."""

import asyncio
import gzip
import zlib
from collections.abc import Callable

import pytest
from aiohttp import web

from bot.fetching.errors import PageError
from bot.fetching.pages import PageFetcher
from tests.bot.fetching.site import NOON, Names, pages, site

pytestmark = pytest.mark.asyncio
PAGE = b"<title>Of Rain</title><p>Rain falls."


async def problem(address: str, fetcher: PageFetcher | None = None) -> str:
    """Fetch what cannot be fetched, and return why."""
    with pytest.raises(PageError) as raised:
        await (fetcher or pages()).fetch(address)
    return raised.value.sentence


async def test_a_page_comes_with_its_address_and_the_time() -> None:
    """The place within it is not asked for."""
    async with site({"/rain": PAGE}) as there:
        page = await pages().fetch(there.at("/rain#end"))

        assert (PAGE, there.at("/rain"), NOON, "text/html") == (page.data, page.address, page.at, page.media_type)


async def test_redirects_are_followed_and_robots_asked_at_each() -> None:
    """Where it stands in the end counts."""

    async def moved(_request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("/rain")

    async with site({"/old": moved, "/rain": PAGE}) as there:
        page = await pages().fetch(there.at("/old"))

        assert there.at("/rain") == page.address
        assert ["/robots.txt", "/old", "/robots.txt", "/rain"] == there.asked


@pytest.mark.parametrize(
    "inside", ["http://inside.example/", "http://127.0.0.2/", "http://[::1]/", "http://2130706434/", "http://0x7f.2/"]
)
async def test_no_redirect_leads_inside(inside: str) -> None:
    """Neither by a name nor by a number, however that is written."""

    async def moved(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": inside})

    async with site({"/old": moved}) as there:
        said = await problem(there.at("/old"))

        assert "private network" in said or "cannot be reached" in said
        assert ["/robots.txt", "/old"] == there.asked


async def test_the_public_rule_refuses_the_loopback_after_resolution() -> None:
    """As production has it: a name that resolves to 127.0.0.1 is not connected to."""
    async with site({"/": PAGE}) as there:
        said = await problem("http://page.example/", PageFetcher(1000, resolver=Names))

        assert "http://page.example/ leads into a private network" in said
        assert [] == there.asked


async def test_the_environment_brings_in_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would resolve names by itself."""
    async with site({"/": PAGE}) as there:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.2:9")

        assert PAGE == (await pages().fetch(there.at("/"))).data


@pytest.mark.parametrize("address", ["file:///etc/passwd", "https://a:b@page.example/", "page.example", "http://", ""])
async def test_what_is_no_address_is_said(address: str) -> None:
    """With the way out."""
    assert "write it in full, https://" in await problem(address)


async def test_a_ring_of_redirects_is_given_up() -> None:
    """After five."""

    async def round_and_round(_request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("/a")

    async with site({"/a": round_and_round}) as there:
        assert "more than 5 times" in await problem(there.at("/a"))


@pytest.mark.parametrize("wrap", [gzip.compress, zlib.compress])
async def test_packed_pages_are_unpacked(wrap: Callable[[bytes], bytes]) -> None:
    """By either way that is asked for."""

    async def packed(_request: web.Request) -> web.StreamResponse:
        encoding = "gzip" if wrap is gzip.compress else "deflate"
        return web.Response(body=wrap(PAGE), headers={"Content-Encoding": encoding})

    async with site({"/": packed}) as there:
        assert PAGE == (await pages().fetch(there.at("/"))).data


async def test_a_bomb_is_given_up_while_it_unpacks() -> None:
    """After what a page may have, not after what it has."""

    async def bomb(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=gzip.compress(bytes(30_000_000)), headers={"Content-Encoding": "gzip"})

    async with site({"/": bomb}) as there:
        assert "has more than 0 MB" in await problem(there.at("/"))


async def test_an_endless_body_is_given_up() -> None:
    """By its size."""

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while request.transport is not None and not request.transport.is_closing():
            await response.write(bytes(50_000))
        return response

    async with site({"/": endless}) as there:
        assert "save it and add the file in parts" in await problem(there.at("/"))


async def test_a_slow_page_is_given_up() -> None:
    """By the clock, for the whole of it."""

    async def slow(_request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    async with site({"/": slow}) as there:
        assert "did not arrive within" in await problem(there.at("/"), pages(seconds=0.2))


async def test_an_unknown_packing_is_said() -> None:
    """Rather than served as rubbish."""

    async def odd(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=b"x", headers={"Content-Encoding": "br"})

    async with site({"/": odd}) as there:
        assert "packed as br" in await problem(there.at("/"))


@pytest.mark.parametrize(
    ("rules", "is_read"),
    [
        (None, True),
        (b"User-agent: *\nDisallow: /private", True),
        (b"User-agent: *\nDisallow: /", False),
        (b"User-agent: CaveatBot\nDisallow: /*.html$\n\nUser-agent: *\nAllow: /", False),
        (b"User-agent: *\nDisallow: /\nAllow: /rain", True),
    ],
)
async def test_robots_are_respected(rules: bytes | None, *, is_read: bool) -> None:
    """The longest rule counts, with its wildcards, and no rules let everybody in."""
    async with site({"/rain.html": PAGE}, rules) as there:
        if is_read:
            assert PAGE == (await pages().fetch(there.at("/rain.html"))).data
        else:
            assert "robots.txt" in await problem(there.at("/rain.html"))
            assert ["/robots.txt"] == there.asked


async def test_a_page_that_is_not_there_is_said() -> None:
    """With the number that the server gave."""
    async with site({}) as there:
        assert "answers 404" in await problem(there.at("/none"))
    assert "cannot be reached" in await problem("http://unknown.example/")
