"""What a chat's own marks and links add to a question: nothing. Knows no seeds."""

import re

# Mentions of people, roles, channels and the guide's pages, emoji, moments, slash commands, links in brackets.
_MARKS = re.compile(
    r"<(?:@[!&]?\d+|\#\d+|a?:\w+:\d+|t:-?\d+(?::[a-zA-Z])?|/[^<>:]+:\d+|id:\w+|sound:\d+:\d+)>"
    r"|(?<![\w:]):[+a-z_-][a-z0-9_+-]+:(?![\w:])|(?<!\w)@(?:everyone|here)\b",
    re.ASCII,
)
_NAMED_LINK = re.compile(r"\[([^\[\]]+)\]\(<?(?:https?|discord)://[^\s)]*\)", re.IGNORECASE)
_ADDRESS = re.compile(r"<?\b(?:(?:https?|ftp|discord)://|www\.)[^\s<>]+>?|<?\bmailto:[^\s<>]+>?", re.IGNORECASE)
_CODE_LANGUAGE = re.compile(r"```[\w+#-]*\n")
_SIGNS = re.compile(r"\|\||```?|(?<!\w)`|`(?!\w)|~~|\*\*|(?<!\w)__(?=\S)|(?<=\S)__(?!\w)")
_QUOTED = re.compile(r"^\s*(?:>{1,3}|#{1,3}|-#)\s+", re.MULTILINE)
# Most questions hold none of it, and none of the signs in it.
_SIGN = re.compile(r"[<\[`|*~_>@#:.]")
_ANY = re.compile(r"[:<\[`|*~_>@#]|://|www\.|mailto:", re.IGNORECASE)
_ENDING = re.compile(r"[?!.,;:)]+$")


def without_boilerplate(question: str) -> str:
    """Return the words of a question without a chat's marks and without addresses; a named link keeps its name.

    A question without any is returned as it is.
    """
    if _SIGN.search(question) is None or _ANY.search(question) is None:
        return question
    plain = _MARKS.sub(" ", question)
    plain = _NAMED_LINK.sub(r"\1", plain)
    plain = _ADDRESS.sub(_sentence_end, plain)
    plain = _SIGNS.sub(" ", _CODE_LANGUAGE.sub(" ", plain))
    plain = _QUOTED.sub("", plain)
    return question if plain == question else " ".join(plain.split())


def _sentence_end(address: re.Match[str]) -> str:
    """Keep what ends the sentence that an address ends: "have you read https://example.org?"."""
    ending = _ENDING.search(address[0])
    return ending[0] if ending else " "
