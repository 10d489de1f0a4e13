"""The first message in a new server: one, private, to whoever added the bot or owns the server."""

import logging

import discord
from discord.ext import commands

from bot.access.gate import Gate
from bot.access.rules import Rules
from bot.answering.examples import example_questions
from bot.cards.guide import greeting
from bot.replies.reply import Replies
from bot.serving.service import Service
from bot.wording.commands import CommandMentions

log = logging.getLogger(__name__)

RECENT_ENTRIES = 10  # of the audit log; the entry that added the bot is among the newest


class Welcome(commands.Cog):
    """Greets where it may, and is silent where it may not."""

    def __init__(  # noqa: PLR0913 what a greeting is made of
        self,
        bot: commands.AutoShardedBot,
        service: Service,
        replies: Replies,
        gate: Gate,
        rules: Rules,
        *,
        mentions: CommandMentions,
    ) -> None:
        self._bot = bot
        self._service = service
        self._mentions = mentions
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
        await self._replies.write_to(person, lambda: self._greeting(guild))

    def _greeting(self, guild: discord.Guild) -> discord.ui.LayoutView:
        question = next(iter(example_questions(self._service.scope(guild.id))), "")
        return greeting(guild.name, self._mentions, question)

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
