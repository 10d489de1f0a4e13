"""A clock for what waits, that no test waits for."""


class Clock:
    """Seconds that stand until a test moves them.

    Args:
        now_s: the time at first.
    """

    def __init__(self, now_s: float = 1000.0) -> None:
        self.now_s = now_s

    def __call__(self) -> float:
        """Return the time."""
        return self.now_s
