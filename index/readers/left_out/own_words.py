"""A text without what is not its author's: the one door to this room for formats."""

from index.model import LeftOut
from index.readers.left_out.comments import comments
from index.readers.left_out.cutting import cut
from index.readers.left_out.hidden import hidden


def own_words(text: str, *, markdown: bool = False) -> tuple[str, tuple[LeftOut, ...]]:
    """Return a text without what it hides and without readers' comments, and what was left out of it.

    Args:
        text: with Unix line ends.
        markdown: whether its fences and indented lines are code, in which nothing is hidden.
    """
    shown, unseen = cut(text, hidden(text, markdown=markdown))
    own, others = cut(shown, comments(shown))
    return own, (*unseen, *others)
