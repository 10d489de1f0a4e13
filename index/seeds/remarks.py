"""What a curator should know of a text's characters: the ones nobody sees. They stay in the text."""

import re
from collections import Counter

from index.messages import N_, Sentence
from index.text.characters import INVISIBLE, ODD_SPACES

_INVISIBLE = re.compile(f"[{INVISIBLE}{ODD_SPACES}]")
_SHOWN = 5
# Templates; and the same where there are more kinds than are listed.
IN_TEXT = (
    N_("The text holds invisible or text-direction characters: {count} ({listed})."),
    N_("The text holds invisible or text-direction characters: {count} ({listed} and {more} more)."),
)
IN_METADATA = (
    N_("The metadata holds invisible or text-direction characters: {count} ({listed})."),
    N_("The metadata holds invisible or text-direction characters: {count} ({listed} and {more} more)."),
)


def invisible_warning(text: str, templates: tuple[str, str] = IN_TEXT) -> str | None:
    """Say in one sentence which invisible and control characters a text holds, or None."""
    odd = [line for line in text.split("\n") if not line.isprintable()]  # few, and the pattern is slow
    if not odd:
        return None
    found = Counter(character for line in odd for character in _INVISIBLE.findall(line))
    if not found:
        return None
    shown = ", ".join(f"U+{ord(character):04X}" for character, _ in found.most_common(_SHOWN))
    more = len(found) - _SHOWN
    return Sentence(templates[more > 0], count=found.total(), listed=shown, more=more)
