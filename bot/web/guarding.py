"""Whoever asks from outside: by which address they count, and what becomes of connections that only take room.

Addresses are counted in memory and stored nowhere.
"""

import asyncio
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Network = IPv4Network | IPv6Network
FIRST_REQUEST_S: Final = 10.0  # within which a connection has to send its first request whole
MOST_CONNECTIONS: Final = 500
NET_BITS: Final = 64  # of an IPv6 address: the rest is one household's to choose


def networks(stated: str) -> tuple[Network, ...]:
    """Read addresses and networks parted by commas; raises ValueError for one that is none."""
    return tuple(ip_network(each) for each in stated.split(",") if each)


def counted_address(peer: str, forwarded: str, trusted: tuple[Network, ...]) -> str:
    """Return what a request counts for: its address, of IPv6 the net.

    Args:
        peer: the address that the connection is from.
        forwarded: what X-Forwarded-For says, the nearest last; believed as far as trusted proxies wrote it.
        trusted: their networks.
    """
    address = _address(peer)
    for named in reversed([each for each in forwarded.split(",") if each.strip()]):
        before = _address(named)
        if address is None or before is None or not any(address in each for each in trusted):
            break
        address = before
    if address is None:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(ip_network((address, NET_BITS), strict=False))
    return str(address)


def _address(stated: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(stated.strip().partition("%")[0].strip("[]"))
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


class OpenConnections:
    """Makes the protocol of each connection, and ends those that send no whole request in time or are too many.

    The server's own time limits begin with the first request.

    Args:
        make: the server's factory of protocols.
    """

    def __init__(self, make: Callable[[], asyncio.Protocol]) -> None:
        self._make = make
        self._open = set[asyncio.Protocol]()
        self._served = set[asyncio.Protocol]()

    def __call__(self) -> asyncio.Protocol:
        """Make the protocol of a connection."""
        self._open = set(filter(_is_open, self._open))
        self._served = set(filter(_is_open, self._served))
        protocol, is_full = self._make(), len(self._open) >= MOST_CONNECTIONS
        asyncio.get_running_loop().call_later(0 if is_full else FIRST_REQUEST_S, self._end_idle, protocol)
        self._open.add(protocol)
        return protocol

    def note_request(self, protocol: asyncio.Protocol) -> None:
        """Note that a connection sent a whole request."""
        self._open.add(protocol)
        self._served.add(protocol)

    def _end_idle(self, protocol: asyncio.Protocol) -> None:
        transport = getattr(protocol, "transport", None)
        if protocol not in self._served and transport is not None:
            transport.abort()


def _is_open(protocol: asyncio.Protocol) -> bool:
    return getattr(protocol, "transport", None) is not None
