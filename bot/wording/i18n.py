"""Our own words in the reader's language: which one this context speaks, and the catalogues it is looked up in.

English stands in the code and is the fallback for whatever a catalogue lacks. Catalogues are read when they are first
needed, straight from their text, so that no compiled copy of them can be stale. Knows no Discord and no store.
"""

import gettext as catalogues
import logging
import math
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from hashlib import sha256
from importlib import resources
from io import BytesIO
from string import Formatter
from typing import TYPE_CHECKING, Final

from index.messages import N_, NN_, Sentence

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from babel.messages import Message

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "NN_",
    "N_",
    "command_name",
    "counted",
    "fingerprint",
    "gettext",
    "interface_language",
    "language",
    "language_of",
    "ngettext",
    "number",
    "pgettext",
    "said",
    "speak",
    "speaking",
    "terminal_language",
]
log = logging.getLogger(__name__)

ENGLISH: Final = "en"
COMMAND: Final = "command"  # the context of the names of commands
# What each is called by those who speak it; the first part of a BCP 47 tag names it.
LANGUAGES: Final = {ENGLISH: "English", "de": "Deutsch", "es": "Español", "ru": "Русский", "tr": "Türkçe"}
UNGROUPED: Final = 1_000  # below which every one of them writes a whole number alike

_spoken: ContextVar[str] = ContextVar("language", default=ENGLISH)


def gettext(message: str) -> str:
    """Return one of our templates in the language that is spoken here."""
    return _catalogue(_spoken.get()).gettext(message) if message else ""


def ngettext(one: str, many: str, count: float) -> str:
    """Return the template for so many of a thing, in the language that is spoken here."""
    return _catalogue(_spoken.get()).ngettext(one, many, math.ceil(count))


def counted(forms: tuple[str, str], count: float, **values: object) -> str:
    """Fill in the template for so many of a thing; `count` is among its values."""
    return ngettext(*forms, count).format(count=number(count), **values)


def number(value: float, digits: int | None = None) -> str:
    """Write an amount as the language that is spoken here writes it: 10,000 and 0.5, or 10.000 and 0,5.

    Args:
        value: the amount.
        digits: how many stand behind the point; None for those there are, three at most.
    """
    if digits is None and isinstance(value, int) and 0 <= value < UNGROUPED:
        return str(value)
    from babel.numbers import format_decimal

    digits_shown = None if digits is None else "#,##0" + "." * (digits > 0) + "0" * digits
    return format_decimal(value, digits_shown, language())


def pgettext(context: str, message: str) -> str:
    """Return a template that means something else elsewhere, in the language that is spoken here."""
    return _catalogue(_spoken.get()).pgettext(context, message)


def command_name(name: str) -> str:
    """Return what a command is called in the language that is spoken here."""
    return pgettext(COMMAND, name)


def said(sentence: str) -> str:
    """Say a sentence of the library in the language that is spoken here, and the sentences it is made of."""
    if not isinstance(sentence, Sentence):
        return gettext(sentence)
    data = {name: said(value) if isinstance(value, Sentence) else value for name, value in sentence.data.items()}
    template = gettext(sentence.template)
    if sentence.many:
        template = ngettext(sentence.template, sentence.many, int(str(data["count"])))
    return _AMOUNTS.format(template, **data) if data else template


def said_alone(sentence: str) -> str:
    """Say a sentence that stands by itself: with a capital, unless it begins with a name, which stays as it is."""
    words = said(sentence)
    begins_with_name = isinstance(sentence, Sentence) and gettext(sentence.template).startswith("{")
    return words if begins_with_name else words[:1].upper() + words[1:]


class _Amounts(Formatter):
    """Writes what a template marks as an amount, `{count:,}`, as the language does; a line's number is none."""

    def format_field(self, value: object, format_spec: str) -> str:
        """Write one value."""
        if isinstance(value, int | float) and format_spec.startswith(","):
            digits = re.fullmatch(r",\.(\d)f", format_spec)
            return number(value, int(digits[1]) if digits else None)
        return str(super().format_field(value, format_spec))


_AMOUNTS: Final = _Amounts()


def language() -> str:
    """Return the language that is spoken here."""
    return _spoken.get()


def speak(spoken: str) -> None:
    """Speak a language from here on, in this task or thread and in what it starts; one we lack is English."""
    _spoken.set(language_of(spoken))


def terminal_language(environ: Mapping[str, str]) -> str:
    """Return the language that a terminal's environment asks for, by the variables that gettext reads."""
    stated = next(filter(None, map(environ.get, ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return next((language_of(tag) for tag in stated.split(":") if _subtag(tag) in LANGUAGES), ENGLISH)


@contextmanager
def speaking(spoken: str) -> Iterator[None]:
    """Speak a language inside the block."""
    token = _spoken.set(language_of(spoken))
    try:
        yield
    finally:
        _spoken.reset(token)


def language_of(tag: object) -> str:
    """Return the one of our languages that a tag (`pt-BR`, `de_AT.UTF-8`, a Discord locale) means, else English."""
    return name if (name := _subtag(str(tag))) in LANGUAGES else ENGLISH


def _subtag(tag: str) -> str:
    """Return the first part of a tag, which names the language."""
    return re.split(r"[-_.@]", tag, maxsplit=1)[0].lower()


def interface_language(locale: object, override: str | None = None) -> str:
    """Choose the language to speak to somebody.

    Args:
        locale: the person's, or the server's, or what the operator prefers where neither is known.
        override: what a server's settings say, if they say one.
    """
    return language_of(override or locale)


def catalogue_file(name: str) -> "Traversable":
    """Return where a language's catalogue is kept."""
    return resources.files("bot.wording").joinpath("catalogues", f"{name}.po")


@cache
def _catalogue(name: str) -> catalogues.NullTranslations:
    """Read a language's catalogue once; one that is missing or broken is as good as empty."""
    if name == ENGLISH:
        return catalogues.NullTranslations()
    try:
        return catalogues.GNUTranslations(_compiled(name))
    except Exception as err:  # noqa: BLE001 whatever is wrong with a translation, people get their answer
        log.warning("the catalogue %s cannot be read (%s); English is shown instead", name, type(err).__name__)
        return catalogues.NullTranslations()


def fingerprint() -> str:
    """Return a hash of all catalogues, which changes with any translation."""
    found = sha256()
    for name in LANGUAGES:
        with suppress(OSError):
            found.update(catalogue_file(name).read_bytes())
    return found.hexdigest()


def _compiled(name: str) -> BytesIO:
    """Compile a catalogue in memory, without what would break where it is filled in."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    catalogue = read_po(BytesIO(catalogue_file(name).read_bytes()), locale=name, abort_invalid=True)
    for message in [message for message in catalogue if message.id and not _fits(message)]:
        log.warning("the catalogue %s has other placeholders than the English of %r", name, message.id)
        catalogue.delete(message.id, message.context)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return compiled


def _fits(message: "Message") -> bool:
    """Tell whether every form of a translation is filled in with what one of the English forms is."""
    ours = [message.id] if isinstance(message.id, str) else message.id
    theirs = [message.string] if isinstance(message.string, str) else message.string or ()
    known = {name for text in ours for name in placeholders(text)}
    try:
        return all(placeholders(text) <= known for text in theirs if text)
    except ValueError:  # a brace that is never closed
        return False


def placeholders(template: str) -> set[str]:
    """Return the names that a template is filled in with.

    Raises:
        ValueError: a brace in it is never closed.
    """
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}
