"""Why a page is not fetched."""

from index.errors import UserError


class PageError(UserError):
    """A page cannot be fetched, or may not be; whoever asked saves it and adds the file."""

    code = "page"


class PageGoneError(PageError):
    """Who answers at an address says that no page stands there."""


class PageUnreachedError(PageError):
    """Nobody answers at an address, for now at least."""
