"""Which addresses may be spoken to: the public internet, by the web's own ports, and nothing within anybody's network.

`Reach` is asked at each socket, right before it is connected to the number that a name was resolved to: so no redirect,
no number in place of a name and no second answer of a name server leads inside.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, Final

from yarl import URL

PORTS: Final = frozenset({80, 443})
MOST_ADDRESS_CHARS: Final = 2_000
_WHY: Final = "private"


class ForbiddenAddressError(OSError):
    """A name or a number leads to where nobody outside may look."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be spoken to. There is one, `PUBLIC`; tests hold another, which no module here can make."""

    def admits(self, host: str, port: int) -> bool:
        """Tell whether a socket may be connected: to a public address, at a port of the web."""
        return port in PORTS and _is_public(host)

    def admits_url(self, url: URL) -> bool:
        """Tell whether an address is one of the web, by its looks alone: no password, no other port."""
        return (
            url.scheme in {"http", "https"}
            and bool(url.host)
            and url.user is None
            and url.password is None
            and self.admits_port(url.port or 0)
            and len(str(url)) <= MOST_ADDRESS_CHARS
        )

    def admits_port(self, port: int) -> bool:
        """Tell whether a port is one of the web."""
        return port in PORTS


PUBLIC: Final = Reach()


def guarded_socket(reach: Reach, address: tuple[Any, ...]) -> socket.socket:
    """Make the socket for a resolved address, as aiohttp asks for it; raises ForbiddenAddressError."""
    family, kind, protocol, _name, (host, port, *_rest) = address
    if not reach.admits(str(host), int(port)):
        raise ForbiddenAddressError(_WHY)  # the same for each of a name's numbers, so that aiohttp raises it as it is
    made = socket.socket(family, kind, protocol)
    made.setblocking(False)  # noqa: FBT003 the standard library's
    return made


def _is_public(host: str) -> bool:
    """Tell whether a number is an address of the public internet, also one that is packed in another."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return all(each.is_global and not (each.is_multicast or each.is_reserved) for each in (address, *_inner(address)))


def _inner(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """Return the IPv4 addresses that an IPv6 one stands for: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, IPv4Address):
        return []
    teredo = address.teredo or ()
    nat64 = [IPv4Address(address.packed[12:])] if address.packed[:12] == _NAT64 else []
    return [each for each in (address.ipv4_mapped, address.sixtofour, *teredo, *nat64) if each is not None]


_NAT64: Final = IPv6Address("64:ff9b::").packed[:12]  # https://www.rfc-editor.org/rfc/rfc6052
