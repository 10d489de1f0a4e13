"""Links into an original by its own pages and seconds. Knows no passages."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from index.model import Position

_VIDEO_PAGES = ("youtube.com", "youtu.be")  # read a second from the query; media files take it from the fragment
_PAGED = ".pdf"
_TIME = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})(?:[.,]\d+)?")


def placed_link(source: str, position: Position | None) -> str | None:
    """Point into an original at a page or a second; None where it is not of that kind.

    Page fragments follow RFC 8118, media fragments https://www.w3.org/TR/media-frags/.

    >>> placed_link("https://example.org/a.pdf", Position("page", "12"))
    'https://example.org/a.pdf#page=12'
    """
    address = urlsplit(source)
    if position is None or address.fragment:
        return None
    if position.kind == "page":
        is_paged = address.path.lower().endswith(_PAGED) and position.at.isdecimal()
        return urlunsplit(address._replace(fragment=f"page={position.at}")) if is_paged else None
    seconds = _seconds(position.at) if position.kind == "time" else None
    if seconds is None:
        return None
    if (address.hostname or "").removeprefix("www.").removeprefix("m.") in _VIDEO_PAGES:
        query = [(name, value) for name, value in parse_qsl(address.query) if name != "t"]
        return urlunsplit(address._replace(query=urlencode([*query, ("t", str(seconds))])))
    return urlunsplit(address._replace(fragment=f"t={seconds}"))


def _seconds(time: str) -> int | None:
    found = _TIME.fullmatch(time)
    return (int(found[1] or 0) * 60 + int(found[2])) * 60 + int(found[3]) if found else None
