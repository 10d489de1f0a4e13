"""A seed of a folder as it is read, for tests."""

from index.model import Document
from index.seeds import DEFAULT_MAX_BYTES, SeedFile, load_bytes, read_seed


def load_seed(seed: SeedFile, *, max_bytes: int = DEFAULT_MAX_BYTES) -> tuple[Document, ...]:
    """Open and read one seed with its side-car; raises SeedError for whatever keeps it from being read."""
    found = load_bytes(seed, max_bytes=max_bytes)
    return read_seed(found.data, str(seed.path), seed=seed.id, sidecar=found.sidecar, further=found.further)
