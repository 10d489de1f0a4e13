"""A small real bot for the double's own tests, in their process or as a process of its own.

It knows the two environment variables and nothing of the double. The client is unmodified; what it sets is
public: the REST base, the address for new sessions (after op 9 the client goes to Discord's own, whatever
`/gateway/bot` said), how long READY waits for guilds, and the pause before a further IDENTIFY.
"""

import asyncio
import io
import os

import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

Interaction = discord.Interaction[commands.AutoShardedBot]

GUILD_READY_TIMEOUT_S = 0.05


class Controls(discord.ui.View):
    """A button and a select that work for as long as the process does."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Count", custom_id="count")
    async def count(self, interaction: Interaction, _button: discord.ui.Button["Controls"]) -> None:
        """Change the message the button is on."""
        assert interaction.message is not None
        await interaction.response.edit_message(content=interaction.message.content + "+1")

    @discord.ui.button(label="Form", custom_id="form")
    async def form(self, interaction: Interaction, _button: discord.ui.Button["Controls"]) -> None:
        """Open a form."""
        await interaction.response.send_modal(Question())

    @discord.ui.select(
        custom_id="fruit",
        placeholder="Fruit",
        options=[
            discord.SelectOption(label="Apple", value="a"),
            discord.SelectOption(label="Pear", value="p"),
        ],
    )
    async def fruit(self, interaction: Interaction, select: discord.ui.Select["Controls"]) -> None:
        """Answer late: acknowledge, then edit."""
        await interaction.response.defer()
        await interaction.edit_original_response(content=f"chose {select.values[0]}")


class Question(discord.ui.Modal, title="Ask more"):
    """A form with one input."""

    text: discord.ui.Label["Question"] = discord.ui.Label(
        text="Question", component=discord.ui.TextInput["Question"](custom_id="text", max_length=20)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Say what was typed."""
        assert isinstance(self.text.component, discord.ui.TextInput)
        await interaction.response.send_message(f"typed {self.text.component.value}")


class Card(discord.ui.LayoutView):
    """A Components V2 message."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        text = discord.ui.TextDisplay["Card"]("a **card**")
        button = discord.ui.Button["Card"](label="Count", custom_id="card-count")
        row = discord.ui.ActionRow["Card"](button)
        self.add_item(discord.ui.Container["Card"](text, discord.ui.Separator["Card"](), row))


class SampleBot(commands.AutoShardedBot):
    """Answers commands, mentions and direct messages."""

    def __init__(self, intents: discord.Intents | None = None) -> None:
        super().__init__(
            command_prefix=[],
            intents=intents or discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            help_command=None,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=GUILD_READY_TIMEOUT_S,
        )
        self.heard: list[str] = []
        self.joined: list[str] = []

    async def setup_hook(self) -> None:
        """Sync commands, and use the gateway that `/gateway/bot` names for new sessions too."""
        _, gateway, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
        self.add_view(Controls())
        add_commands(self.tree)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not pause between sessions."""

    async def on_message(self, message: discord.Message) -> None:
        """Answer direct messages and mentions."""
        self.heard.append(message.content)
        assert self.user is not None
        if message.author.bot or not (message.guild is None or self.user in message.mentions):
            return
        await message.reply(f"heard {message.content!r}", mention_author=False)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Greet in the system channel."""
        self.joined.append(guild.name)
        if guild.system_channel is not None:
            await guild.system_channel.send("hello")


def add_commands(tree: app_commands.CommandTree[SampleBot]) -> None:
    """Add one command for each way of answering."""
    tree.add_command(ping)
    tree.add_command(slow)
    tree.add_command(secret)
    tree.add_command(pick)
    tree.add_command(panel)
    tree.add_command(card)
    tree.add_command(attach)
    tree.add_command(group)
    for name, callback in (("Quote", quote), ("Who", who)):
        tree.add_command(app_commands.ContextMenu(name=name, callback=callback))


@app_commands.command(description="Answer at once")
async def ping(interaction: Interaction, text: app_commands.Range[str, 1, 50]) -> None:
    """Answer at once."""
    await interaction.response.send_message(f"pong {text}")


@app_commands.command(description="Answer late")
async def slow(interaction: Interaction, private: bool = False) -> None:  # noqa: FBT001, FBT002 - options of a command are positional
    """Defer, then follow up."""
    await interaction.response.defer(thinking=True, ephemeral=private)
    await interaction.followup.send("late")


@app_commands.command(description="Answer one person")
@app_commands.allowed_installs(guilds=True, users=True)
async def secret(interaction: Interaction) -> None:
    """Answer ephemerally."""
    await interaction.response.send_message("psst", ephemeral=True)


async def suggest(_interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Complete what was typed."""
    return [app_commands.Choice(name=f"{typed}{number}", value=str(number)) for number in range(3)]


@app_commands.command(description="Pick one")
@app_commands.autocomplete(ref=suggest)
async def pick(interaction: Interaction, ref: str) -> None:
    """Say what was picked."""
    await interaction.response.send_message(f"picked {ref}")


@app_commands.command(description="Show controls")
async def panel(interaction: Interaction) -> None:
    """Show a button and a select."""
    await interaction.response.send_message("0", view=Controls())


@app_commands.command(description="Show a card")
async def card(interaction: Interaction) -> None:
    """Show a Components V2 message."""
    await interaction.response.send_message(view=Card())


@app_commands.command(description="Send a file back")
async def attach(interaction: Interaction, file: discord.Attachment) -> None:
    """Read a file and send it back in capitals."""
    content = (await file.read()).upper()
    await interaction.response.send_message(file=discord.File(io.BytesIO(content), filename="back.txt"))


group = app_commands.Group(name="settings", description="Settings")


@group.command(name="show", description="Show the settings")
async def show(interaction: Interaction) -> None:
    """Answer a subcommand."""
    await interaction.response.send_message("settings")


async def quote(interaction: Interaction, message: discord.Message) -> None:
    """Answer a message's context menu."""
    await interaction.response.send_message(f"quoted {message.content}")


async def who(interaction: Interaction, user: discord.User) -> None:
    """Answer a user's context menu."""
    await interaction.response.send_message(f"that is {user.name}")


async def main() -> None:
    """Run until the process is ended."""
    Route.BASE = os.environ["DISCORD_API_URL"]
    async with SampleBot() as bot:
        await bot.start(os.environ["DISCORD_TOKEN"])


if __name__ == "__main__":
    asyncio.run(main())
