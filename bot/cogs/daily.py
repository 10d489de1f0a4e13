"""`/daily`: a passage a day in a channel, switched on and off by who may manage the server; off unless it is set."""

from collections.abc import Callable
from datetime import UTC, datetime

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.access.permissions import required_guild_id
from bot.access.rules import Rules
from bot.cards import answers as cards
from bot.cogs.filtering import CHOICE_CHARS, Choices, CompletesFilters, FilterValue
from bot.news.daily import check_zone, zones_like
from bot.news.poster import may_post
from bot.replies.reply import Interaction, Replies
from bot.store.guild_settings import DailyPassage
from bot.wording import news as wording
from bot.wording.i18n import gettext as _
from index.answers.completion import MOST, Suggestion
from index.answers.filters import FilterName, filters_of, with_filters
from index.errors import UserError


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
class Daily(CompletesFilters, commands.GroupCog, group_name="daily", group_description="A passage a day in a channel"):
    """Switches the passage of the day on and off.

    Args:
        rules: who may, and where it is stored.
        replies: the one door.
        complete: returns seeds or tags that what was typed may mean.
    """

    def __init__(
        self, rules: Rules, replies: Replies, complete: Callable[[int | None, FilterName, str], list[Suggestion]]
    ) -> None:
        self._completed = complete
        self._rules = rules
        self._replies = replies

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Let those set it who may manage the server."""
        return await self._rules.admits_admin(interaction)

    @app_commands.command(name="set", description="Show a passage in a channel each day, silently")
    @app_commands.describe(
        channel="Where",
        hour="The hour of the day there, 0 to 23",
        zone="The time zone, such as Europe/Berlin",
        seed="Only of this seed",
        tag="Only of seeds with this tag",
    )
    async def set_(  # noqa: PLR0913, PLR0917 one for each option
        self,
        interaction: discord.Interaction,
        channel: discord.TextChannel,
        hour: app_commands.Range[int, 0, 23] = 9,
        zone: app_commands.Range[str, 1, CHOICE_CHARS] = "UTC",
        seed: FilterValue | None = None,
        tag: FilterValue | None = None,
    ) -> None:
        """Switch it on, or change it."""
        within = with_filters("", filters_of(seed=seed, tag=tag)).strip()
        by = interaction.user.id

        def work() -> ui.LayoutView:
            if not may_post(channel, channel.guild.me):
                raise UserError(_(wording.DAILY_CLOSED).format(channel=channel.mention))
            daily = DailyPassage(channel=channel.id, hour=hour, zone=check_zone(zone), within=within)
            self._rules.book.change(required_guild_id(interaction), {"daily": daily}, by, datetime.now(UTC))
            said = _(wording.DAILY_SET).format(channel=f"#{channel.name}", hour=daily.hour, zone=daily.zone)
            return cards.note(" ".join((said, *([_(wording.DAILY_OF).format(filters=within)] if within else []))))

        await self._replies.answer(interaction, work, private=True)

    @app_commands.command(name="off", description="Show no passage a day any more")
    async def off(self, interaction: discord.Interaction) -> None:
        """Switch it off."""
        by = interaction.user.id

        def work() -> ui.LayoutView:
            self._rules.book.change(required_guild_id(interaction), {"daily": None}, by, datetime.now(UTC))
            return cards.note(_(wording.DAILY_OFF))

        await self._replies.answer(interaction, work, private=True)

    set_.autocomplete("seed")(CompletesFilters.complete_seed)
    set_.autocomplete("tag")(CompletesFilters.complete_tag)

    def suggested(self, guild_id: int | None, name: FilterName, typed: str) -> list[Suggestion]:
        """Return seeds or tags that what was typed may mean."""
        return self._completed(guild_id, name, typed)

    @set_.autocomplete("zone")
    async def _complete_zone(self, _interaction: discord.Interaction, typed: str) -> Choices:
        return [app_commands.Choice(name=each, value=each) for each in zones_like(typed, MOST)]
