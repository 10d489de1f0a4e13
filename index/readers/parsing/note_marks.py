"""The marks of notes in HTML: "figures¹" and the arrow that leads back. They are glued to words and are none.

A mark in brackets, "[1]", reads as one and stays.
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MARK = re.compile(r"\d{1,3}|[*†‡§¶#]{1,3}|[ivx]{1,5}|[a-z]")
_ARROW = re.compile(r"[↩⏎↑↵⤴^\s\ufe0e\ufe0f]*[↩⏎↑↵⤴^][↩⏎↑↵⤴^\s\ufe0e\ufe0f]*\d*")
_NOTE = re.compile(r"foot-?note|end-?note|note-?ref|fn-?ref|\bfn\b|sdfootnote|sidenote", re.IGNORECASE)
_BACK = re.compile(r"(?:foot|end)note-?back|back-?ref|reversefootnote|sdfootnotesym|sdendnotesym", re.IGNORECASE)
_LONGEST = 8  # characters of a mark


def drop_note_marks(tree: "HtmlElement") -> None:
    """Take the marks of notes out of a tree; what stands behind them stays."""
    for link in [each for each in tree.iter("a") if _is_mark(each)]:
        link.drop_tree()


def _is_mark(link: "HtmlElement") -> bool:
    address = link.get("href")
    if address is None or "#" not in address:
        return False
    words = "".join(map(str, link.itertext())).strip()
    if len(words) > _LONGEST:
        return False
    names = " ".join(filter(None, (link.get("class"), link.get("role"), link.get("epub:type"), link.get("rel"))))
    if _ARROW.fullmatch(words) or _BACK.search(names) or "backlink" in names:
        return True
    return bool(_MARK.fullmatch(words)) and (bool(_NOTE.search(names)) or _is_raised(link))


def _is_raised(link: "HtmlElement") -> bool:
    around = link.getparent()
    return any(each.tag == "sup" for each in link.iterdescendants()) or (around is not None and around.tag == "sup")
