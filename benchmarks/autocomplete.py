"""Measures how soon a name is completed: a person types, the real client answers over the loopback Discord's sockets.

    python benchmarks/autocomplete.py --record

Once with the seeds that ship with the program, once with a seed for each article of a large corpus, in which the
person types the beginning of a title, letter by letter, from nothing on; alone, and while questions are being answered.
"""

import argparse
import asyncio
import gc
import json
import lzma
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path

import discord
import numpy as np
from results import record, table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.config.values import Config, DataConfig, LimitsConfig  # noqa: E402 found through the line above
from bot.serving.folders import default_seeds  # noqa: E402
from bot.serving.service import Service  # noqa: E402
from tests.bot.connected import connected  # noqa: E402
from tests.discord_double import DiscordDouble  # noqa: E402

DEFAULT_CORPUS = ROOT.parent / "shared" / "collections" / "enwiki-250k" / "corpus.jsonl.xz"
COMMANDS = (("passage", "ref"), ("seed", "seed"), ("caveat", "seed"))
LIMIT_MS = 100.0
MOST_CHOICES = 25
TYPED_CHARS = 6
QUESTION = "Which treaty ended the war?"


def articles(corpus: Path, most: int) -> Iterator[tuple[str, list[str]]]:
    """Yield titles with their paragraphs."""
    with lzma.open(corpus, "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        for title, group in islice(groupby(rows, key=lambda row: row["title"]), most):
            yield title, [row["text"] for row in group]


def write_seeds(folder: Path, corpus: Path, most: int) -> list[str]:
    """Write a seed for each article, and return the titles."""
    folder.mkdir(parents=True, exist_ok=True)
    titles = []
    for number, (title, paragraphs) in enumerate(articles(corpus, most)):
        head = json.dumps({"title": title, "author": "Wikipedia's authors"}, ensure_ascii=False)
        (folder / f"{number:06}.md").write_text(f"---\n{head}\n---\n\n" + "\n\n".join(paragraphs), "utf-8")
        titles.append(title)
    return titles


def typed(titles: Sequence[str], most: int) -> list[str]:
    """Return what is in the field after each key, for titles from all over the list."""
    chosen = titles[:: max(1, len(titles) // most)][:most]
    return [title[:end] for title in chosen for end in range(min(len(title), TYPED_CHARS) + 1)]


async def measure(service: Service, words: Sequence[str], *, busy: bool) -> np.ndarray:
    """Type into every command that completes, and return the milliseconds until the choices came."""
    async with DiscordDouble() as double:
        async with connected(double, service):
            asking = asyncio.create_task(ask_on(double)) if busy else None
            took_ms = [await once(double, command, option, part) for part in words for command, option in COMMANDS]
            if asking is not None:
                asking.cancel()
                await asyncio.wait({asking})
        if double.violations:
            raise SystemExit(f"Discord would have refused something: {double.violations[0]}")
    return np.array(took_ms)


async def once(double: DiscordDouble, command: str, option: str, part: str) -> float:
    """Type something, and return the milliseconds until the choices came."""
    answer = await double.user("alice").completes(double.channel, command, option, part)
    if not 1 <= len(answer.choices) <= MOST_CHOICES:
        raise SystemExit(f"/{command} completes {part!r} with {len(answer.choices)} choices")
    return answer.latency_s * 1e3


async def ask_on(double: DiscordDouble) -> None:
    """Ask one question after the other."""
    bob = double.user("bob")
    while True:
        await bob.slash(double.channel, "ask", question=QUESTION)


def rows(name: str, service: Service, words: Sequence[str]) -> list[Sequence[str]]:
    """Measure one folder of seeds, at rest and busy."""
    searcher = service.library.searcher
    size = f"{len(searcher.numbers_by_document):,} seeds, {len(searcher):,} passages"
    measured = []
    for busy in (False, True):
        took_ms = asyncio.run(measure(service, words, busy=busy))
        p50, p99 = np.percentile(took_ms, [50, 99])
        print(
            f"{name}, {'busy' if busy else 'at rest'}: p50 {p50:.1f} ms, p99 {p99:.1f} ms, most {took_ms.max():.1f} ms"
        )
        figures = [f"{each:.1f}" for each in (p50, p99, took_ms.max())]
        measured.append([name, size, "yes" if busy else "no", f"{len(took_ms):,}", *figures])
    return measured


def serve(home: Path, seeds: Path) -> Service:
    """Index a folder of seeds."""
    generous = LimitsConfig(user_questions=10**9, channel_questions=10**9, server_questions=10**9)
    service = Service(Config(data=DataConfig(dir=home), limits=generous), seeds)
    service.open()
    service.complete_names()
    service.scope().ask(QUESTION)
    gc.collect()
    gc.freeze()  # as `bot.gateway.run` does
    return service


def main() -> None:
    """Measure, print, and write RESULTS.md if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=DEFAULT_CORPUS)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--titles", type=int, default=60, help="how many are typed")
    parser.add_argument("--home", type=Path, help="a folder that keeps the index for the next run")
    parser.add_argument("--record", action="store_true", help="write RESULTS.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = options.home or Path(folder)
        shipped = serve(home / "shipped", default_seeds())
        titles = [name.document for name in shipped.library.searcher.names()]
        measured = rows("shipped", shipped, typed(titles, options.titles))
        titles = write_seeds(home / "seeds", options.corpus, options.articles)
        start = time.perf_counter()
        large = serve(home / "large", home / "seeds")
        print(f"{len(titles):,} articles indexed in {time.perf_counter() - start:.0f} s")
        measured += rows("articles of enwiki-250k", large, typed(titles, options.titles))
    if options.record:
        record("autocomplete", report(measured))


def report(measured: Sequence[Sequence[str]]) -> str:
    """Render the section of RESULTS.md."""
    head = ("seeds", "size", "answering too", "keys typed", "p50, ms", "p99, ms", "most, ms")
    commands = ", ".join(f"`/{command}`" for command, _ in COMMANDS)
    return (
        "## Completion of names, from the key to the choices\n\n`python benchmarks/autocomplete.py --record`\n\n"
        f"{os.cpu_count()} CPUs, Python {platform.python_version()}, discord.py {discord.__version__}. The bot and the "
        "loopback Discord share one process, and the bot has answered before. A person types the first letters of "
        f'titles, one by one, into {commands}; "answering too": somebody else asks one question after the other. '
        f"Wanted: a p99 below {LIMIT_MS:.0f} ms.\n\n" + table(head, measured)
    )


if __name__ == "__main__":
    main()
