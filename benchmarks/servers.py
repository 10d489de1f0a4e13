"""Five hundred servers with seeds of their own beside a large operator's corpus: their memory, and how fast they are.

    python benchmarks/servers.py --servers 500 --paragraphs 128000 --record

Everything is served as the bot does, from one process: the operator's articles in a folder, servers' in a database.
Questions are real ones. One server's and a random one's take turns, so that both meet the same machine.
"""

import argparse
import gc
import os
import platform
import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from corpus import DEFAULT_COLLECTIONS, read_question_texts, read_rows, write_seeds
from results import record, table

from bot.config.file import load_config
from bot.config.values import Config
from bot.serving.service import Service
from bot.store.database import migrate
from bot.store.guild_settings import SettingsBook
from bot.store.queries.seed_acts import Admin
from bot.store.queries.seeds import SeedContents
from bot.store.store import Store
from index.answers.answer import MAX_QUESTION_CHARS

PARAGRAPHS_OF_A_SERVER = (10, 20, 40, 80, 160, 320)  # half of the servers have the fewest, a quarter the next, …
WARM_UP = 200
Rows = Iterator[dict[str, str]]


def private_mb() -> float:
    """Read how much memory this process has to itself: files that are mapped belong to everybody."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("RssAnon"):
            gc.collect()
            return int(line.split()[1]) / 1024
    raise OSError("this system does not say how much memory a process has")


def paragraphs_of(server: int) -> int:
    """Return how many paragraphs a server has: many have few, few have many."""
    halvings = (server & -server).bit_length() - 1
    return PARAGRAPHS_OF_A_SERVER[min(halvings, len(PARAGRAPHS_OF_A_SERVER) - 1)]


def guild_of(server: int) -> int:
    """Return a server's number as Discord would give it."""
    return server << 22


def give_seeds(store: Store, rows: Rows, server: int) -> None:
    """Store a server's seeds: its paragraphs in two files."""
    count = paragraphs_of(server)
    for number in range(2):
        text = "\n\n".join(row["text"] for row in islice(rows, count // 2))
        contents = SeedContents(f"---\ntitle: Of server {server}\nlanguage: en\n---\n\n{text}\n".encode())
        store.add_seed(Admin(guild_of(server), 1, datetime.now(UTC)), f"notes-{number}.md", contents)


def prepare(collections: Path, home: Path, servers: int, paragraphs: int) -> None:
    """Write the operator's folder and the database, where they are not there yet."""
    if (home / "seeds").is_dir():
        return
    write_seeds(collections, paragraphs, home / "seeds")
    url = url_of(home)
    migrate.upgrade(url)
    rows = islice(read_rows(collections, 250_000), paragraphs, None)
    with Store.open(url) as store:
        for server in range(1, servers + 1):
            give_seeds(store, rows, server)


def url_of(home: Path) -> str:
    """Return the address of the database."""
    return f"sqlite:///{home / 'caveat.sqlite3'}"


def config_of(home: Path) -> Config:
    """Return the defaults, with all data in one folder."""
    return load_config({"CAVEAT_DATA__DIR": str(home / "data")}, home)


def build_all(home: Path, servers: int) -> None:
    """Index everything."""
    with Store.open(url_of(home)) as store:
        service = served(home, store)
        service.open()
        for server in range(1, servers + 1):
            service.guild_changed(guild_of(server)).result()
        service.stop()


def served(home: Path, store: Store) -> Service:
    """Serve the folder and the database."""
    service = Service(config_of(home), home / "seeds")
    service.serve_guilds(store, SettingsBook(store))
    return service


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds that something takes."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1e3


def use(service: Service, server: int, questions: Sequence[str]) -> None:
    """Use a server as people do, until all that can be derived from its library is there."""
    scope = service.scope(guild_of(server))
    for question in (*questions[:5], *(misspelt(question) for question in questions[:5])):
        scope.ask(question)
    scope.complete("own/", passages=False)
    for document in scope.documents()[-2:]:
        scope.summarise(document.id)


def misspelt(question: str) -> str:
    """Leave a letter out of every long word."""
    return " ".join(word[:3] + word[4:] if len(word) > 5 else word for word in question.split())


def compare(service: Service, servers: int, questions: Sequence[str]) -> tuple[list[float], list[float]]:
    """Time the answers of one server and of random ones, in turns."""
    chance = random.Random(7)
    one, many = list[float](), list[float]()
    for number, question in enumerate(questions):
        turns = [(one, 1), (many, chance.randrange(2, servers + 1))]
        for times, server in turns if number % 2 else reversed(turns):  # who comes second finds its words remembered
            times.append(timed(lambda q=question, s=server: service.scope(guild_of(s)).ask(q)))
    return one[WARM_UP:], many[WARM_UP:]


def report(home: Path, servers: int, questions: Sequence[str]) -> str:
    """Measure, and put it into words."""
    with Store.open(url_of(home)) as store:
        service = served(home, store)
        service.library.reload()
        use(service, 1, questions)
        service.scope().complete("a", passages=False)
        before = private_mb()
        for server in range(2, servers + 1):
            use(service, server, questions[server:])
        taken = private_mb() - before
        one, many = compare(service, servers, questions)
        libraries = service.libraries
        assert libraries is not None, "servers are served"
        sizes = [len(service.scope(guild)) - len(service.scope()) for guild in libraries.open_now()]
        rows = [
            ("operator's passages", f"{len(service.scope()):,}"),
            ("servers", f"{servers}"),
            ("passages of those open in the end", f"{sum(sizes):,} (from {min(sizes)} to {max(sizes)} each)"),
            ("memory of the process before they are asked, mapped files left out", f"{before:.0f} MB"),
            ("what they add, all having been used", f"{taken:.0f} MB"),
            ("bound: `libraries.memory_mb`", f"{service.config.libraries.memory_mb:.0f} MB"),
            ("libraries open then", f"{len(sizes)}"),
            ("answers in one server, p50 and p99", both(one)),
            ("answers in a random server, p50 and p99", both(many)),
            ("random over one, p50", f"{median(many) / median(one):.2f}"),
        ]  # fmt: skip
        service.stop()
    return table(["", ""], rows)


def both(times_ms: Sequence[float]) -> str:
    """Show the median and the 99th percentile."""
    return f"{median(times_ms):.2f} ms, {quantiles(times_ms, n=100)[98]:.1f} ms"


def main() -> None:
    """Prepare, build, measure, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collections", type=Path, default=DEFAULT_COLLECTIONS)
    parser.add_argument("--servers", type=int, default=500)
    parser.add_argument("--paragraphs", type=int, default=128_000, help="of the operator; some make one passage")
    parser.add_argument("--questions", type=int, default=2_000)
    parser.add_argument("--home", type=Path, help="keep everything here, and use it again")
    parser.add_argument("--record", action="store_true", help="write into RESULTS.md")
    options = parser.parse_args()
    asked = [each for each in read_question_texts(options.collections) if len(each) <= MAX_QUESTION_CHARS]
    questions = random.Random(1).sample(asked, options.questions)
    with TemporaryDirectory() as scratch:
        home = options.home or Path(scratch)
        prepare(options.collections, home, options.servers, options.paragraphs)
        with ProcessPoolExecutor(1, get_context("spawn")) as builder:  # whose memory is not to be measured
            builder.submit(build_all, home, options.servers).result()
        found = report(home, options.servers, questions)
    machine = f"{platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}"
    text = f"## Five hundred servers\n\n`python benchmarks/servers.py --record`; {machine}.\n\n{found}"
    print(text)
    if options.record:
        record("servers", text)


if __name__ == "__main__":
    main()
