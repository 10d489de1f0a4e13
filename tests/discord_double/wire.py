"""How bytes go over the gateway's websocket: plain text, zlib-stream or zstd-stream, as the client asked."""

import asyncio
import importlib
import json
import zlib
from collections.abc import Callable

from aiohttp import web

from tests.discord_double.kinds import Json

Pack = Callable[[bytes], bytes]


def _zlib() -> Pack:
    """One zlib context for the whole connection, flushed after each payload."""
    compressor = zlib.compressobj()
    return lambda data: compressor.compress(data) + compressor.flush(zlib.Z_SYNC_FLUSH)


def _zstd() -> Pack:
    """One zstd frame for the whole connection; a client only asks where the package is installed."""
    zstandard = importlib.import_module("zstandard")
    compressor = zstandard.ZstdCompressor().compressobj()
    return lambda data: compressor.compress(data) + compressor.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)


PACKERS: dict[str, Callable[[], Pack]] = {"zlib-stream": _zlib, "zstd-stream": _zstd}


class Wire:
    """One websocket, with its compression."""

    def __init__(self, socket: web.WebSocketResponse, compress: str | None) -> None:
        self.socket = socket
        self.compress = compress
        self._pack = PACKERS[compress]() if compress else None
        self._turn = asyncio.Lock()  # one compression context: payloads leave in the order they were packed

    async def send(self, payload: Json) -> None:
        """Send one payload; a connection that is gone is not an error here, the client will resume."""
        text = json.dumps(payload)
        async with self._turn:
            try:
                if self._pack is None:
                    await self.socket.send_str(text)
                else:
                    await self.socket.send_bytes(self._pack(text.encode()))
            except ConnectionError:
                await self.socket.close()
