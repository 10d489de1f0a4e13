"""What the buttons of a card do, and the cards they lead to.

Whoever presses is checked at every press, as the server has set it, and passages are looked up by their
key, so a card whose seed changed since says so.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType
from typing import Final

import discord
from discord import ui

from bot.access.gate import Gate
from bot.access.permissions import guild_id_of
from bot.access.rules import Rules
from bot.answering.asking import Asking, Question, RecentDocuments
from bot.answering.behind import Behind, May
from bot.answering.counting import UsageKeeper
from bot.answering.gaps import GapKeeper
from bot.answering.pages import CardPages, is_private, page_of, passage_in
from bot.answering.passing_on import PassingOn
from bot.answering.threads import AnswerThreads
from bot.cards import answers as cards
from bot.cards import lists
from bot.replies.buttons import (
    Act,
    Interaction,
    ask_more_form,
    kind_on,
    question_on,
    shown_key,
)
from bot.replies.custom_ids import ButtonId, FollowUpId, read_numbered
from bot.replies.reply import Replies
from bot.replies.rows import CardState, context_rows, rows
from bot.serving.service import Service
from bot.store.queries.feedback import Feedback
from bot.store.store import Store
from bot.wording import cards as wording
from bot.wording import talk as wording_talk
from bot.wording.i18n import counted
from bot.wording.i18n import gettext as _
from index.errors import UserError
from index.model import Passage

FOR_EVERYBODY: Final = frozenset(("caveat", "rest"))  # what everybody may press, whatever a server has set


class Acts:
    """Makes cards, and acts when a button on one is pressed.

    Args:
        service: answers.
        replies: sends what they make.
        gate: which presses this worker answers.
        store: keeps verdicts.
        rules: who may press what where.
        handlers: what buttons do that have their own check of who presses.
        further: which of them stand behind every "More…" of a passage, each with who may do it.
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
        further: Mapping[str, May] = MappingProxyType({}),
        usage: UsageKeeper | None = None,
    ) -> None:
        self._service = service
        self._replies = replies
        self._gate = gate
        self._store = store
        self._rules = rules
        self._gaps = GapKeeper(store, rules.book, replies.later)
        self._pages = CardPages(service)
        passing_on = PassingOn(self._pages, replies, store)
        usage = usage or UsageKeeper(store, replies.later)
        self.asking = Asking(service, self._gaps, RecentDocuments(), usage, replies.observer)
        self.known: Mapping[str, Act] = {  # by the names that stand in custom ids
            "turn": self._turn,
            "before": partial(self._show_neighbour, 0),
            "after": partial(self._show_neighbour, 1),
            "part": self._part,
            "open": self._open,
            "why": self._why,
            "cite": passing_on.cite,
            "caveat": passing_on.caveat,
            "save": passing_on.save,
            "picture": passing_on.picture,
            "good": partial(self._judge, 1),
            "bad": partial(self._judge, -1),
            "more": self._ask_more,
            "literally": self._search_literally,
            "share": passing_on.share,
            "remove": passing_on.remove,
            "like": partial(self._relate, "like"),
            "others": partial(self._relate, "others"),
            "two": partial(self._relate, "two"),
            "thread": AnswerThreads(self.asking, replies).open,
            "rest": Behind(self._pages, replies, rules, further).show,
            **handlers,
        }
        self._checked_elsewhere = {"remove", *handlers}

    def card(self, guild_id: int | None, kind: str, text: str, asker: int, *, private: bool = False) -> ui.LayoutView:
        """Show the first page of a card with its buttons.

        It answers or looks up, so it is slow and called in a thread; `guild_id` tells which server it is for.
        """
        made = self._pages.first(guild_id, kind, text, asker, private=private)
        return cards.render(made.page, rows(made.page, made.state))

    async def press(self, interaction: Interaction, pressed: ButtonId) -> None:
        """Act on a press, if this worker answers here and the person may."""
        if not self._gate.takes(interaction.id, interaction.guild):
            return
        await self._rules.speak_to(interaction)
        action = pressed.action
        if action not in self.known:
            await self._replies.tell(interaction, _(wording_talk.NOT_OURS))
        elif action in FOR_EVERYBODY:
            if await self._rules.admits_anybody(interaction):
                await self.known[action](interaction, pressed)
        elif action in self._checked_elsewhere or await self._rules.admits_press(interaction, pressed.asker):
            await self.known[action](interaction, pressed)

    async def _turn(self, interaction: Interaction, pressed: ButtonId) -> None:
        private = is_private(interaction)

        def make() -> ui.LayoutView:
            made = self._pages.anew(interaction, pressed, private=private)
            return cards.render(made.page, rows(made.page, made.state))

        await self._replies.update(interaction, make)

    async def _show_neighbour(self, side: int, interaction: Interaction, pressed: ButtonId) -> None:
        origin = _origin(interaction, pressed.argument, pressed.asker)

        def make() -> ui.LayoutView:
            scope = self._service.scope(guild_id_of(interaction))
            neighbour = scope.neighbours(passage_in(scope, pressed.key))[side]
            if neighbour is None:
                raise UserError(wording.END if side else wording.BEGINNING)
            return self._context(question_on(interaction), neighbour, 0, origin)

        await self._replies.update(interaction, make)

    def _context(self, question: str, passage: Passage, part: int, origin: CardState) -> ui.LayoutView:
        every = lists.context_pages(question, passage)
        shown = min(part, len(every) - 1)
        page = self._pages.linked(every[shown])
        return cards.render(page, context_rows(page, shown, len(every), origin))

    async def _part(self, interaction: Interaction, pressed: ButtonId) -> None:
        there, part = read_numbered(pressed.argument)
        origin = _origin(interaction, there, pressed.asker)

        def make() -> ui.LayoutView:
            passage = passage_in(self._service.scope(guild_id_of(interaction)), pressed.key)
            return self._context(question_on(interaction), passage, part or 0, origin)

        await self._replies.update(interaction, make)

    async def _open(self, interaction: Interaction, pressed: ButtonId) -> None:
        who, guild_id, private = interaction.user.id, guild_id_of(interaction), is_private(interaction)

        def make() -> ui.LayoutView:
            ref = passage_in(self._service.scope(guild_id), pressed.key).ref
            return self.card(guild_id, "passage", ref, who, private=private)

        await self._replies.answer(interaction, make, private=private)

    async def _relate(self, kind: str, interaction: Interaction, pressed: ButtonId) -> None:
        """Show what is related to a passage, or who else answers the question on its card; privately."""
        who, guild_id = interaction.user.id, guild_id_of(interaction)

        def make() -> ui.LayoutView:
            ref = passage_in(self._service.scope(guild_id), pressed.key).ref
            return self.card(guild_id, kind, question_on(interaction) if kind == "two" else ref, who, private=True)

        await self._replies.answer(interaction, make, private=True)

    async def _why(self, interaction: Interaction, pressed: ButtonId) -> None:
        def make() -> ui.LayoutView:
            question, scope = question_on(interaction), self._service.scope(guild_id_of(interaction))
            return cards.render(lists.why_pages(question, scope.explain(question, passage_in(scope, pressed.key)))[0])

        await self._replies.answer(interaction, make, private=True)

    async def _judge(self, verdict: int, interaction: Interaction, pressed: ButtonId) -> None:
        def make() -> ui.LayoutView:
            scope = self._service.scope(guild_id_of(interaction))
            is_another = self._store.record_feedback(
                Feedback(
                    passage_key=passage_in(scope, pressed.key).key,
                    generation=scope.generation,
                    guild_id=guild_id_of(interaction),
                    user_id=interaction.user.id,
                    verdict=1 if verdict > 0 else -1,
                    at=datetime.now(UTC),
                )
            )
            if verdict < 0 and is_another and kind_on(interaction, pressed) == "ask":
                private = is_private(interaction, pressed)
                self._gaps.keep(guild_id_of(interaction), question_on(interaction), "thumbs_down", private=private)
            return cards.note(_(wording.THANKS))

        await self._replies.answer(interaction, make, private=True)

    async def _ask_more(self, interaction: Interaction, pressed: ButtonId) -> None:
        question_on(interaction)  # a card that shows none cannot be followed up, and the form would be in vain
        await self._replies.open_form(interaction, ask_more_form(pressed.asker, is_beside=pressed.is_beside))

    async def follow_up(self, interaction: Interaction, form: FollowUpId, question: str) -> None:
        """Answer the form behind "Ask more", with the question on its card as context."""
        if not await self._rules.admits_press(interaction, form.asker):
            return
        who, guild_id = interaction.user.id, guild_id_of(interaction)
        private = is_private(interaction) and not form.is_beside

        def make() -> ui.LayoutView:
            earlier, key = question_on(interaction), shown_key(interaction.message)
            channel = interaction.channel_id or 0
            return self.asking.card(
                Question(question, guild_id, channel, who, private=private, earlier=earlier, key=key, face="form")
            )

        await self._replies.answer(interaction, make, private=private)

    async def _search_literally(self, interaction: Interaction, pressed: ButtonId) -> None:
        private, guild_id = is_private(interaction), guild_id_of(interaction)
        await self._replies.update(
            interaction,
            lambda: self.card(guild_id, "literal", question_on(interaction), pressed.asker, private=private),
        )


def _origin(interaction: Interaction, argument: str, asker: int) -> CardState:
    """Return the page from which the passages beside one are looked at."""
    kind, page = page_of(argument)
    return CardState(kind, page, page + 1, asker, is_private(interaction), is_guest=guild_id_of(interaction) is None)


def forget(store: Store, service: Service, user: discord.abc.User) -> str:
    """Remove what is stored of a person, seeds that were their messages among it, and say how much that was."""
    for guild_id in store.curators.forget_messages(user.id):
        service.forget_guild(guild_id)  # what is asked next builds it anew, without them
    return counted(wording.FORGOTTEN, store.delete_user(user.id))
