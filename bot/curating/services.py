"""What all that curators are served by works with, and the rules that all of it keeps."""

from dataclasses import dataclass
from datetime import UTC, datetime

import discord
from discord.ext import commands

from bot.access.permissions import guild_id_of
from bot.access.rules import Rules
from bot.replies.posting import PostedMessage, Posting
from bot.replies.reply import Interaction, Replies
from bot.seeding.curation import Curation
from bot.seeding.errors import CurationError
from bot.seeding.intake.sandbox import Sandbox
from bot.seeding.progress import Indexing
from bot.seeding.values import Curator
from bot.serving.service import Service
from bot.store.guild_settings import GuildSettings
from bot.store.queries.seeds import OWN
from bot.store.store import Store
from bot.wording import cards as wording_cards
from bot.wording import curators as wording
from bot.wording import seeds as wording_seeds
from bot.wording.i18n import gettext as _
from index.errors import UserError
from index.model import Passage


@dataclass(frozen=True, slots=True)
class CuratorServices:
    """The parts of the bot that curators are served by."""

    bot: commands.AutoShardedBot
    service: Service
    store: Store
    rules: Rules
    replies: Replies
    posting: Posting
    curation: Curation
    sandbox: Sandbox
    indexing: Indexing

    def passage(self, guild_id: int | None, key: str) -> Passage:
        """Return a passage of what a server sees; raises UserError where it is gone. Blocks."""
        passage = self.service.scope(guild_id).find(key) if key else None
        if passage is None:
            raise UserError(wording_cards.GONE)
        return passage

    async def admits(self, interaction: Interaction, seed: str) -> bool:
        """Tell whether who acts may change a seed: a curator a server's own, the bot's owner the operator's."""
        if seed.startswith(OWN):
            return await self.rules.admits_curator(interaction)
        if await self.bot.is_owner(interaction.user):
            return True
        if await self.rules.admits_curator(interaction):
            await self.replies.tell(interaction, _(wording.FOR_THE_OWNER))
        return False

    async def post(self, guild_id: int, channel_id: int | None, view: discord.ui.LayoutView) -> PostedMessage | None:
        """Post a card into a channel that a server has chosen; None where it has none, or it cannot be written in."""
        return None if channel_id is None else await self.posting.post(guild_id, channel_id, view)

    async def settings(self, interaction: Interaction) -> GuildSettings:
        """Return the settings of where somebody acts."""
        return await self.rules.settings(guild_id_of(interaction))


def curator(interaction: Interaction) -> Curator:
    """Return who acts in which server; raises CurationError outside one."""
    guild_id = guild_id_of(interaction)
    if guild_id is None:
        raise CurationError(wording_seeds.NOT_IN_A_SERVER)
    return Curator(guild_id, interaction.user.id)


def now() -> datetime:
    """Return the moment, aware."""
    return datetime.now(UTC)
