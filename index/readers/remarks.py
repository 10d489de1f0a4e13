"""What a curator should know of a text's characters: the ones nobody sees. They stay in the text."""

from collections import Counter

import regex

_INVISIBLE = regex.compile(r"(?V1)[[\p{Cf}\p{Cc}]--[\n\t]]")
_SHOWN = 5


def invisible_warning(text: str, where: str = "The text") -> str | None:
    """Say in one sentence which invisible and control characters a text holds, or None."""
    found = Counter(_INVISIBLE.findall(text))
    if not found:
        return None
    shown = ", ".join(f"U+{ord(character):04X}" for character, _ in found.most_common(_SHOWN))
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return f"{where} holds invisible or text-direction characters: {found.total()} ({shown}{more})."
