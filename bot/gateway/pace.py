"""How fast one of several workers may ask Discord, so that together they keep to what a token may: 50 a second.

Answers to commands and buttons do not count there, and are not held back. Knows no clock of its own.
"""

from typing import Final

MOST: Final = 50.0  # requests in any second, of all workers together
AT_ONCE: Final = 10.0  # of these, so many without waiting; at least one for each worker
SLOWEST: Final = 10.0  # however many workers there are


class Pace:
    """One worker's part of the pace; https://discord.com/developers/docs/topics/rate-limits#global-rate-limit."""

    def __init__(self) -> None:
        self._due_s = 0.0  # when the next request would be made, were all of them made evenly

    def wait_s(self, now_s: float, workers: int) -> float:
        """Count a request, and return how long to wait before it is made.

        Args:
            now_s: monotonic seconds.
            workers: how many share the pace.
        """
        at_once = max(AT_ONCE, workers)
        apart_s = workers / max(SLOWEST, MOST - at_once)
        due_s = max(self._due_s, now_s)
        self._due_s = due_s + apart_s
        return max(0.0, due_s - now_s - (at_once / workers - 1) * apart_s)
