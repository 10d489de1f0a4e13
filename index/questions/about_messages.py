"""Whether a reply asks about the message it replies to ("is that so?"), or something of its own."""

import re

from index.text.wordlists import load_data

_WORD = re.compile(r"[^\W\d_]+")


def is_about_a_message(reply: str) -> bool:
    """Tell whether a reply names nothing itself: all of its words are of those that ask about another message."""
    words = {word.casefold() for word in _WORD.findall(reply)}
    return any(words <= set(listed.split()) for listed in load_data("replied.yaml").values())
