"""`/seeds …` and "Add as seed" on a message: a server's own seeds, for its curators.

Everybody sees the commands; whether who uses one may is checked when it is used.
"""

import discord
from discord import app_commands
from discord.ext import commands

from bot.access.rules import Rules
from bot.curating.wiring import Curating
from bot.fetching.reach import MOST_ADDRESS_CHARS
from bot.replies.reply import Interaction, Replies
from bot.seeding.handlers import SeedHandlers
from bot.wording import origins
from bot.wording.i18n import gettext as _

SEED_CHARS = 40  # the longest id of a seed
REASON_CHARS = 500
IN_SERVERS = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
BY_SERVERS = app_commands.AppInstallationType(guild=True, user=False)
Seed = app_commands.Range[str, 1, SEED_CHARS]
File = discord.Attachment
Address = app_commands.Range[str, 8, MOST_ADDRESS_CHARS]


@app_commands.guild_only
@app_commands.allowed_installs(guilds=True, users=False)
class Seeds(
    commands.GroupCog,
    group_name="seeds",
    group_description="This server's own seeds: add, edit, remove, list, export, check",
):
    """The door to what curators do: they alone come in.

    Args:
        bot: whose commands these are.
        handlers: serve curators.
        curating: shows what seeds lack, withdraws them, and makes some of messages.
        rules: who is one.
        replies: the one door.
    """

    def __init__(
        self,
        bot: commands.AutoShardedBot,
        handlers: SeedHandlers,
        curating: Curating,
        rules: Rules,
        replies: Replies,
    ) -> None:
        self._handlers = handlers
        self._curating = curating
        self._rules = rules
        self._replies = replies
        menu = app_commands.ContextMenu(
            name="Add as seed", callback=self._add_from, allowed_contexts=IN_SERVERS, allowed_installs=BY_SERVERS
        )
        menu.add_check(rules.admits_curator)
        bot.tree.add_command(menu)

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Let curators in."""
        return await self._rules.admits_curator(interaction)

    @app_commands.command(name="add", description="Add files as seeds; you see what is understood before it is stored")
    @app_commands.describe(
        file="A document or an export of any kind that I read, or a zip file of such",
        url="Instead of files: the address of a public page, https://…",
        file2="Another one, or the side-car of one (talk.txt.yaml for talk.txt)",
        file3="Another one",
        file4="Another one",
        file5="Another one",
        file6="Another one",
        file7="Another one",
        file8="Another one",
        file9="Another one",
        file10="Another one",
    )
    async def add(  # noqa: PLR0913, PLR0917 options of a command are positional
        self,
        interaction: Interaction,
        file: File | None = None,
        url: Address | None = None,
        file2: File | None = None,
        file3: File | None = None,
        file4: File | None = None,
        file5: File | None = None,
        file6: File | None = None,
        file7: File | None = None,
        file8: File | None = None,
        file9: File | None = None,
        file10: File | None = None,
    ) -> None:
        """Show a preview."""
        given = (file, file2, file3, file4, file5, file6, file7, file8, file9, file10)
        files = [each for each in given if each is not None]
        if bool(files) == bool(url):
            await self._replies.tell(interaction, _(origins.FILE_OR_ADDRESS))
        elif url:
            await self._handlers.pages.add(interaction, url)
        else:
            await self._handlers.previews.add(interaction, files)

    @app_commands.command(
        name="check-again", description="Look whether a page changed since it was added by its address"
    )
    @app_commands.describe(seed="Its name; /seeds list shows them")
    async def check_again(self, interaction: Interaction, seed: Seed) -> None:
        """Show what changed."""
        await self._handlers.pages.check_again(interaction, seed)

    async def _add_from(self, interaction: Interaction, message: discord.Message) -> None:
        """Show a preview of the files that a message brings, forwarded ones too, or else of its own words."""
        forwarded = [each for snapshot in message.message_snapshots for each in snapshot.attachments]
        attached = [*message.attachments, *forwarded]
        if attached:
            await self._handlers.previews.add(interaction, attached)
        else:
            await self._curating.messages.add(interaction, message)

    @app_commands.command(name="resume", description="Show the preview again of what you were about to add or correct")
    async def resume(self, interaction: Interaction) -> None:
        """Show it."""
        await self._handlers.previews.resume(interaction)

    @app_commands.command(name="edit", description="Correct what is stated of a seed, or put another file in its place")
    @app_commands.describe(
        seed="Its name; /seeds list shows them",
        file="A file that takes its place, or a side-car (.yaml) that describes it",
    )
    async def edit(self, interaction: Interaction, seed: Seed, file: File | None = None) -> None:
        """Show a preview of a seed as it is."""
        await self._handlers.previews.edit(interaction, seed, file)

    @app_commands.command(name="remove", description="Remove a seed; for 15 minutes it can be undone, but for a block")
    @app_commands.describe(
        seed="Its name; /seeds list shows them",
        block="Delete it for good, and never take this document again",
    )
    async def remove(
        self,
        interaction: Interaction,
        seed: Seed,
        block: bool = False,  # noqa: FBT001, FBT002 options of a command are positional
    ) -> None:
        """Ask whether it is really to go."""
        await self._handlers.ask_to_remove(interaction, seed, block=block)

    @app_commands.command(name="list", description="List this server's own seeds")
    async def show(self, interaction: Interaction) -> None:
        """List them."""
        await self._handlers.show("seedlist", interaction)

    @app_commands.command(name="export", description="Get this server's own seeds as files, with their side-cars")
    @app_commands.describe(seed="One of them; all, if you leave it out")
    async def export(self, interaction: Interaction, seed: Seed | None = None) -> None:
        """Send them."""
        await self._handlers.export(interaction, seed)

    @app_commands.command(name="check", description="Show what the linter says of this server's own seeds")
    async def check(self, interaction: Interaction) -> None:
        """Show findings."""
        await self._handlers.show("seedcheck", interaction)

    @app_commands.command(name="todo", description="Show what this server's own seeds lack, the most shown first")
    async def todo(self, interaction: Interaction) -> None:
        """Show it."""
        await self._curating.todo.show(interaction)

    @app_commands.command(name="withdraw", description="Take a seed down everywhere at once, for good, with a reason")
    @app_commands.describe(seed="Its name; /seeds list shows them", reason="Kept with the date, for curators")
    async def withdraw(
        self, interaction: Interaction, seed: Seed, reason: app_commands.Range[str, 1, REASON_CHARS]
    ) -> None:
        """Take it down."""
        await self._curating.takedown.withdraw(interaction, seed, reason)

    @edit.autocomplete("seed")
    @remove.autocomplete("seed")
    @withdraw.autocomplete("seed")
    @export.autocomplete("seed")
    @check_again.autocomplete("seed")
    async def _complete(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._handlers.complete(interaction, typed)
