"""Retweets, forwarded messages and quoted posts: other people's words, which must never pass for the author's."""

import re
from collections.abc import Iterable

from index.messages import Sentence
from index.model import Block

_MARK = re.compile(
    r"\s*(?:"
    r"RT @\w+:?\s"
    r"|(?:Forwarded|Reposted) (?:message )?from:? [^\n.]{1,80}(?=\n|\Z)"
    r"|-{2,}\s*(?:Forwarded|Original) message\s*-{2,}"
    r"|Originally posted by:? @?\w"
    r"|(?:Quote|Quoted) (?:tweet|post)[ :]*\n\s*\S"
    r")",
    re.IGNORECASE,
)
_SHOWN_CHARS = 60


def leave_out(text: str, blocks: Iterable[Block]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Drop the blocks that say of themselves that they are somebody else's words; return the rest and why."""
    kept: list[Block] = []
    warnings: list[str] = []
    for block in blocks:
        if _MARK.match(text, block.start, block.end):
            shown = " ".join(text[block.start : block.end][:_SHOWN_CHARS].split())
            warnings.append(Sentence("Left out as somebody else's words: “{words} …”.", words=shown))
        else:
            kept.append(block)
    return tuple(kept), tuple(warnings)
