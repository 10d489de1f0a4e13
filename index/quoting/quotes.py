"""A quote as it was given: without the marks around it, and in parts where it says that it leaves words out."""

import re
from dataclasses import dataclass
from functools import cached_property

from index.errors import QuestionError
from index.messages import N_
from index.quoting.folding import Folded, plain, shown_quote, without_invisible
from index.quoting.rendering import with_raised_numbers

MAX_QUOTE_CHARS = 4000
MOST_SIDES = 30  # what is in more pieces is no quote of anything

# Atomic throughout, since "....... ." reads as an ellipsis in as many ways as anybody cares to try.
_DOTS = r"(?>[…⋯‥]++|\.(?:[ \u00a0\u2009\u202f]?\.)++|。{2,}+|・{3,}+|･{3,}+)"
_ELLIPSIS = rf"(?>[\[({{<]\s*+(?:{_DOTS}\s*+)++[\])}}>]|{_DOTS})"
_OMISSION = re.compile(_ELLIPSIS)
_MARKS = r"[\s\"'“”„‟«»‹›‘’‚‛「」『』]"
_BEFORE = re.compile(rf"^(?>>|{_MARKS}|{_ELLIPSIS})++")
_BEHIND = re.compile(rf"(?>{_MARKS}|{_ELLIPSIS}[.,;:!?]*+)++$")
_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Quote:
    """A quote without the marks around it."""

    text: str

    @cached_property
    def plain(self) -> str:
        """The quote with all folded that typing changes."""
        return plain(self.text)

    @cached_property
    def bare(self) -> str:
        """The quote without markup and invisible characters."""
        return without_invisible(Folded.of(shown_quote(self.text))).text

    @cached_property
    def plain_bare(self) -> str:
        """The bare quote with all folded that typing changes."""
        return plain(self.bare)

    @cached_property
    def numbered(self) -> str | None:
        """The bare quote with the numbers that a page raises as any others; None where it has no figure."""
        words = with_raised_numbers(self.bare)
        return words if any(map(str.isdigit, words)) else None

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """What stands before, between and behind its ellipses, folded as `plain_bare` is; none where it has none."""
        sides = [plain(side) for side in _OMISSION.split(self.bare) if _WORD.search(side)]
        return tuple(sides) if 1 < len(sides) <= MOST_SIDES else ()


def read_quote(text: str) -> Quote:
    """Take the marks and ellipses off both ends of a quote; raises QuestionError where nothing is left, or too much."""
    text = text.strip()
    bare = text if len(text) > 2 * MAX_QUOTE_CHARS else _BEHIND.sub("", _BEFORE.sub("", text, count=1))
    if not text:
        raise QuestionError(N_("the quote is empty; give the words to look for"))
    if not _WORD.search(bare):
        raise QuestionError(N_('"{quote}" is no quote: it has no words to check'), quote=text[:40])
    if len(bare) > MAX_QUOTE_CHARS:
        raise QuestionError(
            N_("the quote has {count:,} characters; give at most {most:,}"), count=len(bare), most=MAX_QUOTE_CHARS
        )
    return Quote(bare)
