"""Options that narrow a command down: how they are completed, and what they come to."""

from collections.abc import Iterable
from typing import Final

from discord import app_commands

from bot.cards.markdown import size
from index.answers.completion import Suggestion
from index.answers.filters import ANY, Filter, FilterName
from index.showing.markup import one_line

CHOICE_CHARS: Final = 100  # a choice of an autocompletion has no more
FilterValue = app_commands.Range[str, 1, CHOICE_CHARS]
Choices = list[app_commands.Choice[str]]
_MARKS: Final = str.maketrans(dict.fromkeys('"[]', " "))  # in which filters stand on a card


def filters_of(*, author: str | None = None, seed: str | None = None, tag: str | None = None) -> tuple[Filter, ...]:
    """Return the filters that options come to; those that were not used are none."""
    given: tuple[tuple[FilterName, str | None], ...] = (("author", author), ("seed", seed), ("tag", tag))
    return tuple(Filter(name, _plain(value)) for name, value in given if value and _plain(value).strip(ANY))


def _plain(value: str) -> str:
    return " ".join(value.translate(_MARKS).split())


def choices(suggestions: Iterable[Suggestion]) -> Choices:
    """Show each with whose it is; what is chosen is the name alone."""
    return [
        app_commands.Choice(name=_shortened(each), value=each.name)
        for each in suggestions
        if len(each.name) <= CHOICE_CHARS
    ]


def _shortened(suggestion: Suggestion) -> str:
    about = one_line(suggestion.about)
    shown = f"{suggestion.name} · {about}" if about else suggestion.name
    if size(shown) <= CHOICE_CHARS:
        return shown
    kept = shown[: CHOICE_CHARS - 1]
    while size(kept) >= CHOICE_CHARS:  # a character may count as two
        kept = kept[:-1]
    return f"{kept}…"
