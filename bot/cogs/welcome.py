"""The first message in a new server: one, private, to whoever added the bot or owns the server."""

import logging

import discord
from discord.ext import commands

from bot import cards
from bot.views import Pager

log = logging.getLogger(__name__)

RECENT_ENTRIES = 10  # of the audit log; the entry that added the bot is among the newest
WELCOME = (
    "Thanks for adding me to {server}. Ask me with /ask or by mentioning me: I answer with passages from my "
    "documents, word for word, each with its author and the author's caveat. /status tells what is served. "
    "Who may use which command where is set in Server Settings, Integrations."
)


class Welcome(commands.Cog):
    """Greets where it may, and is silent where it may not."""

    def __init__(self, bot: commands.AutoShardedBot, pager: Pager) -> None:
        self._bot = bot
        self._pager = pager

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Send one private message; closed doors are left closed."""
        if not self._pager.answers_for(guild):
            return
        try:
            person = await self._bot.fetch_user(await self._who_added_it(guild) or guild.owner_id or 0)
            await person.send(view=cards.note(WELCOME.format(server=guild.name)))
        except (discord.Forbidden, discord.NotFound):
            log.info("server %d: nobody to greet", guild.id)

    async def _who_added_it(self, guild: discord.Guild) -> int | None:
        if not guild.me.guild_permissions.view_audit_log:
            return None
        async for entry in guild.audit_logs(limit=RECENT_ENTRIES, action=discord.AuditLogAction.bot_add):
            if entry.target is not None and entry.target.id == guild.me.id:
                return entry.user_id
        return None
