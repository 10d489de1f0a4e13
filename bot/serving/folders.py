"""Where the operator's seeds and their snapshots lie."""

import os
from hashlib import sha256
from pathlib import Path

from bot.config.values import Config, data_folder


def default_seeds() -> Path:
    """Return the seeds that ship with the program: beside this package, in a checkout and in a wheel alike."""
    return Path(__file__).resolve().parents[2] / "seeds"


def snapshot_root(config: Config, seeds: Path) -> Path:
    """Return where a folder's snapshots live: its name for people, a hash of its path to tell namesakes apart."""
    path = os.path.realpath(seeds)
    name = seeds.name
    if not (name.isascii() and name.isalnum() and name.islower()):
        from slugify import slugify  # here, since most folders have a plain name

        name = slugify(name)
    return data_folder(config) / "snapshots" / f"{name[:40] or 'seeds'}-{sha256(path.encode()).hexdigest()[:8]}"
