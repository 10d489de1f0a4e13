"""Values of the metadata, each to what its field holds; an error says what it should have been. It knows no file."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from index.errors import LibraryError
from index.messages import N_
from index.seeds.metadata.entries import MetadataValue
from index.text.wordlists import load_data

TRUTH = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
_WIKILINK = re.compile(r"\[\[(?P<page>[^\]|#]+)(?:#[^\]|]*)?(?:\|(?P<shown>[^\]]+))?\]\]")
_MARKDOWN_LINK = re.compile(r"\[(?P<shown>[^\]\[]+)\]\((?P<address>[^)\s]+)[^)]*\)")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*", re.IGNORECASE)
_SCHEME = re.compile(r"(?:https?|javascript|data|file|mailto|ftp):", re.IGNORECASE)


class UnusableError(LibraryError):
    """A value that cannot be used; the sentence says why."""

    code = "value"


def plain_link(words: str) -> str:
    """Return the name that a wikilink or a Markdown link stands for; any other text in one line as it is."""
    words = " ".join(words.split())
    linked = _WIKILINK.fullmatch(words)
    if linked:
        page = linked["page"].rpartition("/")[2].strip()
        shown = (linked["shown"] or "").strip()
        return shown if len(shown.split()) > len(page.split()) else page
    named = _MARKDOWN_LINK.fullmatch(words)
    return named["shown"] if named else words


def _unlisted(value: MetadataValue) -> MetadataValue:
    """Take the one thing out of a list of one, as [[Mira Holt]] is read by YAML."""
    while isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    return value


def text(value: MetadataValue) -> str:
    """Return a text, of several lines perhaps."""
    value = _unlisted(value)
    if not isinstance(value, str):
        raise UnusableError(N_("takes one text, not a list or further keys; put it in quotation marks"))
    return value


def line(value: MetadataValue) -> str:
    """Return a text in one line, without the brackets of a link."""
    return plain_link(text(value))


def texts(value: MetadataValue) -> tuple[str, ...]:
    """Return a text, or each of several."""
    value = _unlisted(value)
    if isinstance(value, tuple) and all(isinstance(each, str) for each in value):
        return tuple(each for each in value if isinstance(each, str) and each)
    return (text(value),)


def named(value: MetadataValue) -> str:
    """Return a text in one line; of a map, the name in it."""
    value = _unlisted(value)
    if isinstance(value, dict):
        value = next((value[key] for key in ("name", "text", "title", "id", "url") if value.get(key)), value)
    return line(value)


def tags(value: MetadataValue) -> tuple[str, ...]:
    """Return tags: a list, or a text with commas or number signs between."""
    found = tuple(_tags(value))
    return tuple(dict.fromkeys(tag for tag in found if tag))


def _tags(value: MetadataValue) -> Iterator[str]:
    if isinstance(value, tuple):
        for each in value:
            yield from _tags(each) if isinstance(each, tuple) else [_tag(each)]
    elif isinstance(value, str):
        words = value.split()
        hashed = len(words) > 1 and all(word.startswith("#") for word in words) and "," not in value
        yield from map(_tag, words if hashed else re.split(r",(?![^\[]*\]\])", value))
    else:
        raise UnusableError(N_("takes a list, or words with commas between"))


def _tag(value: MetadataValue) -> str:
    if not isinstance(value, str):
        raise UnusableError(N_("takes a list, or words with commas between"))
    return plain_link(value).removeprefix("#").strip()


def address(value: MetadataValue, *, words_too: bool) -> str:
    """Return an address of the web, or, where they may stand there too, free words such as a bibliographic reference.

    Of several addresses the first counts.
    """
    value = _unlisted(value)
    if isinstance(value, tuple):
        found = [each for each in value if isinstance(each, str) and _is_web_address(each)]
        value = found[0] if found else value
    stated = " ".join(text(value).split()).strip("<>")
    linked = _MARKDOWN_LINK.fullmatch(stated)
    stated = linked["address"] if linked else plain_link(stated)
    if stated.casefold().startswith("www.") and " " not in stated:
        stated = f"https://{stated}"
    is_address = "://" in stated.partition(" ")[0] or _SCHEME.match(stated) is not None
    if (is_address and not _is_web_address(stated)) or not (is_address or words_too):
        template = N_("{stated!r} is no web address; write https://…, or a reference in words")
        raise UnusableError(template, stated=stated)
    return stated


def is_site_path(value: MetadataValue) -> bool:
    """Whether a value says where on its site a page stands: /frost/, posts/frost.html, /:year/:title."""
    if not isinstance(value, str) or _SCHEME.match(value) or value.casefold().startswith("www."):
        return False
    return "://" not in value and " " not in value.strip()


def _is_web_address(source: str) -> bool:
    try:
        parts = urlsplit(source)
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and " " not in source


def language(value: MetadataValue) -> str:
    """Return a language tag: of one, of a locale such as de_DE, or of a language's name."""
    stated = line(value)
    by_name = load_data("metadata.yaml")["languages"].get(stated.casefold())
    if by_name:
        return str(by_name)
    tag = stated.partition(".")[0].replace("_", "-")
    if not _LANGUAGE.fullmatch(tag):
        raise UnusableError(N_("{stated!r} is no language tag; write en, pt-BR or zh-Hant"), stated=stated)
    primary, separator, rest = tag.partition("-")
    return primary.lower() + separator + rest


def truth(value: MetadataValue) -> bool:
    """Return true or false."""
    stated = line(value)
    if stated.casefold() not in TRUTH:
        raise UnusableError(N_("{stated!r} is neither true nor false"), stated=stated)
    return TRUTH[stated.casefold()]
