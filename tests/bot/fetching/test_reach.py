"""What may be spoken to."""

import ast
from pathlib import Path

import pytest
from yarl import URL

import bot
from bot.fetching.reach import PUBLIC

BOT = Path(bot.__file__).parent


@pytest.mark.parametrize("host", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_are_admitted(host: str) -> None:
    """By the ports of the web."""
    assert PUBLIC.admits(host, 443)
    assert not PUBLIC.admits(host, 5432)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "192.0.2.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
        "localhost", "",
    ],
)  # fmt: skip
def test_addresses_of_networks_are_not(host: str) -> None:
    """Private, loopback, link-local, shared, reserved ones, and those packed in others."""
    assert not PUBLIC.admits(host, 80)


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://a.example/", "https://a:b@a.example/", "https://a.example:22/", "//a.example", "a"],
)
def test_what_is_no_page_is_not_asked_for(address: str) -> None:
    """Other schemes, passwords, other ports."""
    assert not PUBLIC.admits_url(URL(address))


def test_no_module_of_the_bot_widens_the_reach() -> None:
    """There is one rule, nobody derives another, and nobody hands one over: only tests may."""
    made = [
        f"{path.name}: {ast.unparse(node)[:20]}"
        for path in BOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("Reach") for base in node.bases))
        or (isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Reach"))
        or (isinstance(node, ast.Call) and any(each.arg in {"reach", "resolver"} for each in node.keywords))
    ]

    assert ["pages.py: aiohttp.TCPConnector", "reach.py: Reach()"] == sorted(made)
