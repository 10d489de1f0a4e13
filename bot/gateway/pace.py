"""How fast one of several workers may ask Discord, so that together they keep to what a token may: 50 a second.

Answers to commands and buttons do not count there, and are not held back. Knows no clock of its own.
"""

from typing import Final

STEADY: Final = 40.0  # requests a second of all workers together, with so many more at once: 50 in any second
BURST: Final = 10.0


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
        apart_s = workers / STEADY
        due_s = max(self._due_s, now_s)
        self._due_s = due_s + apart_s
        return max(0.0, due_s - now_s - max(0.0, BURST / workers - 1) * apart_s)
