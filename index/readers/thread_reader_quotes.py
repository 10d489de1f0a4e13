"""Posts that a thread quotes: in an export they stand among the author's, under the name of who wrote them."""

import re
from collections.abc import Iterator, Sequence

from index.messages import Sentence
from index.model import Block
from index.readers.left_out.cutting import Cut

REASON = Sentence("Left out: posts of others that the thread quotes.")

_WORD = r"(?:[^\Wa-z_][^\s@]*|[^\w\s@]+)"  # of a name: it begins with a capital letter, or is a picture
_NAME = rf"{_WORD}(?: (?:{_WORD}|de|van|von|der|la|di)){{0,4}}"
_HANDLE = r"\(?@\w{1,30}(?:\.[\w.]{1,60})?\)?"
_DAY = (
    r"(?: ?[·•|,–—-]? ?(?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?|\d{1,2} [A-Z][a-z]{2,8}(?: \d{4})?"
    r"|\d{1,3}[smhd]|\d{4}-\d\d-\d\d))?"
)
_QUOTING = r"(?:Quote(?:d| tweet| post)?|Quoting|Replying to|Reply to|In reply to)[ :]+"
_ABOVE = re.compile(
    rf"{_NAME} *\n? *{_HANDLE}{_DAY}:?"
    rf"|{_QUOTING}(?:{_NAME} *)?{_HANDLE}{_DAY}:?"
    rf"|{_HANDLE}(?: (?:wrote|said|tweeted|posted))?{_DAY}:"
)
_BELOW = re.compile(rf"[—–-]{{1,2}} ?{_NAME} *{_HANDLE}{_DAY}")
_WHO = re.compile(r"@(\w+)")
_NUMBERED = re.compile(r"\W{0,3}\d{1,3}\s?[/.)]")
_LINK = re.compile(r"(?:https?://)?(?:www\.|mobile\.)?(?:twitter|x)\.com/(?P<who>\w+)/status/\d+\S*", re.IGNORECASE)
_ENOUGH = 2  # numbered posts of a thread that numbers them


def quoted_posts(text: str, posts: Sequence[Block], own: frozenset[str]) -> Iterator[Cut]:
    """Yield the posts of others among those of an export.

    Args:
        text: of the export.
        posts: all of them, in order.
        own: the author's handles, in lower case, without "@".
    """
    words = [text[post.start : post.end] for post in posts]
    is_numbered = sum(bool(_NUMBERED.match(each)) for each in words) >= _ENOUGH
    number = 0
    while number < len(posts):
        below = number + 1 < len(posts) and _is_others(_BELOW.fullmatch(words[number + 1]), own)
        first = number + _headers(words, number, own)
        if below:
            stop = number + 2
        elif number < first < len(posts):
            stop = _stop(words, first, is_numbered=is_numbered)
        else:
            stop = number
        if stop > max(first, number):
            yield Cut(posts[number].start, posts[stop - 1].end, REASON)
        number = max(stop, number + 1)


def _headers(words: Sequence[str], number: int, own: frozenset[str]) -> int:
    """Count the posts from one on that do nothing but name who wrote the next one: none, one or two."""
    for count in (1, 2):
        together = "\n".join(words[number : number + count])
        if _is_others(_ABOVE.fullmatch(together), own):
            return count
    return 0


def _is_others(found: re.Match[str] | None, own: frozenset[str]) -> bool:
    who = _WHO.search(found[0]) if found else None
    return who is not None and who[1].casefold() not in own


def _stop(words: Sequence[str], first: int, *, is_numbered: bool) -> int:
    """Return the post after what is quoted: the next numbered one, else the one after the first or after its link."""
    if is_numbered:
        return next((number for number in range(first, len(words)) if _NUMBERED.match(words[number])), first + 1)
    is_link = first + 1 < len(words) and _LINK.fullmatch(words[first + 1])
    return first + 1 + bool(is_link)
