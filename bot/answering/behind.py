"""What stands behind "More…": a private card of the acts that do not fit below a card, as far as one may do them."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from discord import ui

from bot.access.permissions import guild_id_of, may_press
from bot.access.rules import Rules
from bot.answering.pages import CardPages, is_private
from bot.answering.threads import may_open
from bot.cards import answers as cards
from bot.cards import lists
from bot.pictures.drawing import can_draw
from bot.replies.buttons import Interaction, question_on
from bot.replies.custom_ids import ButtonId
from bot.replies.reply import Replies
from bot.replies.rows import UNSURE, behind_rows, parted, parted_context
from bot.store.guild_settings import GuildSettings
from bot.wording import cards as wording
from bot.wording import settings as wording_settings
from bot.wording.i18n import gettext as _
from index.errors import UserError
from index.showing.markup import one_line

May = Callable[[Interaction, int, GuildSettings], bool]  # who presses, for whom the card was made, in which server


def may_remove(interaction: Interaction, asker: int, _settings: GuildSettings) -> bool:
    """Tell whether who presses may delete a card that was made for somebody."""
    return interaction.user.id == asker or interaction.permissions.manage_messages


# Who may do what is not for those whom the server lets press the buttons of a card.
RIGHTS: Final[Mapping[str, May]] = {"remove": may_remove, "thread": may_open}


class Behind:
    """Shows the acts behind "More…".

    Args:
        pages: makes cards anew.
        replies: sends what they make.
        rules: the settings of servers.
        further: acts that stand behind every "More…" of a passage, each with who may do it.
    """

    def __init__(
        self, pages: CardPages, replies: Replies, rules: Rules, further: Mapping[str, May] = MappingProxyType({})
    ) -> None:
        self._pages = pages
        self._replies = replies
        self._rules = rules
        self._further = further

    async def show(self, interaction: Interaction, pressed: ButtonId) -> None:
        """Show who pressed what else they may do; who may do none of the card's own acts is told whose they are."""
        settings = await self._rules.settings(guild_id_of(interaction))
        await self._replies.answer(interaction, partial(self._card, interaction, pressed, settings), private=True)

    def _leads_somewhere(self, act: str, interaction: Interaction, page: cards.Page) -> bool:
        """Tell whether there is something to show for an act; of most acts that is sure."""
        scope = self._pages.scope(interaction)
        if page.shown is None or act not in UNSURE:
            return True
        if act == "picture":
            return can_draw()
        if act == "two":
            return len(scope.two_on(question_on(interaction))) == lists.BOTH
        passage = page.shown.passage
        return bool(scope.more_like(passage) if act == "like" else scope.others_on(passage))

    def _card(self, interaction: Interaction, pressed: ButtonId, settings: GuildSettings) -> ui.LayoutView:
        private = is_private(interaction)
        made, is_page = self._pages.shown(interaction, pressed, private=private)
        acts = (parted if is_page else parted_context)(made.page, made.state).behind
        rights = {**RIGHTS, **self._further}
        further = self._further if made.page.shown else ()
        allowed = [act for act in (*acts, *further) if rights.get(act, may_press)(interaction, pressed.asker, settings)]
        if not allowed:
            raise UserError(_(wording_settings.NOT_YOURS))
        allowed = [act for act in allowed if self._leads_somewhere(act, interaction, made.page)]
        if not allowed:
            raise UserError(wording.NOTHING_RELATED)
        shown = made.page.shown.passage.ref if made.page.shown else ""
        is_own = may_press(interaction, pressed.asker, settings)
        said = _(wording.BEHIND) if is_own else f"{_(wording_settings.NOT_YOURS)}\n{_(wording.BEHIND)}"
        head = cards.Page(question_on(interaction), "", 1, 1, 1, ((said,),), f"-# {one_line(shown)}", "none")
        card = None if private or interaction.message is None else interaction.message.id
        return cards.render(head, behind_rows(allowed, pressed, card=card))
