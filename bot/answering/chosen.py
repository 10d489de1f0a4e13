"""Cards of what is chosen by filters rather than by a question: a list of seeds, a passage by chance."""

from collections.abc import Sequence

from bot.cards import lists
from bot.cards.answers import Page
from bot.serving.scope import Scope
from bot.wording import cards as wording
from index.answers.filters import split_question


def sources_pages(scope: Scope, text: str) -> Sequence[Page]:
    """List the seeds that pass the filters at the end of what stands on the card."""
    filters = split_question(text)[1]
    return lists.seeds_pages([scope.passage(f"{each.id}#1") for each in scope.documents(filters)], filters)


def random_pages(scope: Scope, text: str) -> Sequence[Page]:
    """Show a passage by chance, at first; a card that shows one already stays with it."""
    ref, filters = split_question(text)
    passage = scope.passage(ref) if ref else scope.by_chance(filters)
    return lists.passage_pages(passage, shown_as=wording.BY_CHANCE)
