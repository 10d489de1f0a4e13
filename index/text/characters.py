"""Characters on which every room must agree: those that nobody sees, apostrophes, and those that are compared as one.

Each constant is what stands between the brackets of a class in a pattern, of `re` as of `regex`.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

import regex

# As typed and as printed: don't, don’t, donʼt, don‘t, don＇t.
APOSTROPHES: Final = "'’ʼ‘＇"
LETTER_APOSTROPHE: Final = "ʼ"  # the one that Unicode counts among the letters

# Chinese characters and kana, of which no space tells where a word ends.
UNSPACED: Final = r"\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"

# Controls that part words as a space does: page feeds and the like.
ODD_SPACES: Final = r"\x0b-\x0d\x1c-\x1f\x85"
# All other controls, and the format characters that do nothing but reorder or split what is read.
UNSEEN: Final = (
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    r"\ufeff\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001"
)
# Unseen themselves, but seen by what they do, so that they are shown: joiners (Persian, composed emoji), tags (flags),
# signs around digits (Arabic, Syriac, Kaithi), what arranges hieroglyphs. A copy may lack them.
INVISIBLE: Final = (
    UNSEEN + r"\u200c\u200d\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f"
    r"\U000e0020-\U000e007f"
)

_PIECE_CHARS = 1 << 8
_UNSEEN = re.compile(f"[{UNSEEN}]+")
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_ODD_SPACES = re.compile(f"[{ODD_SPACES}]")
_FOLDED_SCRIPTS = regex.compile(r"[\p{Latin}\p{Greek}\p{Cyrillic}\p{Arabic}\p{Hebrew}]")
_ONE_LETTER = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t"}
    | {"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": ""}
)


def visible(text: str) -> str:
    """Leave out what cannot be seen but changes how the rest reads; unusual white space becomes a space."""
    return text if text.isprintable() else _UNSEEN.sub("", _ODD_SPACES.sub(" ", text))


def without_invisible(text: str) -> str:
    """Leave out every invisible character, also those that are seen by their effect; for comparing, not for showing."""
    return text if text.isprintable() else _INVISIBLE.sub("", text)


def fold(word: str, *, marks: bool = False) -> str:
    """Fold case, compatibility forms, invisible characters and, in scripts that read well without, marks.

    Args:
        word: one word.
        marks: keep the marks.
    """
    if word.isascii():
        return (word if word.isprintable() else without_invisible(word)).lower()
    word = unicodedata.normalize("NFKC", word).casefold()
    if not word.isalpha() or not unicodedata.is_normalized("NFD", word):  # else it has no marks
        word = without_invisible(word)
        word = unicodedata.normalize("NFC", word) if marks else "".join(_without_marks(word))
    word = word.translate(_ONE_LETTER)
    return "".join(str(unicodedata.decimal(digit)) for digit in word) if word.isdecimal() else word


def _without_marks(word: str) -> Iterator[str]:
    folding = False
    for character in unicodedata.normalize("NFD", word):
        if unicodedata.combining(character):
            if not folding:
                yield character
            continue
        folding = bool(_FOLDED_SCRIPTS.match(character))
        yield character


def casefolded(text: str) -> str:
    """Fold the case of a long text: `str.casefold` takes twelve bytes a character for all of it at once.

    In pieces so small that most are in ASCII, which is folded at a tenth of the cost.
    """
    return "".join([text[start : start + _PIECE_CHARS].casefold() for start in range(0, len(text), _PIECE_CHARS)])


def decodes(data: bytes, encoding: str) -> bool:
    """Tell whether bytes are text in an encoding; no encoding of an unknown name is."""
    try:
        data.decode(encoding)
    except (LookupError, UnicodeError):
        return False
    return True
