"""Dates and citations in the reader's language. What a seed states is never translated; knows no layout."""

from dataclasses import fields
from datetime import date
from typing import Final

from bot.i18n import ENGLISH, gettext, language
from index.citations import Words, date_parts
from index.citations import plain_date as english_date

# How a date is written in another language, by what is stated of it (https://cldr.unicode.org, availableFormats).
_SKELETONS: Final = {2: "yMMMM", 3: "yMMMMd"}


def plain_date(stated: str) -> str:
    """Write out a date at the precision it is stated; what is no such date stays as the seed states it."""
    parts = date_parts(stated)
    if language() == ENGLISH or len(parts) not in _SKELETONS:
        return english_date(stated)
    from babel.dates import format_skeleton

    year, month, day = (*parts, 1)[:3]
    return format_skeleton(_SKELETONS[len(parts)], date(year, month, day), locale=language())


def words() -> Words:
    """Return the library's words for citations, in the reader's language."""
    said = {field.name: gettext(str(field.default)) for field in fields(Words) if field.name != "date"}
    return Words(**said, date=plain_date)
