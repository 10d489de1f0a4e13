"""What a site lets programs read, by its robots.txt (https://www.rfc-editor.org/rfc/rfc9309)."""

from typing import Final

from protego import Protego
from yarl import URL

AGENT: Final = "CaveatBot"
MOST_BYTES: Final = 512 * 1024
_MISSING: Final = range(400, 500)


def robots_url(page: URL) -> URL:
    """Return where the rules for a page stand."""
    return page.origin() / "robots.txt"


def may_read(page: URL, status: int, rules: bytes) -> bool:
    """Tell whether a page may be read.

    Args:
        page: its address.
        status: how the site answered when it was asked for its rules; 200 where it has any.
        rules: what it answered.

    Where there are no rules, all may be read; where a site cannot tell them, nothing.
    """
    if status in _MISSING:
        return True
    if status != 200:  # noqa: PLR2004 the status of HTTP that says so
        return False
    return bool(Protego.parse(rules.decode("utf-8", "replace")).can_fetch(str(page), AGENT))
