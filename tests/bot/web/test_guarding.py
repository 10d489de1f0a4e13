"""By which address a request counts."""

import pytest

from bot.web.guarding import counted_address, networks

TRUSTED = networks("10.0.0.0/8,127.0.0.1")


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("10.1.2.3", "198.51.100.1", "198.51.100.1"),
        ("10.1.2.3", "192.0.2.9, 198.51.100.1", "198.51.100.1"),
        ("10.1.2.3", "192.0.2.9, 10.9.9.9", "192.0.2.9"),
        ("10.1.2.3", "nonsense", "10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "", "203.0.113.7"),
        ("fe80::1%eth0", "", "fe80::/64"),
        ("", "", "unknown"),
    ],
)
def test_an_address_is_believed_as_far_as_proxies_are_trusted(peer: str, forwarded: str, expected: str) -> None:
    """What a stranger writes into the header counts for nothing; of IPv6 the net counts."""
    assert expected == counted_address(peer, forwarded, TRUSTED)
