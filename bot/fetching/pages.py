"""An address to the bytes that stand there, within limits, by redirects that are each checked as the first was.

Knows no format: what the bytes are is the readers' to say.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final

import aiohttp
from aiohttp import hdrs
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.fetching.bodies import ENCODINGS, read_body
from bot.fetching.errors import PageError, PageGoneError, PageUnreachedError
from bot.fetching.reach import PUBLIC, ForbiddenAddressError, Reach, guarded_socket
from bot.fetching.robots import AGENT, MOST_BYTES, may_read, robots_url
from bot.wording import origins as wording

FETCH_S: Final = 30.0
MOST_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_OK: Final = 200
_GONE: Final = frozenset({404, 410})
_HEADERS: Final = {
    hdrs.USER_AGENT: f"{AGENT}/1",
    hdrs.ACCEPT: "text/html, application/xhtml+xml, */*;q=0.5",
    hdrs.ACCEPT_ENCODING: ENCODINGS,
}


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What stood at an address.

    Attributes:
        address: where it stood in the end.
        at: when it was fetched, aware.
        media_type: what the server calls it, in small letters, without parameters; may be wrong or empty.
    """

    address: str
    at: datetime
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    media_type: str
    location: str
    data: bytes


class PageFetcher:
    """Fetches one page at a time for whoever asks.

    Args:
        max_bytes: of one page, unpacked.
        seconds: for one page with its redirects and its site's rules.
        reach: what may be spoken to.
        resolver: makes what turns names into numbers; None for the system's.
        now: the moment, aware.
    """

    def __init__(
        self,
        max_bytes: int,
        seconds: float = FETCH_S,
        *,
        reach: Reach = PUBLIC,
        resolver: Callable[[], AbstractResolver] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._max_bytes = max_bytes
        self._seconds = seconds
        self._reach = reach
        self._resolver = resolver
        self._now = now

    async def fetch(self, address: str) -> FetchedPage:
        """Fetch a page; raises PageError with a sentence for whoever named it."""
        try:
            async with asyncio.timeout(self._seconds), self._session() as session:
                return await self._followed(session, address)
        except TimeoutError as err:
            raise PageError(wording.TOO_SLOW, address=address, seconds=self._seconds) from err
        except (aiohttp.ClientError, OSError, ValueError) as err:
            if _is_forbidden(err):
                raise PageError(wording.NOT_PUBLIC, address=address) from err
            raise PageUnreachedError(wording.NOT_THERE, address=address) from err

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[aiohttp.ClientSession]:
        """Open what connects to admitted addresses alone: no proxy of the environment's, no cookies, no unpacking."""
        connector = aiohttp.TCPConnector(
            resolver=self._resolver() if self._resolver else aiohttp.ThreadedResolver(),
            socket_factory=partial(guarded_socket, self._reach),
            force_close=True,
            limit=1,
        )
        async with aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=_HEADERS,
            auto_decompress=False,
            trust_env=False,
        ) as session:
            yield session

    async def _followed(self, session: aiohttp.ClientSession, address: str) -> FetchedPage:
        url = self._checked(address)
        for _redirect in range(MOST_REDIRECTS + 1):
            await self._ask_the_site(session, url)
            response = await self._get(session, url, self._max_bytes)
            if response.status == _OK:
                return FetchedPage(str(url), self._now(), response.media_type, response.data)
            if response.status not in _REDIRECTS or not response.location:
                error = PageGoneError if response.status in _GONE else PageError
                raise error(wording.NOT_FOUND, address=str(url), status=response.status)
            url = self._checked(str(url.join(URL(response.location))))
        raise PageError(wording.TOO_MANY_REDIRECTS, address=address, most=MOST_REDIRECTS)

    def _checked(self, address: str) -> URL:
        """Return an address that may be asked for, without the place within its page; raises PageError."""
        try:
            url = URL(address.strip()).with_fragment(None)
        except ValueError as err:
            raise PageError(wording.NO_ADDRESS, address=address) from err
        if not self._reach.admits_url(url):
            raise PageError(wording.NO_ADDRESS, address=address)
        return url

    async def _ask_the_site(self, session: aiohttp.ClientSession, page: URL) -> None:
        """Raise PageError where the rules of a page's site do not let programs read it."""
        url = robots_url(page)
        for _redirect in range(MOST_REDIRECTS + 1):
            response = await self._get(session, url, MOST_BYTES)
            if response.status not in _REDIRECTS or not response.location:
                break
            url = self._checked(str(url.join(URL(response.location))))
        if not may_read(page, response.status, response.data):
            raise PageError(wording.NOT_ALLOWED, address=str(page))

    async def _get(self, session: aiohttp.ClientSession, url: URL, most_bytes: int) -> _Response:
        """Ask for one address; of what is no page, nothing is read but where it leads."""
        async with session.get(url, allow_redirects=False) as response:
            is_page = response.status == _OK
            encoding = response.headers.get(hdrs.CONTENT_ENCODING, "")
            chunks = response.content.iter_any()
            data = await read_body(chunks, encoding, most_bytes, str(url)) if is_page else b""
            location = response.headers.get(hdrs.LOCATION, "")
            return _Response(response.status, response.content_type.casefold(), location, data)


def _is_forbidden(err: BaseException | None) -> bool:
    """Tell whether an address was refused, wherever among the causes of an error that stands."""
    while err is not None:
        os_error = getattr(err, "os_error", None)
        if isinstance(err, ForbiddenAddressError) or isinstance(os_error, ForbiddenAddressError):
            return True
        err = err.__cause__ or err.__context__
    return False
