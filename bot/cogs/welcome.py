"""The first message in a new server: one, private, to whoever added the bot or owns the server."""

import logging

import discord
from discord.ext import commands

from bot.access.gate import Gate
from bot.access.rules import Rules
from bot.replies.reply import Replies
from bot.wording import talk as wording_talk
from bot.wording.i18n import gettext as _

log = logging.getLogger(__name__)

RECENT_ENTRIES = 10  # of the audit log; the entry that added the bot is among the newest


class Welcome(commands.Cog):
    """Greets where it may, and is silent where it may not."""

    def __init__(self, bot: commands.AutoShardedBot, replies: Replies, gate: Gate, rules: Rules) -> None:
        self._bot = bot
        self._replies = replies
        self._gate = gate
        self._rules = rules

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Send one private message; closed doors are left closed."""
        if not self._gate.answers_for(guild):
            return
        try:
            person = await self._bot.fetch_user(await self._who_added_it(guild) or guild.owner_id or 0)
        except discord.HTTPException:
            log.info("server %d: nobody to greet", guild.id)
            return
        await self._rules.speak_in(guild)
        await self._replies.write_to(person, _(wording_talk.WELCOME).format(server=guild.name))

    async def _who_added_it(self, guild: discord.Guild) -> int | None:
        if not guild.me.guild_permissions.view_audit_log:
            return None
        try:
            async for entry in guild.audit_logs(limit=RECENT_ENTRIES, action=discord.AuditLogAction.bot_add):
                if entry.target is not None and entry.target.id == guild.me.id:
                    return entry.user_id
        except discord.HTTPException:
            log.info("server %d: the audit log cannot be read", guild.id)
        return None
