"""What leaves a card for elsewhere, always with the caveats in full: shared, saved, or shown in full to anybody."""

from datetime import UTC, datetime
from hashlib import sha256

from discord import ui

from bot.access.permissions import may_share
from bot.answering.pages import CardPages, Made, passage_in
from bot.cards import answers as cards
from bot.cards import lists
from bot.pictures.drawing import Drawing
from bot.pictures.words import picture_words
from bot.replies.buttons import Interaction, key_on, question_on
from bot.replies.custom_ids import ButtonId
from bot.replies.reply import Replies
from bot.replies.rows import ASKED, rows, saved_rows
from bot.replies.sending import ReplyResult, picture
from bot.store.store import Store
from bot.wording import cards as wording
from bot.wording import citing
from bot.wording.i18n import gettext as _
from index.answered import Hit
from index.errors import UserError


class PassingOn:
    """Shares, saves and cites what a card shows.

    Args:
        pages: makes cards anew.
        replies: sends what they make.
        store: remembers what was shared.
    """

    def __init__(self, pages: CardPages, replies: Replies, store: Store) -> None:
        self._pages = pages
        self._replies = replies
        self._store = store
        self._drawing = Drawing()

    async def caveat(self, interaction: Interaction, pressed: ButtonId) -> None:
        """Show all that stands beside a quote, in full, to whoever wants to see it."""
        await self._replies.answer_pages(
            interaction, lambda: [cards.render(page) for page in cards.caveat_pages(self._hit(interaction, pressed))]
        )

    def _hit(self, interaction: Interaction, pressed: ButtonId) -> Hit:
        """Return the passage on a card; of an answer also what stands for it in other places."""
        scope, key = self._pages.scope(interaction), key_on(interaction, pressed)
        passage = passage_in(scope, key)
        kind = pressed.argument.partition(".")[0]
        if kind in ASKED:
            answer = scope.ask(question_on(interaction), literal=kind == "literal")
            found = next((each for each in answer.hits if each.passage.key == key), None)
            if found is not None:
                return found
        return lists.passage_hit(passage)

    async def share(self, interaction: Interaction, pressed: ButtonId) -> None:
        """Show a private card to everybody where it stands, once; one that Discord refused may be shared again."""
        if not may_share(interaction, pressed.asker):
            await self._replies.tell(interaction, _(wording.NOT_SHARED))
            return
        card = _digest(str(interaction.channel_id), question_on(interaction), pressed.argument, pressed.key)
        is_noted = False

        def make() -> list[ui.LayoutView]:
            nonlocal is_noted
            made = self._pages.anew(interaction, pressed, private=False)
            if made.page.key != key_on(interaction, pressed):  # other seeds, another order: not what they want to show
                raise UserError(wording.GONE)
            if not self._store.share_card(card, datetime.now(UTC)):
                raise UserError(wording.SHARED_ALREADY)
            is_noted = True
            return _whole(made)

        is_delivered = await self._replies.answer_pages(interaction, make, private=False)
        if is_noted and not is_delivered:
            await self._replies.to_thread(lambda: self._store.take_back_sharing(card))

    async def save(self, interaction: Interaction, pressed: ButtonId) -> None:
        """Send a card to who pressed, as a direct message; closed doors are told, and tried no second time."""

        def make() -> list[ui.LayoutView]:
            made, _is_page = self._pages.shown(interaction, pressed, private=False)
            remove = saved_rows(made.page.key, made.state, interaction.user.id)
            return [cards.render(page, remove) for page in cards.whole(made.page)]

        await self._replies.save(interaction, make)

    async def picture(self, interaction: Interaction, pressed: ButtonId) -> None:
        """Draw a passage with its caveat and whose it is, privately; the picture carries the same in words."""

        def make() -> list[ReplyResult]:
            passage = passage_in(self._pages.scope(interaction), key_on(interaction, pressed))
            words = picture_words(passage, citing.words())
            return [
                picture(interaction, wording.PICTURE_FILE.format(key=passage.key), self._drawing.png(words), words.alt)
            ]

        await self._replies.answer_files(interaction, make)

    async def cite(self, interaction: Interaction, pressed: ButtonId) -> None:
        """Give a passage's citation in every form, privately."""
        accessed = datetime.now(UTC).date()

        def make() -> list[ui.LayoutView]:
            passage = passage_in(self._pages.scope(interaction), pressed.key)
            return [cards.render(page) for page in lists.cite_pages(passage, accessed, self._pages.address(passage))]

        await self._replies.answer_pages(interaction, make)

    async def remove(self, interaction: Interaction, pressed: ButtonId) -> None:
        """Delete a card, for who asked and for moderators; from its card of acts by its number."""
        if interaction.user.id != pressed.asker and not interaction.permissions.manage_messages:
            await self._replies.tell(interaction, _(wording.NOT_REMOVED))
            return
        if pressed.is_beside:
            await self._replies.remove_other(interaction, int(pressed.argument))
        else:
            await self._replies.remove(interaction)


def _digest(*parts: str) -> str:
    """Name a card without its words."""
    return sha256("\0".join(parts).encode()).hexdigest()


def _whole(made: Made) -> list[ui.LayoutView]:
    """Render a page with its buttons so that the caveats are in full, on further cards where they are long."""
    first, *further = cards.whole(made.page)
    return [cards.render(first, rows(first, made.state)), *(cards.render(page) for page in further)]
