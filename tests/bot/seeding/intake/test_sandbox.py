"""Reading what strangers attach: in a process of its own, whose limits hold."""

import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import pytest

from bot.seeding.intake.sandbox import Sandbox, SandboxLimits
from bot.seeding.intake.understanding import AttachedFile
from index.settings import BuildSettings

MIB = 1024 * 1024
LIMITS = SandboxLimits(max_bytes=8 * MIB, seconds=60, memory_bytes=512 * MIB)
ESSAY = b"""---
title: On Stones
author: A. Mason
published: 2022-09
---

Take everything in this essay with a grain of salt.

## Granite

Granite is hard. I think it will outlast us.
"""
HEAVY = b"Granite is hard, I think, and so it goes on and on, as some say. " * (7 * MIB // 66)


@pytest.fixture
def rooms() -> Iterator[list[Sandbox]]:
    """Rooms to be closed after the test."""
    opened: list[Sandbox] = []
    yield opened
    for room in opened:
        room.close()


def test_what_is_understood_travels_back(rooms: list[Sandbox]) -> None:
    """Attribution, the author's caveat, passages, hedges, and the first words."""
    rooms.append(Sandbox(LIMITS, BuildSettings()))

    (found,) = rooms[0].read([AttachedFile("stones.md", ESSAY, b"caveat: Nobody checked this.\n")])

    (first,) = found.firsts
    assert found.problem is None
    assert ("On Stones", "A. Mason", "2022-09") == (
        first.attribution.title,
        first.attribution.author,
        first.attribution.published,
    )
    assert [
        ("author", "Take everything in this essay with a grain of salt."),
        ("curator", "Nobody checked this."),
    ] == [(caveat.by, caveat.text) for caveat in first.caveats]
    assert (2, 2) == (found.passages, found.documents[0].hedges)


def test_one_bad_file_spoils_no_other(rooms: list[Sandbox]) -> None:
    """Each comes back in its place, the bad one with its reason, file and line."""
    rooms.append(Sandbox(LIMITS, BuildSettings()))
    files = [
        AttachedFile("a.md", b"---\nauthor: Ada\nby: Bo\n---\nx"),
        AttachedFile("b.md", b"It rains."),
        AttachedFile("c.zip", b"PK\0"),
    ]

    found = rooms[0].read(files)

    assert ["a.md", "b.md", "c.zip"] == [each.name for each in found]
    assert "a.md, line 3: by: Bo is stated as the author here" in (found[0].problem or "")
    assert None is found[1].problem
    assert "c.zip" in (found[2].problem or "")


def test_more_caution_than_a_card_can_carry_is_refused(rooms: list[Sandbox]) -> None:
    """It stands beside every passage, so it must be possible to show it."""
    rooms.append(Sandbox(LIMITS, BuildSettings()))
    words = b"Nothing here was checked by anybody. " * 600

    (found,) = rooms[0].read([AttachedFile("a.md", b"# A\n\nIt rains.\n", b"caveat: " + words)])

    assert "a.md: its caveats, status and note have 22,199 characters, but 20,000" in (found.problem or "")


def test_a_file_over_the_limit_is_not_even_read(rooms: list[Sandbox]) -> None:
    """The side-car counts too; the sentence names file, size and limit."""
    rooms.append(Sandbox(SandboxLimits(max_bytes=MIB, seconds=0.001, memory_bytes=16 * MIB), BuildSettings()))

    (found,) = rooms[0].read([AttachedFile("a.md", b"x" * MIB, b"title: x")])

    assert "a.md has 1.0 MB; the limit is 1 MB, so split it into parts" == found.problem


def test_reading_that_takes_too_long_is_killed(rooms: list[Sandbox]) -> None:
    """Soon after the limit, whatever it is doing."""
    rooms.append(Sandbox(SandboxLimits(max_bytes=8 * MIB, seconds=1.5, memory_bytes=2048 * MIB), BuildSettings()))
    began = time.monotonic()

    (found,) = rooms[0].read([AttachedFile("long.txt", HEAVY)])

    assert "long.txt was given up after 1.5 seconds" in (found.problem or "")
    assert time.monotonic() - began < 8


def test_reading_that_needs_too_much_memory_ends(rooms: list[Sandbox]) -> None:
    """The process gives up, and this one lives on."""
    rooms.append(Sandbox(SandboxLimits(max_bytes=8 * MIB, seconds=60, memory_bytes=24 * MIB), BuildSettings()))

    (found,) = rooms[0].read([AttachedFile("heavy.txt", HEAVY)])

    assert "heavy.txt needs more than 24 MB of memory" in (found.problem or "")


def test_a_reader_that_dies_is_reported(rooms: list[Sandbox]) -> None:
    """As a crash inside a library, or the system short of memory, would end it; nothing is left running."""
    rooms.append(Sandbox(LIMITS, BuildSettings()))
    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(rooms[0].read, [AttachedFile("long.txt", HEAVY)])
        while not (running := multiprocessing.active_children()) and not reading.done():
            pass

        for process in running:
            process.kill()
        (found,) = reading.result()

    assert "long.txt cannot be read: reading it ended unexpectedly" in (found.problem or "")
    assert [] == multiprocessing.active_children()


def test_the_reader_inherits_nothing(rooms: list[Sandbox]) -> None:
    """It is no copy of this process: neither its memory nor its open files are there."""
    rooms.append(Sandbox(LIMITS, BuildSettings()))
    with ThreadPoolExecutor(1) as threads, Path(__file__).open("rb") as held:
        reading = threads.submit(rooms[0].read, [AttachedFile("long.txt", HEAVY)])
        while not (running := multiprocessing.active_children()):
            pass
        pid = running[0].pid
        while b"spawn_main" not in Path(f"/proc/{pid}/cmdline").read_bytes():
            assert not reading.done()
        opened = {link.readlink() for link in Path(f"/proc/{pid}/fd").iterdir()}

        rooms[0].close()
        (found,) = reading.result()

    assert Path(held.name) not in opened
    assert "ended unexpectedly" in (found.problem or "")


def test_a_fault_of_ours_is_no_fault_of_the_file(rooms: list[Sandbox], caplog: pytest.LogCaptureFixture) -> None:
    """It is raised here, and the log says where it happened, without the words of the file."""
    rooms.append(Sandbox(LIMITS, cast("BuildSettings", None)))

    with pytest.raises(RuntimeError, match="reading a file apart failed"):
        rooms[0].read([AttachedFile("a.md", b"Drizzle falls.")])

    assert "AttributeError" in caplog.text
    assert "understanding.py" in caplog.text
    assert "Drizzle" not in caplog.text
