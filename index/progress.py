"""Being told how far something slow is."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]  # of a stage, how much is done, and of how much


def no_progress(stage: str, done: int, total: int) -> None:
    """Take a report of progress and show nothing."""
