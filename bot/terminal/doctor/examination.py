"""Examines what a bot needs, from this machine to Discord, each finding with a way out. In English, for operators.

It changes nothing but for making the data folder where there is none.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from bot.config.values import Config, data_folder, database_url
from bot.serving.service import Service
from bot.store.database.errors import StoreError, database_name
from bot.store.database.sqlite_file import file_of
from bot.store.database.urls import normalise_url
from bot.store.store import Store
from bot.terminal.doctor.channels import examine_channels
from bot.terminal.doctor.engine import examine_engine
from bot.terminal.doctor.findings import Finding, FindingState
from bot.terminal.doctor.online import compared_clocks, examine_discord
from bot.terminal.doctor.workers import examine_workers
from index.bm25 import kernel_name
from index.building.build import generation_of
from index.errors import LibraryError, SeedError, SnapshotError
from index.processes.limited import LimitedProcesses, ProcessLimits
from index.processes.lockdown import lacking
from index.seeds import find_seeds
from index.seeds.apart import SeedReader
from index.seeds.seed_source import FolderSource
from index.snapshots.publishing import unwritten

MEGABYTE: Final = 1024 * 1024
NO_FILE: Final = (
    "{database} is not there: the first start of the bot makes it. If a bot has run here, its file was deleted, and "
    "with it servers' own seeds, settings and audit: stop the bot and restore a backup"
)
SKIPPED_TOLD: Final = 5
MOST_READ: Final = 100  # seeds that are not indexed yet; a re-index reads them all
SCARCE_MB, TOO_LITTLE_MB = 1_000, 100  # free on the disk of the data folder


def examine(config: Config, seeds: Path | None) -> Iterator[Finding]:
    """Yield one finding after the other; may take seconds where Discord or the database does not answer."""
    service = Service(config, seeds)
    examinations: dict[str, Callable[[], Iterator[Finding]]] = {
        "kernel": _kernel,
        "disk": partial(_disk, data_folder(config)),
        "database": partial(_database, config),
        "index": partial(_index, service),
        "engine": partial(examine_engine, service),
        "sandbox": partial(_sandbox, service),
        "seeds": partial(_seeds, service),
        "token": partial(examine_discord, config),
        "channels": partial(examine_channels, config),
    }
    for name, look in examinations.items():
        yield from _examined(name, look)


def _examined(name: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield what one examination finds; where it cannot be finished, that is a finding, and the others go on."""
    try:
        yield from look()
    except (LibraryError, StoreError) as err:
        yield Finding(name, "wrong", str(err).rstrip("."))
    except OSError as err:
        where = f"{err.filename}: {err.strerror}" if err.filename else str(err)
        yield Finding(name, "wrong", f"this cannot be examined ({where}): give this process access")


def _kernel() -> Iterator[Finding]:
    if kernel_name() == "C":
        yield Finding("kernel", "ok", "searches run in C")
        return
    yield Finding(
        "kernel",
        "warning",
        "the C kernel is not built, so searches of large corpora are several times slower: install a C compiler and "
        "Python's headers, then install Caveat again",
    )


def _disk(folder: Path) -> Iterator[Finding]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        free = shutil.disk_usage(folder).free // MEGABYTE
    except OSError as err:
        yield Finding("disk", "wrong", str(unwritten(folder, err)))
        return
    state: FindingState = "wrong" if free < TOO_LITTLE_MB else "warning" if free < SCARCE_MB else "ok"
    advice = "" if state == "ok" else ": free some, or set data.dir to a folder on a larger disk"
    yield Finding("disk", state, f"{free:,} MB free for {folder}{advice}")


def _database(config: Config) -> Iterator[Finding]:
    url = normalise_url(database_url(config))
    file = file_of(url)
    if file is not None and file.identity() is None:
        yield Finding("database", "warning", NO_FILE.format(database=database_name(url)))
        return
    try:
        with Store.open(database_url(config)) as store:
            servers = len(store.guilds_with_data())
            roster = store.workers.roster()
    except StoreError as err:
        ours_to_make = err.code == "outdated" and config.secrets.database_url is None
        yield Finding("database", "warning" if ours_to_make else "wrong", str(err).rstrip("."))
        return
    kind = "SQLite" if config.secrets.database_url is None else "as DATABASE_URL names it"
    yield Finding("database", "ok", f"{kind}, current, with data of {servers} servers")
    ahead_s = (roster.now - datetime.now(UTC)).total_seconds()
    yield compared_clocks("database clock", "the database's", ahead_s, config)
    yield from examine_workers(roster)


def _index(service: Service) -> Iterator[Finding]:
    try:
        wanted = generation_of(FolderSource(service.seeds), service.build_settings)
        service.library.reload()
    except SnapshotError as err:
        words = f"nothing sound is indexed yet ({err}); the next start or reindex builds it"
        yield Finding("index", "warning", words)
        return
    searcher = service.library.searcher
    if searcher.generation.partition(".")[0] != wanted.partition(".")[0]:
        yield Finding("index", "warning", "the seeds changed since they were indexed: run `caveat reindex`")
        return
    yield Finding("index", "ok", f"{len(searcher.documents())} documents, {len(searcher)} passages, current")


def _sandbox(service: Service) -> Iterator[Finding]:
    """Yield what holds of the process that reads binary and packed seeds."""
    limits = service.build_settings.reading
    with LimitedProcesses(ProcessLimits(limits.seconds, limits.memory_bytes), at_once=1) as processes:
        lacks = processes.run(lacking, None)
    if lacks:
        told = f"seeds are read apart with limits on time and memory, but without one on {' and '.join(lacks)}"
        yield Finding("sandbox", "warning", f"{told}: that takes Linux 5.13 or later with Landlock, and libseccomp")
    else:
        yield Finding("sandbox", "ok", "seeds of binary and packed formats are read without files and network")


def _seeds(service: Service) -> Iterator[Finding]:
    """Yield a finding where files are skipped: by their names and kinds, and by what is found in them."""
    found, problems = find_seeds(service.seeds), dict[Path, str]()
    indexed, skipped = set[str](), dict[str, str]()
    with suppress(SnapshotError):
        manifest = service.library.view.manifests[0]
        indexed = {entry.path for entry in manifest.seeds}
        skipped = {each.path: each.problem for each in manifest.skipped}
    new = (seed for seed in found if not seed.problem and seed.name not in indexed and str(seed.path) not in skipped)
    for seed in found:
        if problem := seed.problem or skipped.get(str(seed.path)):
            problems[seed.path] = problem
    settings = service.build_settings
    with SeedReader(settings.reading) as reader:
        for seed in islice(new, MOST_READ):
            try:
                reader.load(seed, max_bytes=settings.max_bytes)
            except SeedError as err:
                problems[seed.path] = err.problem
    if problems:
        told = [f"{path}: {problem.removeprefix(f'{path}: ')}" for path, problem in problems.items()]
        more = [f"and {len(told) - SKIPPED_TOLD} more"] if len(told) > SKIPPED_TOLD else []
        words = "; ".join([*told[:SKIPPED_TOLD], *more])
        yield Finding("seeds", "warning", f"{len(problems)} skipped: {words}", counts=True)
