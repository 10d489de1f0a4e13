"""What the buttons of a card do, and the cards they lead to.

Whoever presses is checked at every press, as the server has set it, and passages are looked up by their
key, so a card whose seed changed since says so.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

import discord
from discord import ui

from bot import cards, lists, wording
from bot.checks import Gate
from bot.permissions import may_share
from bot.reply import Replies
from bot.rules import Rules
from bot.service import Service
from bot.store.feedback import Feedback
from bot.store.store import Store
from bot.views import Act, AskMore, Interaction, Stand, context_rows, question_on, rows
from index.answer import follow_up
from index.errors import QuestionError
from index.model import Passage

NOT_OURS = "This button leads nowhere any more. Ask again with /ask."

Pages = Sequence[cards.Page]


def page_makers(service: Service) -> dict[str, Callable[[str], Pages]]:
    """Return, for each kind of card, what makes its pages from the text that stands on it."""
    return {
        "ask": lambda question: cards.pages(service.ask(question)),
        "literal": lambda question: cards.pages(service.ask(question, literal=True)),
        "search": lambda text: lists.found_pages(text, service.search(text)),
        "sources": lambda _: lists.seeds_pages([service.passage(f"{each.id}#1") for each in service.documents()]),
        "seed": lambda document: lists.seed_pages(service.summarise(document)),
        "caveat": lambda document: lists.caveat_pages(service.passage(f"{document}#1")),
        "passage": lambda ref: lists.passage_pages(service.passage(ref)),
    }


class Acts:
    """Makes cards, and acts when a button on one is pressed.

    Args:
        service: answers.
        replies: the one door.
        gate: which presses this worker answers.
        store: keeps verdicts.
        rules: who may press what where.
    """

    def __init__(self, service: Service, replies: Replies, gate: Gate, store: Store, rules: Rules) -> None:
        self._service = service
        self._replies = replies
        self._gate = gate
        self._store = store
        self._rules = rules
        self._makers = page_makers(service)
        self.known: Mapping[str, Act] = {
            "turn": self._turn,
            "before": partial(self._around, 0),
            "after": partial(self._around, 1),
            "why": self._why,
            "cite": self._cite,
            "good": partial(self._judge, 1),
            "bad": partial(self._judge, -1),
            "more": self._ask_more,
            "literally": self._search_literally,
            "share": self._share,
            "remove": self._remove,
        }

    def card(self, kind: str, text: str, asker: int, page: int = 0, *, private: bool = False) -> ui.LayoutView:
        """Show one page (0-based, the last one at most) of a card with its buttons.

        It answers or looks up anew, so it is slow and called in a thread.
        """
        every = self._makers[kind](text)
        shown = min(page, len(every) - 1)
        return cards.render(every[shown], rows(every[shown], Stand(kind, shown, len(every), asker, private)))

    async def press(self, interaction: Interaction, action: str, argument: str, asker: int) -> None:
        """Act on a press, if this worker answers here and the person may."""
        if not self._gate.takes(interaction.id, interaction.guild):
            return
        if action not in self.known:
            await self._replies.tell(interaction, NOT_OURS)
        elif action == "remove" or await self._rules.admits_press(interaction, asker):
            await self.known[action](interaction, argument, asker)

    async def _turn(self, interaction: Interaction, argument: str, asker: int) -> None:
        kind, page = self._place(argument)
        private = _is_private(interaction)
        await self._replies.update(
            interaction, lambda: self.card(kind, question_on(interaction), asker, page, private=private)
        )

    async def _around(self, side: int, interaction: Interaction, key: str, asker: int) -> None:
        def make() -> ui.LayoutView:
            neighbour = self._service.neighbours(self._passage(key))[side]
            if neighbour is None:
                raise QuestionError(wording.END if side else wording.BEGINNING)
            shown = lists.context_pages(question_on(interaction), neighbour)[0]
            return cards.render(shown, context_rows(shown, asker))

        await self._replies.update(interaction, make)

    async def _why(self, interaction: Interaction, key: str, _asker: int) -> None:
        def make() -> ui.LayoutView:
            question = question_on(interaction)
            return cards.render(lists.why_pages(question, self._service.explain(question, self._passage(key)))[0])

        await self._replies.answer(interaction, make, private=True)

    async def _cite(self, interaction: Interaction, key: str, _asker: int) -> None:
        accessed = datetime.now(UTC).date()
        await self._replies.answer_pages(
            interaction, lambda: [cards.render(page) for page in lists.cite_pages(self._passage(key), accessed)]
        )

    async def _judge(self, verdict: int, interaction: Interaction, key: str, _asker: int) -> None:
        def make() -> ui.LayoutView:
            self._store.record_feedback(
                Feedback(
                    passage_key=self._passage(key).key,
                    generation=self._service.library.searcher.generation,
                    guild_id=interaction.guild_id,
                    user_id=interaction.user.id,
                    verdict=1 if verdict > 0 else -1,
                    at=datetime.now(UTC),
                )
            )
            return cards.note(wording.THANKS)

        await self._replies.answer(interaction, make, private=True)

    async def _ask_more(self, interaction: Interaction, _key: str, asker: int) -> None:
        earlier = question_on(interaction)
        private = _is_private(interaction)

        async def asked(submitted: Interaction, words: str) -> None:
            if not await self._rules.admits_press(submitted, asker):
                return
            make = partial(self.card, "ask", follow_up(words, earlier), submitted.user.id, private=private)
            await self._replies.answer(submitted, make, private=private)

        await self._replies.open_form(interaction, AskMore(asked))

    async def _search_literally(self, interaction: Interaction, _argument: str, asker: int) -> None:
        private = _is_private(interaction)
        await self._replies.update(
            interaction, lambda: self.card("literal", question_on(interaction), asker, private=private)
        )

    async def _share(self, interaction: Interaction, argument: str, asker: int) -> None:
        if not may_share(interaction, asker):
            await self._replies.tell(interaction, wording.NOT_SHARED)
            return
        kind, page = self._place(argument)
        await self._replies.answer(
            interaction, lambda: self.card(kind, question_on(interaction), asker, page), private=False
        )

    async def _remove(self, interaction: Interaction, _argument: str, asker: int) -> None:
        if interaction.user.id != asker and not interaction.permissions.manage_messages:
            await self._replies.tell(interaction, wording.NOT_REMOVED)
            return
        await self._replies.remove(interaction)

    def _passage(self, key: str) -> Passage:
        passage = self._service.find(key)
        if passage is None:
            raise QuestionError(wording.GONE)
        return passage

    def _place(self, argument: str) -> tuple[str, int]:
        kind, _, page = argument.partition(".")
        if kind not in self._makers or not page.isdecimal():
            raise QuestionError(NOT_OURS)
        return kind, int(page)


def _is_private(interaction: Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def forget(store: Store, user: discord.abc.User) -> str:
    """Remove what is stored of a person, and say how much that was."""
    return wording.FORGOTTEN.format(count=store.delete_user(user.id))
