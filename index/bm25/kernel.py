"""The C kernel, where it was built: found, given arrays, asked. Knows no files and no formula.

It is never needed: whatever it does, ranking.py does with numpy, bit for bit the same.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.bm25.formula import ScoringModel

if TYPE_CHECKING:
    from types import ModuleType

    from index.bm25 import _kernel

# With more hits wanted than one in so many passages, of at least so many, numpy's scoring of everything is quicker.
_PRUNED_SHARE = 16
_PRUNED_ABOVE = 8192
_HIT_BYTES = 16
# Raised with every change to what the C files take or give: one built from other sources counts as not built.
_INTERFACE = 3


def _compiled() -> "ModuleType | None":
    try:
        from index.bm25 import _kernel
    except ImportError:
        return None
    return _kernel if getattr(_kernel, "INTERFACE", None) == _INTERFACE else None


def kernel_name() -> str:
    """Name what searches are made with: "C" where the kernel was built, else "numpy"."""
    return "numpy" if _compiled() is None else "C"


def compile_part(arrays: Mapping[str, NDArray[Any]], average_length: float) -> "_kernel.Part | None":
    """Give a part's arrays to the kernel, which reads all of them once; None where it was not built.

    Raises:
        ValueError: arrays that would lead a search astray; its arguments are the array's name and what is wrong.
    """
    module = _compiled()
    return None if module is None else module.Part(dict(arrays), average_length)


class KernelRanking:
    """Parts searched as one by the kernel; any number of threads may do so at once."""

    def __init__(
        self,
        parts: Sequence["_kernel.Part"],
        places: Sequence[tuple[int, NDArray[np.int64] | None]],
        model: ScoringModel,
        corpus_size: int,
    ) -> None:
        from index.bm25 import _kernel

        numbers = (model.k1, model.b, model.delta, model.average_length, model.bound_unit)
        ranking = _kernel.Ranking(tuple(parts), tuple(places), *numbers)
        self._top, self._frequencies = ranking.top, ranking.frequencies
        self._most_hits = max(_PRUNED_ABOVE, corpus_size) // _PRUNED_SHARE

    def top(
        self,
        query: Sequence[str],
        k: int,
        weights: Sequence[float] | None,
        rarities: Sequence[float] | None = None,
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]] | None:
        """Find the k best passages as `Ranking.top` does; None for what is better left to numpy.

        The rarities of the terms are given where passages are left out, which the kernel's own counts do not know.
        """
        found = self._top(query, k, weights, rarities) if k <= self._most_hits else None
        if found is None:
            return None
        hits = len(found) // _HIT_BYTES
        return np.frombuffer(found, np.int64, hits), np.frombuffer(found, np.float64, hits, 8 * hits)

    def frequencies(self, term: str, passages: NDArray[np.int64]) -> NDArray[np.int64]:
        """Count a term in each of these passages; raises IndexError for one that does not exist."""
        return np.frombuffer(self._frequencies(term, np.ascontiguousarray(passages)), np.int64)
