"""How much of a document the reading room may show: as its seed or folder states, else by its licence, else the config.

A page with a whole essay is no quotation, so that takes an open licence or somebody who says so.
"""

from typing import Literal

from index.answers.reading import is_open
from index.model import Attribution

Shown = Literal["full", "passages", "none"]


def shown_of(stated: Attribution, default: Shown) -> Shown:
    """Return how much of a document is shown where the config says `default` for those that do not state it."""
    if stated.reading or default == "none":
        return stated.reading or "none"
    return "full" if is_open(stated.license or "") else default
