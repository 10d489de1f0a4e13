"""Dot products of one vector with many, of eight bits each: by the C kernel where it was built, else by numpy."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_AT_ONCE: Final = 4096  # rows that numpy takes at once: more would not stay in the processor's cache


def dots(rows: NDArray[Any], field: str, vector: NDArray[np.int8]) -> NDArray[np.int32]:
    """Return the dot product of a vector with that field of each row; exact either way.

    Args:
        rows: a structured array, contiguous.
        field: an array of as many int8 as the vector has.
        vector: of at most 65,536 dimensions.
    """
    multiply = _compiled()
    if multiply is None:
        return _by_numpy(rows[field], vector)
    offset = rows.dtype.fields[field][1]  # type: ignore[index] # it is structured
    found = multiply(rows.view(np.uint8), offset, rows.dtype.itemsize, np.ascontiguousarray(vector))
    return np.frombuffer(found, np.int32)


def _compiled() -> Any:
    try:
        from index.bm25 import _kernel
    except ImportError:
        return None
    return getattr(_kernel, "dots", None)  # one that was built from earlier sources has none


def _by_numpy(vectors: NDArray[np.int8], vector: NDArray[np.int8]) -> NDArray[np.int32]:
    """Multiply as float32, which numpy does fast, and exactly as long as every sum stays below 2 ** 24."""
    exact: Any = np.float32 if len(vector) * 127 * 127 < 1 << 24 else np.float64
    by = vector.astype(exact)
    found = np.empty(len(vectors), np.int32)
    for first in range(0, len(vectors), _AT_ONCE):
        found[first : first + _AT_ONCE] = vectors[first : first + _AT_ONCE].astype(exact).dot(by)
    return found
