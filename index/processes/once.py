"""Values that take long to make, each made once: who asks meanwhile waits for it, and makes no other."""

from collections.abc import Callable
from functools import lru_cache, wraps
from threading import RLock
from typing import TypeVar

Value = TypeVar("Value")
REMEMBERED = 64  # languages, as a rule


def once(make: Callable[[str], Value]) -> Callable[[str], Value]:
    """Remember what a function makes of each text; several threads at once would each make, and hold, their own."""
    lock, remembered = RLock(), lru_cache(maxsize=REMEMBERED)(make)

    @wraps(make)
    def get(key: str) -> Value:
        with lock:
            return remembered(key)

    return get
