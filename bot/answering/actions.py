"""What the buttons of a card do, and the cards they lead to.

Whoever presses is checked at every press, as the server has set it, and passages are looked up by their
key, so a card whose seed changed since says so.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType
from typing import Any

import discord
from discord import ui

from bot.access.gate import Gate
from bot.access.permissions import guild_id_of, may_share
from bot.access.rules import Rules
from bot.answering.asking import Asking, Question, RecentDocuments
from bot.answering.counting import UsageKeeper
from bot.answering.gaps import GapKeeper
from bot.cards import answers as cards
from bot.cards import lists
from bot.cards.documents import answer_pages
from bot.replies.buttons import (
    Act,
    CardState,
    Interaction,
    ask_more_form,
    context_rows,
    key_on,
    kind_on,
    question_on,
    rows,
    shown_key,
)
from bot.replies.custom_ids import ButtonId, read_numbered
from bot.replies.reply import Replies
from bot.serving.scope import Scope
from bot.serving.service import Service
from bot.store.queries.feedback import Feedback
from bot.store.store import Store
from bot.wording import cards as wording
from bot.wording import talk as wording_talk
from bot.wording.i18n import counted
from bot.wording.i18n import gettext as _
from index.errors import UserError
from index.model import Passage

Pages = Sequence[cards.Page]
CardPage = tuple[cards.Page, Sequence[ui.ActionRow[Any]]]  # a page and its buttons


# For each kind of card, what makes its pages from a scope and the text that stands on it.
PAGE_MAKERS: Mapping[str, Callable[[Scope, str], Pages]] = {
    "ask": lambda scope, question: answer_pages(scope.ask(question)),
    "literal": lambda scope, question: answer_pages(scope.ask(question, literal=True)),
    "search": lambda scope, text: lists.found_pages(text, scope.search(text)),
    "sources": lambda scope, _: lists.seeds_pages([scope.passage(f"{each.id}#1") for each in scope.documents()]),
    "seed": lambda scope, document: lists.seed_pages(scope.summarise(document)),
    "caveat": lambda scope, document: lists.caveat_pages(scope.passage(f"{document}#1")),
    "passage": lambda scope, ref: lists.passage_pages(scope.passage(ref)),
}


class Acts:
    """Makes cards, and acts when a button on one is pressed.

    Args:
        service: answers.
        replies: sends what they make.
        gate: which presses this worker answers.
        store: keeps verdicts.
        rules: who may press what where.
        handlers: what buttons do that only curators and admins have, each with its own check of who presses.
        usage: counts what is asked; one of its own where none is given.
    """

    def __init__(  # noqa: PLR0913 what acts are made of
        self,
        service: Service,
        replies: Replies,
        gate: Gate,
        store: Store,
        rules: Rules,
        *,
        handlers: Mapping[str, Act] = MappingProxyType({}),
        usage: UsageKeeper | None = None,
    ) -> None:
        self._service = service
        self._replies = replies
        self._gate = gate
        self._store = store
        self._rules = rules
        self._gaps = GapKeeper(store, rules.book, replies.later)
        self.asking = Asking(service, self._gaps, RecentDocuments(), usage or UsageKeeper(store, replies.later))
        self.known: Mapping[str, Act] = {  # by the names that stand in custom ids
            "turn": self._turn,
            "before": partial(self._show_neighbour, 0),
            "after": partial(self._show_neighbour, 1),
            "part": self._part,
            "open": self._open,
            "why": self._why,
            "cite": self._cite,
            "good": partial(self._judge, 1),
            "bad": partial(self._judge, -1),
            "more": self._ask_more,
            "literally": self._search_literally,
            "share": self._share,
            "remove": self._remove,
            **handlers,
        }
        self._checked_elsewhere = {"remove", *handlers}

    def card(self, guild_id: int | None, kind: str, text: str, asker: int, *, private: bool = False) -> ui.LayoutView:
        """Show the first page of a card with its buttons.

        It answers or looks up, so it is slow and called in a thread; `guild_id` tells which server it is for.
        """
        every = PAGE_MAKERS[kind](self._service.scope(guild_id), text)
        return cards.render(every[0], rows(every[0], CardState(kind, 0, len(every), asker, private)))

    def _made_anew(self, interaction: Interaction, pressed: ButtonId, *, private: bool) -> CardPage:
        """Make the page of a card that a button names (the last one at most) from the text that stands on it.

        Raises:
            UserError: the passage that the card shows is not in the seeds any more.
        """
        kind, page = _page(pressed.argument)
        scope = self._service.scope(guild_id_of(interaction))
        if key := key_on(interaction, pressed):
            _passage(scope, key)
        every = PAGE_MAKERS[kind](scope, question_on(interaction))
        shown = min(page, len(every) - 1)
        return every[shown], rows(every[shown], CardState(kind, shown, len(every), pressed.asker, private))

    async def press(self, interaction: Interaction, pressed: ButtonId) -> None:
        """Act on a press, if this worker answers here and the person may."""
        if not self._gate.takes(interaction.id, interaction.guild):
            return
        await self._rules.speak_to(interaction)
        action = pressed.action
        if action not in self.known:
            await self._replies.tell(interaction, _(wording_talk.NOT_OURS))
        elif action in self._checked_elsewhere or await self._rules.admits_press(interaction, pressed.asker):
            await self.known[action](interaction, pressed)

    async def _turn(self, interaction: Interaction, pressed: ButtonId) -> None:
        private = _is_private(interaction)
        await self._replies.update(
            interaction, lambda: cards.render(*self._made_anew(interaction, pressed, private=private))
        )

    async def _show_neighbour(self, side: int, interaction: Interaction, pressed: ButtonId) -> None:
        origin = _origin(pressed.argument, pressed.asker)

        def make() -> ui.LayoutView:
            scope = self._service.scope(guild_id_of(interaction))
            neighbour = scope.neighbours(_passage(scope, pressed.key))[side]
            if neighbour is None:
                raise UserError(wording.END if side else wording.BEGINNING)
            return _context(question_on(interaction), neighbour, 0, origin)

        await self._replies.update(interaction, make)

    async def _part(self, interaction: Interaction, pressed: ButtonId) -> None:
        there, part = read_numbered(pressed.argument)
        origin = _origin(there, pressed.asker)

        def make() -> ui.LayoutView:
            passage = _passage(self._service.scope(guild_id_of(interaction)), pressed.key)
            return _context(question_on(interaction), passage, part or 0, origin)

        await self._replies.update(interaction, make)

    async def _open(self, interaction: Interaction, pressed: ButtonId) -> None:
        who, guild_id, private = interaction.user.id, guild_id_of(interaction), _is_private(interaction)

        def make() -> ui.LayoutView:
            ref = _passage(self._service.scope(guild_id), pressed.key).ref
            return self.card(guild_id, "passage", ref, who, private=private)

        await self._replies.answer(interaction, make, private=private)

    async def _why(self, interaction: Interaction, pressed: ButtonId) -> None:
        def make() -> ui.LayoutView:
            question, scope = question_on(interaction), self._service.scope(guild_id_of(interaction))
            return cards.render(lists.why_pages(question, scope.explain(question, _passage(scope, pressed.key)))[0])

        await self._replies.answer(interaction, make, private=True)

    async def _cite(self, interaction: Interaction, pressed: ButtonId) -> None:
        accessed = datetime.now(UTC).date()

        def make() -> list[ui.LayoutView]:
            passage = _passage(self._service.scope(guild_id_of(interaction)), pressed.key)
            return [cards.render(page) for page in lists.cite_pages(passage, accessed)]

        await self._replies.answer_pages(interaction, make)

    async def _judge(self, verdict: int, interaction: Interaction, pressed: ButtonId) -> None:
        def make() -> ui.LayoutView:
            scope = self._service.scope(guild_id_of(interaction))
            is_another = self._store.record_feedback(
                Feedback(
                    passage_key=_passage(scope, pressed.key).key,
                    generation=scope.generation,
                    guild_id=guild_id_of(interaction),
                    user_id=interaction.user.id,
                    verdict=1 if verdict > 0 else -1,
                    at=datetime.now(UTC),
                )
            )
            if verdict < 0 and is_another and kind_on(interaction, pressed) == "ask":
                private = _is_private(interaction)
                self._gaps.keep(guild_id_of(interaction), question_on(interaction), "thumbs_down", private=private)
            return cards.note(_(wording.THANKS))

        await self._replies.answer(interaction, make, private=True)

    async def _ask_more(self, interaction: Interaction, pressed: ButtonId) -> None:
        question_on(interaction)  # a card that shows none cannot be followed up, and the form would be in vain
        await self._replies.open_form(interaction, ask_more_form(pressed.asker))

    async def follow_up(self, interaction: Interaction, asker: int, question: str) -> None:
        """Answer the form behind "Ask more", with the question on its card as context."""
        if not await self._rules.admits_press(interaction, asker):
            return
        who, guild_id, private = interaction.user.id, guild_id_of(interaction), _is_private(interaction)

        def make() -> ui.LayoutView:
            earlier, key = question_on(interaction), shown_key(interaction.message)
            channel = interaction.channel_id or 0
            return self.asking.card(
                Question(question, guild_id, channel, who, private=private, earlier=earlier, key=key)
            )

        await self._replies.answer(interaction, make, private=private)

    async def _search_literally(self, interaction: Interaction, pressed: ButtonId) -> None:
        private, guild_id = _is_private(interaction), guild_id_of(interaction)
        await self._replies.update(
            interaction,
            lambda: self.card(guild_id, "literal", question_on(interaction), pressed.asker, private=private),
        )

    async def _share(self, interaction: Interaction, pressed: ButtonId) -> None:
        if not may_share(interaction, pressed.asker):
            await self._replies.tell(interaction, _(wording.NOT_SHARED))
            return

        def make() -> ui.LayoutView:
            page, buttons = self._made_anew(interaction, pressed, private=False)
            if page.key != key_on(interaction, pressed):  # other seeds, another order: not what they want to show
                raise UserError(wording.GONE)
            return cards.render(page, buttons)

        await self._replies.answer(interaction, make, private=False)

    async def _remove(self, interaction: Interaction, pressed: ButtonId) -> None:
        if interaction.user.id != pressed.asker and not interaction.permissions.manage_messages:
            await self._replies.tell(interaction, _(wording.NOT_REMOVED))
            return
        await self._replies.remove(interaction)


def _passage(scope: Scope, key: str) -> Passage:
    passage = scope.find(key)
    if passage is None:
        raise UserError(wording.GONE)
    return passage


def _page(argument: str) -> tuple[str, int]:
    """Read a kind of card and the 0-based page of it that an argument names."""
    kind, page = read_numbered(argument)
    if kind not in PAGE_MAKERS or page is None:
        raise UserError(wording_talk.NOT_OURS)
    return kind, page


def _origin(argument: str, asker: int) -> CardState:
    """Return the page from which the passages beside one are looked at."""
    kind, page = _page(argument)
    return CardState(kind, page, page + 1, asker, private=False)


def _context(question: str, passage: Passage, part: int, origin: CardState) -> ui.LayoutView:
    every = lists.context_pages(question, passage)
    shown = min(part, len(every) - 1)
    return cards.render(every[shown], context_rows(passage.key, shown, len(every), origin))


def _is_private(interaction: Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def forget(store: Store, user: discord.abc.User) -> str:
    """Remove what is stored of a person, and say how much that was."""
    return counted(wording.FORGOTTEN, store.delete_user(user.id))
