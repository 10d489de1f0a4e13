"""Readers: a seed's bytes to documents, one file per format, and the seeds of a folder.

`read_seed` is for bytes at hand, `find_seeds` (`find_seed` for one) and `load_seed` for files. Formats are
named in `registry.py`.
"""

from index.readers.folder import (
    DEFAULT_MAX_BYTES,
    SeedBytes,
    SeedFile,
    find_seed,
    find_seeds,
    load_bytes,
    load_seed,
)
from index.readers.seed import SIDECAR_SUFFIX, read_seed

__all__ = [
    "DEFAULT_MAX_BYTES",
    "SIDECAR_SUFFIX",
    "SeedBytes",
    "SeedFile",
    "find_seed",
    "find_seeds",
    "load_bytes",
    "load_seed",
    "read_seed",
]
