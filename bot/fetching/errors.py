"""Why a page is not fetched."""

from index.errors import UserError


class PageError(UserError):
    """A page cannot be fetched, or may not be; whoever asked saves it and adds the file."""

    code = "page"
