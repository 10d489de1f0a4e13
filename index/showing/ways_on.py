"""Where to look on from a question that nothing answers."""

from typing import Final

from index.answered import Answer
from index.model import Passage

MOST: Final = 3  # headings that are named


def look_into(answer: Answer) -> tuple[Passage, ...]:
    """Return the first of the misses below each heading, a few at most; none where something answers."""
    misses = [] if answer.answered else [each.passage for each in answer.misses]
    below = {(each.document, each.heading): each for each in reversed(misses)}
    return tuple(below[place] for place in dict.fromkeys((each.document, each.heading) for each in misses))[:MOST]
