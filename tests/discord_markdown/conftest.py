"""The parsers, started once for a whole run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.discord_markdown.parsers import Parsers, installed


@pytest.fixture(scope="session")
def parsers(request: pytest.FixtureRequest) -> Iterator[Parsers]:
    """Independent parsers of Discord's Markdown."""
    cache = getattr(request.config, "cache", None)
    if cache is None:
        pytest.skip("NOT CHECKED against independent Discord-Markdown parsers: pytest runs without its cache")
    parsers = Parsers(installed(Path(cache.mkdir("discord-markdown"))))
    yield parsers
    parsers.close()
