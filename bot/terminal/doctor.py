"""Examines what a bot needs, from this machine to Discord, each finding with a way out. In English, for operators.

It changes nothing but for making the data folder and an empty database file where there is none.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.config.values import Config, data_folder, database_url
from bot.serving.service import Service
from bot.store.database.errors import StoreError
from bot.store.store import Store
from bot.terminal.doctor_online import examine_discord
from bot.terminal.findings import Finding, FindingState
from index.bm25 import kernel_name
from index.building.build import generation_of
from index.errors import SeedError, SnapshotError
from index.seeds.seed_source import FolderSource

MEGABYTE: Final = 1024 * 1024
SCARCE_MB, TOO_LITTLE_MB = 1_000, 100  # free on the disk of the data folder


def examine(config: Config, seeds: Path | None) -> Iterator[Finding]:
    """Yield one finding after the other; may take seconds where Discord or the database does not answer."""
    yield _kernel()
    yield _disk(data_folder(config))
    yield _database(config)
    yield _index(Service(config, seeds))
    yield from examine_discord(config)


def _kernel() -> Finding:
    if kernel_name() == "C":
        return Finding("kernel", "ok", "searches run in C")
    return Finding(
        "kernel",
        "warning",
        "the C kernel is not built, so searches of large corpora are several times slower: install a C compiler and "
        "Python's headers, then install Caveat again",
    )


def _disk(folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        free = shutil.disk_usage(folder).free // MEGABYTE
    except OSError as err:
        said = f"{folder} cannot be written ({err.strerror}): give this process write access, or set data.dir"
        return Finding("disk", "wrong", said)
    state: FindingState = "wrong" if free < TOO_LITTLE_MB else "warning" if free < SCARCE_MB else "ok"
    advice = "" if state == "ok" else ": free some, or set data.dir to a folder on a larger disk"
    return Finding("disk", state, f"{free:,} MB free for {folder}{advice}")


def _database(config: Config) -> Finding:
    try:
        with Store.open(database_url(config)) as store:
            found = store.guilds_with_data()
    except StoreError as err:
        ours_to_make = err.code == "outdated" and config.secrets.database_url is None
        return Finding("database", "warning" if ours_to_make else "wrong", str(err).rstrip("."))
    kind = "SQLite" if config.secrets.database_url is None else "as DATABASE_URL names it"
    return Finding("database", "ok", f"{kind}, current, with data of {len(found)} servers")


def _index(service: Service) -> Finding:
    try:
        wanted = generation_of(FolderSource(service.seeds), service.build_settings)
        service.library.reload()
    except SeedError as err:
        return Finding("index", "wrong", str(err))
    except SnapshotError as err:
        return Finding("index", "warning", f"nothing sound is indexed yet ({err}); the next start or reindex builds it")
    searcher = service.library.searcher
    if searcher.generation.partition(".")[0] != wanted.partition(".")[0]:
        return Finding("index", "warning", "the seeds changed since they were indexed: run `caveat reindex`")
    return Finding("index", "ok", f"{len(searcher.documents())} documents, {len(searcher)} passages, current")
