# Types of the C kernel; c/module.c says what each thing does.

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

INTERFACE: int

class Part:
    def __init__(self, arrays: dict[str, NDArray[Any]], average_length: float) -> None: ...

class Ranking:
    def __init__(
        self,
        parts: tuple[Part, ...],
        places: tuple[tuple[int, NDArray[np.int64] | None], ...],
        k1: float,
        b: float,
        delta: float,
        average_length: float,
        bound_unit: float,
    ) -> None: ...
    def top(
        self, query: Sequence[str], k: int, weights: Sequence[float] | None, rarities: Sequence[float] | None, /
    ) -> bytearray | None: ...
    def frequencies(self, term: str, passages: NDArray[np.int64], /) -> bytearray: ...

def dots(rows: NDArray[Any], first: int, stride: int, vector: NDArray[np.int8], /) -> bytearray: ...
