"""What "Fix this seed" does, from a card's button and from the menu of a message. Checked at each act, in private."""

from typing import TYPE_CHECKING, Any, Final

import discord

from bot.access.permissions import guild_id_of
from bot.cards.answers import Page
from bot.curating.cards import said_page
from bot.curating.fixing import Fixing
from bot.curating.forms import FormInput, SentForm, form
from bot.curating.services import CuratorServices, now
from bot.replies.buttons import Act, Press, shown_key
from bot.replies.custom_ids import ButtonId, FormId, numbered, read_numbered
from bot.replies.reply import Interaction
from bot.seeding.errors import CurationError
from bot.store.queries.seed_acts import Admin
from bot.store.queries.seeds import OWN
from bot.wording import curators as wording
from bot.wording import seeds as wording_seeds
from bot.wording.i18n import gettext as _
from index.model import Passage

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_CHARS: Final = 4_000
LABELS: Final = {
    "caveat": (wording_seeds.CAVEAT, wording_seeds.CAVEAT_HINT),
    "author": (wording_seeds.AUTHORS, wording_seeds.AUTHORS_HINT),
    "published": (wording_seeds.PUBLISHED, wording_seeds.PUBLISHED_HINT),
}


class FixHandlers:
    """Opens the form, states what was typed, takes it back."""

    def __init__(self, services: CuratorServices) -> None:
        self._services = services
        self._fixing = Fixing(services.service, services.store, services.sandbox)
        self.acts: Mapping[str, Act] = {"fix": self._pressed, "fixundo": self._undo}

    async def menu(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form about the passage that a card of ours shows."""
        me = self._services.bot.user
        key = shown_key(message) if me is not None and message.author.id == me.id else ""
        if not key:
            raise CurationError(wording.NOT_A_CARD)
        await self._open(interaction, key)

    async def _pressed(self, interaction: Interaction, pressed: ButtonId) -> None:
        await self._open(interaction, pressed.key)

    async def _open(self, interaction: Interaction, key: str) -> None:
        services, guild_id = self._services, guild_id_of(interaction)
        passage = await services.replies.to_thread(lambda: services.passage(guild_id, key))
        if not await services.admits(interaction, passage.seed):
            return
        found = await services.replies.to_thread(lambda: self._fixing.seed(guild_id, passage))
        inputs = (
            FormInput(name, *LABELS[name], shown, LONGEST_CHARS, is_needed=False) for name, shown in found.shown.items()
        )
        about = FormId("fix", numbered(key, found.version), interaction.user.id)
        await services.replies.open_form(interaction, form(about, wording.FIX, *inputs))

    async def sent(self, interaction: Interaction, sent: SentForm) -> None:
        """State what was typed, re-index, and offer to undo that."""
        key, version = read_numbered(sent.about.argument)
        await self._change(interaction, key, version or 0, sent)

    async def _undo(self, interaction: Interaction, pressed: ButtonId) -> None:
        _name, version = read_numbered(pressed.argument)
        await self._change(interaction, pressed.key, version or 0, None)

    async def _change(self, interaction: Interaction, key: str, version: int, sent: SentForm | None) -> None:
        services, guild_id, by = self._services, guild_id_of(interaction), interaction.user.id
        passage = await services.replies.to_thread(lambda: services.passage(guild_id, key))
        if not await services.admits(interaction, passage.seed):
            return
        admin = Admin(guild_id, by, now()) if guild_id is not None else None
        begun: list[tuple[Page, list[discord.ui.ActionRow[Any]]]] = []

        def work() -> discord.ui.LayoutView:
            if sent is None:
                self._fixing.undo(admin, by, passage, version)
                begun.append((_said(wording.UNDONE, passage), []))
            else:
                after = self._fixing.fix(admin, by, passage, version, sent.values)
                undo = Press(ButtonId("fixundo", numbered("v", after), by, key), _(wording.UNDO))
                begun.append((_said(wording.FIXED, passage), [discord.ui.ActionRow[Any](undo)]))
            return services.indexing.begun(*begun[0])

        async def make() -> discord.ui.LayoutView:
            return await services.replies.aside(work)

        await services.replies.answer(interaction, make, private=True)
        if begun:
            whose = guild_id if passage.seed.startswith(OWN) else None
            await services.indexing.follow(interaction, *begun[0], guild_id=whose)


def _said(template: str, passage: Passage) -> Page:
    return said_page(template, seed=passage.seed.removeprefix(OWN))
