"""How a passage was found that words alone would not have found, in the words of every face."""

from bot.wording import cards as wording
from bot.wording.i18n import gettext as _
from bot.wording.i18n import language
from index.model import Hit
from index.showing.found import is_by_meaning


def found_how(hit: Hit) -> tuple[str, ...]:
    """Say that a hit was found by meaning, or in another language than the question's; nothing of any other."""
    by_meaning = (_(wording.BY_MEANING),) if is_by_meaning(hit) else ()
    return (*by_meaning, *((found_in(hit.found_in),) if hit.found_in else ()))


def found_in(tag: str) -> str:
    """Say in which language something was found: "found in German"."""
    from babel import Locale  # here, since few hits are in another language

    names = Locale.parse(language()).languages
    return _(wording.FOUND_IN).format(language=names.get(tag, tag))
