"""The pages of every kind of card, made anew from the text that stands on it at each press. Sends nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.access.permissions import guild_id_of
from bot.answering.chosen import random_pages, sources_pages
from bot.answering.contexts import linked, page_address
from bot.cards import answers as cards
from bot.cards import lists
from bot.cards.documents import answer_pages
from bot.cards.reading import contents_pages
from bot.replies.buttons import Interaction, key_on, question_on
from bot.replies.custom_ids import ButtonId, read_numbered
from bot.replies.rows import CardState
from bot.serving.scope import Scope
from bot.serving.service import Service
from bot.wording import cards as wording
from bot.wording import talk as wording_talk
from bot.wording.i18n import gettext as _
from index.errors import UserError
from index.model import Passage

Pages = Sequence[cards.Page]

# For each kind of card, what makes its pages from a scope and the text that stands on it.
PAGE_MAKERS: Mapping[str, Callable[[Scope, str], Pages]] = {
    "ask": lambda scope, question: answer_pages(scope.ask(question)),
    "literal": lambda scope, question: answer_pages(scope.ask(question, literal=True)),
    "search": lambda scope, text: lists.found_pages(text, scope.search(text)),
    "sources": sources_pages,
    "random": random_pages,
    "seed": lambda scope, document: lists.seed_pages(scope.summarise(document)),
    "caveat": lambda scope, document: cards.caveat_pages(lists.passage_hit(scope.passage(document.partition("#")[0]))),
    "passage": lambda scope, ref: lists.passage_pages(scope.passage(ref)),
    "read": lambda scope, document: contents_pages(scope.passages_of(document)),
    "like": lambda scope, ref: lists.related_pages(ref, _(wording.LIKE), scope.more_like(scope.passage(ref))),
    "others": lambda scope, ref: lists.related_pages(ref, _(wording.OTHERS), scope.others_on(scope.passage(ref))),
    "two": lambda scope, question: lists.two_pages(question, scope.two_on(question)),
}


@dataclass(frozen=True, slots=True)
class Made:
    """A page of a card, and what its buttons have to know."""

    page: cards.Page
    state: CardState


class CardPages:
    """Makes the pages of cards; slow, so it is called in a thread.

    Args:
        service: answers and looks up.
    """

    def __init__(self, service: Service) -> None:
        self._service = service

    def scope(self, interaction: Interaction) -> Scope:
        """Return what may be seen where somebody acts."""
        return self._service.scope(guild_id_of(interaction))

    def linked(self, page: cards.Page) -> cards.Page:
        """Put a link below a page to where its passage can be read on, if there is such a place."""
        return linked(page, self._service.config.web)

    def address(self, passage: Passage) -> str | None:
        """Return the address of a passage's page in the reading room, where it has one."""
        return page_address(passage, self._service.config.web)

    def first(self, guild_id: int | None, kind: str, text: str, asker: int, *, private: bool) -> Made:
        """Make the first page of a card; `guild_id` is the server whose seeds may be seen."""
        every = PAGE_MAKERS[kind](self._service.scope(guild_id), text)
        return Made(self.linked(every[0]), CardState(kind, 0, len(every), asker, private, is_guest=guild_id is None))

    def anew(self, interaction: Interaction, pressed: ButtonId, *, private: bool) -> Made:
        """Make the page of a card that a button names (the last one at most) from the text that stands on it.

        Raises:
            UserError: the passage that the card shows is not in the seeds any more.
        """
        kind, page = page_of(pressed.argument)
        scope = self.scope(interaction)
        if key := key_on(interaction, pressed):
            passage_in(scope, key)
        every = PAGE_MAKERS[kind](scope, question_on(interaction))
        shown = min(page, len(every) - 1)
        is_guest = guild_id_of(interaction) is None
        return Made(self.linked(every[shown]), CardState(kind, shown, len(every), pressed.asker, private, is_guest))

    def shown(self, interaction: Interaction, pressed: ButtonId, *, private: bool) -> tuple[Made, bool]:
        """Make the page on which a button stands, and tell whether that is the page it names.

        It is not where the passage beside a found one is looked at: then the page shows that passage alone.

        Raises:
            UserError: as `anew` does, or the seeds changed, so that the page would show another passage now.
        """
        made = self.anew(interaction, pressed, private=private)
        key = key_on(interaction, pressed)
        if made.page.key == key:
            return made, True
        passage = passage_in(self.scope(interaction), key)
        return Made(self.linked(lists.context_pages(question_on(interaction), passage)[0]), made.state), False


def passage_in(scope: Scope, key: str) -> Passage:
    """Return the passage with a key; raises UserError where its seed changed or went."""
    passage = scope.find(key)
    if passage is None:
        raise UserError(wording.GONE)
    return passage


def page_of(argument: str) -> tuple[str, int]:
    """Read a kind of card and the 0-based page of it that an argument names."""
    kind, page = read_numbered(argument)
    if kind not in PAGE_MAKERS or page is None:
        raise UserError(wording_talk.NOT_OURS)
    return kind, page


def is_private(interaction: Interaction, pressed: ButtonId | None = None) -> bool:
    """Tell whether nobody else sees the card that is acted on; its card of acts counts for it."""
    if pressed is not None and pressed.is_beside:
        return False
    return interaction.message is not None and interaction.message.flags.ephemeral
