"""The bytes of a response, counted as they come and as they unpack; a body that goes on is given up."""

import zlib
from collections.abc import AsyncIterator
from typing import Final

from bot.fetching.errors import PageError
from bot.wording import origins as wording

ENCODINGS: Final = "gzip, deflate"  # what is asked for, and all that is unpacked
_AT_ONCE_BYTES: Final = 256 * 1024
_ANY_HEADER: Final = 47  # zlib's number for "gzip or zlib, whichever it is"


async def read_body(chunks: AsyncIterator[bytes], encoding: str, most_bytes: int, address: str) -> bytes:
    """Read a body to its end.

    Args:
        chunks: as they come, packed.
        encoding: how they are packed; empty where they are not.
        most_bytes: of the unpacked body.
        address: whose it is, for the sentence.

    Raises PageError where it is more, or cannot be unpacked.
    """
    too_much = PageError(wording.TOO_MUCH, address=address, most=most_bytes / 2**20)
    unpacker = _unpacker(encoding, address)
    body = bytearray()
    async for chunk in chunks:
        packed = chunk
        while packed:
            part, packed = (packed, b"") if unpacker is None else _unpacked(unpacker, packed, address)
            body += part
            if len(body) > most_bytes:
                raise too_much
    if unpacker is not None and not unpacker.eof:
        raise PageError(wording.BROKEN_OFF, address=address)
    return bytes(body)


def _unpacker(encoding: str, address: str) -> "zlib._Decompress | None":
    match encoding.strip().casefold():
        case "" | "identity":
            return None
        case "gzip" | "x-gzip" | "deflate":
            return zlib.decompressobj(_ANY_HEADER)
        case _:
            raise PageError(wording.PACKED_OTHERWISE, address=address, encoding=encoding)


def _unpacked(unpacker: "zlib._Decompress", packed: bytes, address: str) -> tuple[bytes, bytes]:
    """Unpack a little, and return what is still to be unpacked beside it."""
    try:
        part = unpacker.decompress(packed, _AT_ONCE_BYTES)
    except zlib.error as err:
        raise PageError(wording.BROKEN_OFF, address=address) from err
    return part, unpacker.unconsumed_tail
