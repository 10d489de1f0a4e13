"""The Discord bot: wiring, command sync, shards, re-index on a signal, shutdown. Decides nothing about answers."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256

import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket

from bot.cogs.ask import Ask
from bot.cogs.status import Status
from bot.cogs.welcome import Welcome
from bot.config import Config, data_folder
from bot.reply import Interaction, Replies
from bot.service import Service, warn_of_skipped
from bot.shards import LeaseKeeper, Worker
from bot.store.store import Store
from bot.views import Pager, Turn

log = logging.getLogger(__name__)


class Tree(app_commands.CommandTree["CaveatBot"]):
    """Commands that only the holder of a shard's lease answers, with errors by the table."""

    async def interaction_check(self, interaction: Interaction) -> bool:
        """Leave an interaction to the worker that holds its shard."""
        return self.client.answers_for(interaction.guild)

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError) -> None:
        """Tell the person who acted, privately; what ends here was raised outside `Replies.answer`."""
        if isinstance(error, app_commands.CheckFailure) and not self.client.answers_for(interaction.guild):
            return
        original = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await self.client.replies.tell(interaction, self.client.replies.explain(original))


class CaveatBot(commands.AutoShardedBot):
    """One worker's connection to Discord.

    Args:
        config: the operator's config.
        service: answers; already opened.
        store: the database; its version was checked.
        sync: send the commands to Discord even where they are the same as last time.
    """

    def __init__(self, config: Config, service: Service, store: Store, *, sync: bool = False) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        intents.message_content = config.discord.message_content
        super().__init__(
            command_prefix=[],
            help_command=None,
            intents=intents,
            tree_cls=Tree,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=30.0,
        )
        self.config = config
        self.service = service
        self.store = store
        self.replies = Replies(
            ThreadPoolExecutor(config.discord.threads, thread_name_prefix="search"), config.discord.defer_after_s
        )
        self.pager = Pager(service, self.replies, self.answers_for)
        self.worker = Worker(data_folder(config))
        self.leases = LeaseKeeper(store, self.worker.name, config.discord.lease_ttl_s)
        self._sync = sync
        self._shards = 1

    @property
    def app_id(self) -> int:
        """The application's id, known from login on."""
        if self.application_id is None:
            raise RuntimeError("the application is asked for before login")
        return self.application_id

    def answers_for(self, guild: discord.Guild | discord.Object | None) -> bool:
        """Tell whether this worker answers for a server's shard; direct messages belong to shard 0."""
        shard_id = (guild.id >> 22) % self._shards if guild is not None else 0
        return self.leases.holds(shard_id)

    async def setup_hook(self) -> None:
        """Prepare everything that must stand before the first event."""
        self._shards, gateway, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)  # where the client goes after an invalid session
        await self.add_cog(Ask(self, self.pager, self.replies))
        await self.add_cog(Welcome(self, self.pager))
        await self.add_cog(Status(self, self.service, self.replies))
        self.add_dynamic_items(Turn)
        await self._sync_commands()
        await self.leases.start(self.app_id, range(self._shards), self._shards)

    async def on_ready(self) -> None:
        """Say once in the log that events flow."""
        log.info("ready: %d servers, %d shards", len(self.guilds), self._shards)

    async def _sync_commands(self) -> None:
        """Send the commands to Discord where their set changed since it was last sent."""
        shape = [command.to_dict(self.tree) for command in self.tree.get_commands(type=None)]
        found = sha256(json.dumps(shape, sort_keys=True, default=str).encode()).hexdigest()
        known = await self.replies.to_thread(partial(self.store.command_hash, self.app_id))
        if known == found and not self._sync:
            return
        await self.tree.sync()
        await self.replies.to_thread(partial(self.store.record_command_hash, self.app_id, found))
        log.info("commands synced: %d", len(shape))

    async def reindex(self) -> None:
        """Index the operator's seeds again; what is served stays if that fails."""
        try:
            warn_of_skipped(await self.replies.to_thread(self.service.reindex))
        except Exception as err:  # noqa: BLE001 a failed re-index must not end the bot
            log.warning("re-index failed: %s", self.replies.explain(err))

    async def shut_down(self) -> None:
        """Take no more questions, finish those under way, give the shards up, leave."""
        log.info("draining")
        await self.leases.drain()
        await self.replies.drain(self.config.discord.drain_s)
        await self.close()
        self.worker.release()
