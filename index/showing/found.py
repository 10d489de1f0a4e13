"""How a hit was found, which every face tells where words alone would not have found it."""

from index.answered import Hit


def is_by_meaning(hit: Hit) -> bool:
    """Tell whether a hit was found by what the question means alone: it holds none of its words."""
    return hit.similarity is not None and not hit.matched
