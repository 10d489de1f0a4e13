"""Starts the whole bot as a process of its own, and tells a whole card from a part of one."""

import sys
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from tests.discord_double import BotProcess, DiscordDouble, running

ROOT = Path(__file__).resolve().parents[2]
SEED = """---
title: Stones
author: A. Mason
published: 2022-09
source: https://stones.example/granite
---

## Granite

Granite is hard. My guess: it will outlast us. **Not bold**, @everyone.

## Marble

Marble is soft, and granite is not marble.

## Reservations

Take everything here with a grain of salt.
"""


def environ_in(home: Path) -> dict[str, str]:
    """Return the environment variables that keep a bot's seeds and data in a folder."""
    return {
        "PYTHONPATH": str(ROOT),
        "CAVEAT_DATA__DIR": str(home / "data"),
        "CAVEAT_SEEDS__DIR": str(home / "seeds"),
        "CAVEAT_MEANING__USE": "off",  # what tests do not ask for, they do not wait for
    }


def started(
    double: DiscordDouble, home: Path, *options: str, **environ: str
) -> AbstractAsyncContextManager[BotProcess]:
    """Start `python -m bot run` in a folder."""
    return running(double, sys.executable, "-m", "bot", "run", *options, env=environ_in(home) | environ)


def is_whole(text: str) -> bool:
    """Tell whether a card has passage, author, date, link, position, hedge and caveat."""
    parts = (
        "Granite is hard.",
        "A. Mason",
        "September 2022",
        "stones.example",
        "passage 1 of 3",
        "speculation",
        "caveat",
    )
    shown = text.replace("**", "").replace("__", "")
    return all(part in shown for part in parts) and "Take everything here with a grain of salt." in shown
