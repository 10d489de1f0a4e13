"""How often Python looks for dead objects that hold each other: seldom while millions are made that live on."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

SELDOM = (100_000, 50, 100)  # objects made before the youngest are looked through, and how often the others are
_lock = Lock()
_usual: list[tuple[int, int, int]] = []  # one for each block that is under way


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Have Python look seldom for as long as any such block lasts; to look as usual takes a sixth of a build."""
    with _lock:
        _usual.append(_usual[0] if _usual else gc.get_threshold())
        gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        with _lock:
            usual = _usual.pop()
            if not _usual:
                gc.set_threshold(*usual)
