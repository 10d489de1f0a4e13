"""A seed file's bytes and its side-car to documents and passages. Knows no index.

`read_seed` is for bytes at hand; `find_seeds` (`find_seed` for one) and `load_bytes` get those of files.
"""

from index.seeds.folder import (
    DEFAULT_MAX_BYTES,
    SeedBytes,
    SeedFile,
    find_seed,
    find_seeds,
    load_bytes,
)
from index.seeds.seed import read_seed
from index.seeds.works import SIDECAR_SUFFIX

__all__ = [
    "DEFAULT_MAX_BYTES",
    "SIDECAR_SUFFIX",
    "SeedBytes",
    "SeedFile",
    "find_seed",
    "find_seeds",
    "load_bytes",
    "read_seed",
]
