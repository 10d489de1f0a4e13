"""Leaves out of a question what Discord writes for people, roles, channels and emoji: names of nothing in the seeds."""

import re

# https://discord.com/developers/docs/reference#message-formatting
_REFERENCE = re.compile(
    r"<(?:@[!&]?\d+|#\d+|id:\w+|/[^:>]+:\d+|a?:\w+:\d+|t:-?\d+(?::[tTdDfFR])?)>|(?<!\w)@(?:everyone|here)\b"
)


def without_mentions(words: str) -> str:
    """Return words without what Discord shows in place of a number, and without the gaps that it leaves."""
    if _REFERENCE.search(words) is None:
        return words.strip()
    return re.sub(r"[^\S\n]{2,}", " ", _REFERENCE.sub(" ", words)).strip()
