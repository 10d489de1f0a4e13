"""What the files of the reading room are called; live addresses are the same. Whatever names them is safe in a path."""

import re
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote

_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_NAME_CHARS = 60
HOME = "index.html"
NEWEST = "newest.html"
NOT_FOUND = "404.html"
FEED = "feed.xml"


def document_path(document: str) -> str:
    """Return the path of a document's page by its id."""
    return f"d/{_name(document)}.html"


def passage_path(key: str) -> str:
    """Return the path of a passage's page by its key."""
    return f"p/{key}.html"


def picture_path(key: str) -> str:
    """Return the path of a passage's picture by its key."""
    return f"p/{key}.png"


def author_path(author: str) -> str:
    """Return the path of an author's page; two authors never share one."""
    return f"a/{_hashed(author)}.html"


def tag_path(tag: str) -> str:
    """Return the path of the list of documents with a tag."""
    return f"t/{_hashed(tag)}.html"


def year_path(year: str) -> str:
    """Return the path of the list of documents of a year."""
    return f"y/{year}.html"


def further(path: str, number: int) -> str:
    """Return the path of a further page (from 1) of a list."""
    return path if number == 1 else f"{path.removesuffix('.html')}-{number}.html"


def link(path: str) -> str:
    """Write a path as a relative address."""
    return quote(path)


@lru_cache(maxsize=4096)
def _name(document: str) -> str:
    return document if _PLAIN.fullmatch(document) else _hashed(document)


@lru_cache(maxsize=4096)
def _hashed(name: str) -> str:
    """Return what of a name can stand in a path anywhere, with a hash that tells it from others."""
    from slugify import slugify

    return f"{slugify(name)[:_NAME_CHARS].strip('-') or 'x'}-{sha256(name.encode()).hexdigest()[:8]}"
