"""Dates and citations in the reader's language. What a seed states is never translated; knows no layout."""

from dataclasses import fields
from datetime import date

from bot.wording.i18n import ENGLISH, gettext, language
from index.showing.attribution import Labels, date_parts
from index.showing.attribution import plain_date as english_date


def plain_date(stated: str) -> str:
    """Write out a date at the precision it is stated; what is no such date stays as the seed states it."""
    if language() == ENGLISH:
        return english_date(stated)
    from babel.dates import format_date, format_skeleton

    match date_parts(stated):
        case [year, month, day]:
            return format_date(date(year, month, day), "long", language())
        case [year, month]:
            return format_skeleton("yMMMM", date(year, month, 1), locale=language())
        case _:
            return stated


def words() -> Labels:
    """Return the library's words for citations, in the reader's language."""
    said = {field.name: gettext(str(field.default)) for field in fields(Labels) if field.name != "date"}
    return Labels(**said, date=plain_date)
