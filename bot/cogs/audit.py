"""`/audit`: what was done to a server's seeds and settings, by whom and when, for its admins; checked at each use."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.records.audit_handlers import AuditHandlers


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
class Audit(commands.GroupCog, group_name="audit", group_description="What admins did here"):
    """Shows administrative acts and hands them out."""

    def __init__(self, handlers: AuditHandlers) -> None:
        self._handlers = handlers

    @app_commands.command(name="show", description="Who changed seeds or settings, and when, newest first")
    async def show(self, interaction: discord.Interaction) -> None:
        """Show them."""
        await self._handlers.show(interaction)

    @app_commands.command(name="export", description="The same as a file, only for you")
    async def export(self, interaction: discord.Interaction) -> None:
        """Hand them out."""
        await self._handlers.export(interaction)
