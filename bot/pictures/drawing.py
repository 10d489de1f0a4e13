"""Draws pictures of passages by Typst, which shapes every script, breaks lines and takes fonts of the system.

Imported where a picture is drawn. Typst is an extra (`caveat[pictures]`); `can_draw` tells whether it is there.
"""

import json
import re
from dataclasses import asdict
from importlib import resources
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Final

from bot.pictures.words import PictureWords
from bot.wording import cards as wording
from bot.wording.i18n import language
from index.errors import UserError

if TYPE_CHECKING:
    from typst import Compiler

DOTS_PER_INCH: Final = 72.0  # so that a point of the template is a pixel
_UNDRAWN: Final = re.compile(r"the text `\"(.+?)\"`")  # as Typst names what no font of its has
_ARCHIVED: Final = "a-2b"  # the kind of PDF in which no letter may be missing: Typst tells it only there


def can_draw() -> bool:
    """Tell whether pictures can be drawn here."""
    return find_spec("typst") is not None


class UndrawableError(UserError):
    """No font here has a letter of the passage; the message names it."""

    code = "undrawable"


class Drawing:
    """Draws one picture at a time, for any thread; finds the fonts of the system when it draws the first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._compiler: Compiler | None = None

    def png(self, words: PictureWords) -> bytes:
        """Draw a picture, 1,200 pixels wide and at least 630 high.

        Raises:
            UndrawableError: no font has one of its letters.
        """
        data = asdict(words) | {"language": words.language.partition("-")[0] or language(), "ours": language()}
        with self._lock:
            compiler = self._compiler = self._compiler or _compiler()
            inputs = {"picture": json.dumps(data, ensure_ascii=False)}
            template = (resources.files("bot.pictures") / "passage.typ").read_bytes()
            _check_letters(compiler, template, inputs)
            drawn = compiler.compile(template, format="png", ppi=DOTS_PER_INCH, sys_inputs=inputs)
        assert isinstance(drawn, bytes), "one page was asked for"  # noqa: S101 the impossible
        return drawn


def _compiler() -> "Compiler":
    from typst import Compiler

    return Compiler()


def _check_letters(compiler: "Compiler", template: bytes, inputs: dict[str, str]) -> None:
    """Refuse what would be drawn with empty boxes in place of letters."""
    from typst import TypstError

    try:
        compiler.compile(template, format="pdf", pdf_standards=_ARCHIVED, sys_inputs=inputs)
    except TypstError as err:
        if found := _UNDRAWN.search(str(err)):
            raise UndrawableError(wording.UNDRAWABLE, letter=found[1]) from None
        raise
