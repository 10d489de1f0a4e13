# ruff: noqa: E501 a piece of a page stands in one line
"""Web pages for tests: an essay of our own words inside the templates that pages come in."""

from index.marking.caveats import find_caveats
from index.model import Caveat, Document
from index.seeds.seed import read_seed

ESSAY = (
    "The upper weir was built of oak piles in the spring of 1784, when the miller had quarrelled with the tanner over water.",
    "Two ledgers were kept: one for the bailiff, in a clean hand, and another for the miller himself, with the true sums.",
    "Every third autumn the sluice was lowered, and the boys of the village gathered eels from the mud with their hands.",
    "When the railway came, flour from the plains was cheaper than barley from the hill, and the stones stood still.",
    "What is left is a wall of nine courses, a millstone that serves as a doorstep, and a name on the newest map.",
)
PARAGRAPHS = "".join(f"<p>{words}</p>\n" for words in ESSAY)


def page(body: str, head: str = "", *, language: str = "en", around: str = "") -> bytes:
    """Return a whole page with a body; `around` stands before it, as a site's menu does."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">{head}</head>'
        f"<body>{around}{body}</body></html>"
    ).encode()


def article(after: str = "", before: str = "", head: str = "", *, language: str = "en") -> bytes:
    """Return a page of the essay, with more above and below its paragraphs."""
    menu = '<nav class="menu"><ul><li><a href="/">Start</a></li><li><a href="/mills">All mills</a></li></ul></nav>'
    text = f"<main>{before}<article><h1>The upper weir</h1>{PARAGRAPHS}</article></main>{after}"
    return page(text, head, language=language, around=menu)


def read_page(data: bytes, name: str = "page.html") -> Document:
    """Read a page as a seed is read."""
    (document,) = read_seed(data, name, seed="page")
    return document


def author_caveats(data: bytes) -> list[str]:
    """Return the words that a page's passages carry as their author's caution."""
    return [each.text for each in _caveats(data) if each.by == "author"]


def _caveats(data: bytes) -> tuple[Caveat, ...]:
    return find_caveats(read_page(data))
