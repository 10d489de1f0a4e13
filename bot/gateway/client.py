"""The Discord bot: wiring, command sync, re-index on a signal, shutdown. Decides nothing about answers."""

import asyncio
import json
import logging
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

import discord

from bot.access.gate import Gate, GuildLike
from bot.access.limits import UsageCounts
from bot.access.rules import Rules
from bot.answering.about_messages import AskedMessages
from bot.answering.actions import Acts
from bot.answering.counting import UsageKeeper
from bot.cards.guide import next_steps
from bot.cogs.ask import Ask
from bot.cogs.audit import Audit
from bot.cogs.curators import Curators
from bot.cogs.daily import Daily
from bot.cogs.gaps import Gaps
from bot.cogs.help import Help
from bot.cogs.lookup import Lookup
from bot.cogs.pinned import Pinned
from bot.cogs.reindex import Reindex
from bot.cogs.seeds import Seeds
from bot.cogs.settings import Settings
from bot.cogs.stats import Stats
from bot.cogs.status import Status, Troubles
from bot.cogs.welcome import Welcome
from bot.config.log import progress_in_log
from bot.config.values import Config, data_folder
from bot.curating.services import CuratorServices
from bot.curating.wiring import FURTHER, Curating
from bot.gateway.chores import Chores
from bot.gateway.commands import Tree
from bot.gateway.sharded import SharingBot
from bot.gateway.worker import Worker
from bot.news.daily import DailyPoster
from bot.news.news import NewsPoster
from bot.records.audit_handlers import AuditHandlers
from bot.records.gap_handlers import GapHandlers
from bot.records.stats_handlers import StatsHandlers
from bot.replies.buttons import Pick, Press, follow_up_sent, is_ours
from bot.replies.posting import Posting
from bot.replies.reply import Interaction, Replies
from bot.seeding.drafts.forms import submitted
from bot.seeding.handlers import SeedHandlers
from bot.seeding.progress import Indexing
from bot.seeding.wiring import curation, page_fetcher, sandbox
from bot.serving.housekeeping import Housekeeper, retention
from bot.serving.reindexing import Leaving
from bot.serving.retrying import Retries
from bot.serving.service import Service
from bot.serving.watching import Watch
from bot.settings.card import Menu
from bot.settings.panel import Panel
from bot.store.guild_settings import SettingsBook
from bot.store.store import Store
from bot.wording import talk as wording_talk
from bot.wording.commands import CommandMentions, CommandTranslator, SyncedCommands, name_options
from bot.wording.i18n import fingerprint
from bot.wording.i18n import gettext as _

log = logging.getLogger(__name__)

ITEMS = (Press, Pick, Menu)  # all buttons and menus that outlive the process
LINGER_S = 0.25  # what was sent before the signal to stop is still on its way


class CaveatBot(SharingBot):
    """One worker's connection to Discord.

    Args:
        config: the operator's config.
        service: answers; already opened, and observed by whoever counts what the bot does.
        store: the database; its version was checked.
        sync: send the commands to Discord even where they are the same as last time.
    """

    def __init__(self, config: Config, service: Service, store: Store, *, sync: bool = False) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        intents.message_content = config.discord.message_content
        self.worker = Worker(data_folder(config), store.folder)
        super().__init__(
            store,
            self.worker,
            config.discord,
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
        threads = ThreadPoolExecutor(config.discord.threads, thread_name_prefix="search")
        self.replies = Replies(threads, config.discord.defer_after_s, service.observer)
        self.gate = Gate(self.answers_for)
        book = SettingsBook(store)
        service.serve_guilds(store, book)
        self.rules = Rules(book, self.replies, config, UsageCounts())
        self.mentions = CommandMentions()
        tags = lambda guild_id: service.scope(guild_id).tags()  # noqa: E731 shorter than a function
        self.panel = Panel(config, self.replies, self.gate, self.rules, self._steps_due, tags)
        self.usage = UsageKeeper(store, self.replies.later)
        self.stats = StatsHandlers(service, self.replies, store, self.rules, self.usage)
        self.gaps = GapHandlers(service, self.replies, store, self.rules)
        self.audit = AuditHandlers(self.replies, store, self.rules)
        self.room = sandbox(config, service)
        curating = curation(config, service, store, self.room)
        indexing = Indexing(service.guild_changed, service.forget_guild, self.replies)
        self.handlers = SeedHandlers(curating, indexing, self.replies, self.rules, self.room, page_fetcher(config))
        posting = Posting(self)
        services = CuratorServices(
            self, service, store, self.rules, self.replies, posting, curating, self.room, indexing
        )
        self.curating = Curating(services, self.answers_for, self.handlers)
        self.gaps.settled = self.curating.settled
        handlers = {**self.gaps.acts, **self.audit.acts, **self.handlers.acts, **self.curating.acts}
        self.acts = Acts(
            service, self.replies, self.gate, store, self.rules, handlers=handlers, further=FURTHER, usage=self.usage
        )
        self.house = Housekeeper(store, service, retention(config))
        self.chores = Chores(
            bot=self,
            store=store,
            replies=self.replies,
            book=book,
            usage=self.usage,
            house=self.house,
            curating=self.curating,
            news=NewsPoster(service, store, self.replies, self.rules, guild=self._own_guild),
            daily=DailyPoster(service, store, self.replies, self.rules, guild=self._own_guild),
            answers_for=self.answers_for,
        )
        self.retries = Retries(self._reindex_once)
        self._sync = sync
        self._watching: asyncio.Task[None] | None = None
        self._indexing: asyncio.Task[None] | None = None
        self.serving = False  # from the first claim of a lease on; questions may come before `on_ready`
        self.draining = False

    def _steps_due(self, guild_id: int) -> str:
        """Tell what a server's admins should do next, until it has a seed of its own; asks the database."""
        return "" if self.store.guild_seeds(guild_id) else next_steps(self.mentions)

    def answers_for(self, guild: GuildLike) -> bool:
        """Tell whether this worker answers for a server's shard; direct messages belong to shard 0."""
        shard_id = (guild.id >> 22) % (self.shard_count or 1) if guild is not None else 0
        return self.leases.holds(shard_id) or (self._is_elsewhere(guild) and bool(self.leases.held()))

    def _is_elsewhere(self, guild: GuildLike) -> bool:
        """Tell whether the bot is not in a server, where people use it for themselves: who is told of that answers."""
        return isinstance(guild, discord.Guild) and guild.unavailable and self.get_guild(guild.id) is None

    async def setup_hook(self) -> None:
        """Prepare everything that must stand before the first event."""
        await self.find_gateway()
        await self.add_commands()
        self.add_dynamic_items(*ITEMS)
        await self._sync_commands()
        self.serving = True
        self.curating.begin()
        if self.config.reindex.watch:
            watch = Watch(self.service, self.reindex, self._refresh)
            self._watching = asyncio.create_task(watch.run(), name="watch")
        if self.service.is_makeshift:
            self._indexing = asyncio.create_task(self.reindex(), name="reindex")
        self.chores.begin()

    async def add_commands(self) -> None:
        """Set up all commands, and that their names are translated; needs no connection."""
        messages = AskedMessages(self.rules, self.replies)
        await self.add_cog(Ask(self, self.acts, self.replies, self.gate, self.rules, messages=messages))
        await self.add_cog(Lookup(self, self.service, self.acts, self.replies, self.rules, messages=messages))
        await self.add_cog(Daily(self.rules, self.replies, self.acts.asking.complete))
        await self.add_cog(Gaps(self.gaps))
        await self.add_cog(Stats(self.stats))
        await self.add_cog(Audit(self.audit))
        await self.add_cog(Seeds(self, self.handlers, self.curating, self.rules, self.replies))
        await self.add_cog(Curators(self, self.curating.proposals, self.curating.fixing, self.rules))
        await self.add_cog(Pinned(self.curating.pinned, self.rules))
        await self.add_cog(Help(self, self.service, self.replies, self.rules, self.curating, mentions=self.mentions))
        await self.add_cog(Welcome(self, self.service, self.replies, self.gate, self.rules, mentions=self.mentions))
        await self.add_cog(Reindex(self, self.service, self.replies, self.rules, self._begin_reindex))
        await self.add_cog(Status(self, self.service, self.replies, self._troubles))
        await self.add_cog(Settings(self.panel))
        name_options(self.tree)
        await self.tree.set_translator(CommandTranslator())

    async def on_ready(self) -> None:
        """Say once in the log that events flow."""
        held, shards = len(self.leases.held()), self.shard_count or 1
        log.info("ready: %d servers, %d of %d shards", len(self.guilds), held, shards)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Keep what is stored of a server that the bot came back to."""
        if self.answers_for(guild):
            self.replies.later(partial(self.house.joined, guild.id))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Have a server's data deleted in some days; an outage of Discord's is another event."""
        if self.answers_for(guild):
            self.replies.later(partial(self.house.left, guild.id, datetime.now(UTC)))

    def _begin_reindex(self, guild_id: int, user_id: int) -> timedelta | None:
        return self.store.begin_reindex(guild_id, user_id, datetime.now(UTC), self.config.limits.reindexes)

    def _own_guild(self, guild_id: int) -> discord.Guild | None:
        """Return a server that this worker answers for, None for any other."""
        guild = self.get_guild(guild_id)
        return guild if guild is not None and self.answers_for(guild) else None

    async def on_interaction(self, interaction: Interaction) -> None:
        """Act on forms that keep nothing in memory, and refuse politely what no button of ours sent.

        The client would leave both unanswered.
        """
        sent = interaction.type is discord.InteractionType.modal_submit
        pressed = interaction.type is discord.InteractionType.component
        if not sent and (not pressed or is_ours(interaction, ITEMS)):
            return
        if not self.gate.takes(interaction.id, interaction.guild):
            return
        await self.rules.speak_to(interaction)
        if sent and (follow_up := follow_up_sent(interaction)) is not None:
            await self.acts.follow_up(interaction, *follow_up)
        elif sent and (form := submitted(interaction)) is not None:
            await self.handlers.submit(interaction, form)
        elif sent and await self.curating.submit(interaction):
            pass
        else:
            await self.replies.tell(interaction, _(wording_talk.NOT_OURS))

    async def on_error(self, _event: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Log what a listener raised under a code, as `/status` shows it; nobody is there to be told."""
        err = sys.exc_info()[1]
        if isinstance(err, Exception):
            self.replies.explain(err)

    async def _sync_commands(self) -> None:
        """Send the commands to Discord where their set changed since it was last sent."""
        shape = [command.to_dict(self.tree) for command in self.tree.get_commands(type=None)]
        named = f"{json.dumps(shape, sort_keys=True, default=str)} {fingerprint()}"
        found = sha256(named.encode()).hexdigest()
        known = SyncedCommands.read(await self.replies.to_thread(partial(self.store.command_hash, self.app_id)))
        self.mentions.ids = known.ids
        if known.hash == found and not self._sync:
            return
        synced = SyncedCommands(found, {each.name: each.id for each in await self.tree.sync()})
        self.mentions.ids = synced.ids
        await self.replies.to_thread(partial(self.store.record_command_hash, self.app_id, str(synced)))
        log.info("commands synced: %d", len(shape))

    async def reindex(self) -> None:
        """Index the operator's seeds again, and again while that fails; what is served stays."""
        await self.retries.now()

    async def _reindex_once(self) -> str | None:
        """Index the operator's seeds; return the code of what went wrong, None where nothing did."""
        try:  # not on the threads that answers need
            await asyncio.wrap_future(self.service.start_reindex(None, progress_in_log(), changed=True))
        except Leaving:
            log.info("re-index given up: the process ends")
        except Exception as err:  # noqa: BLE001 a failed re-index must not end the bot
            log.warning("re-index failed; what was served before is served on, and it is tried again")
            return self.replies.note(err)
        return None

    def _troubles(self) -> Troubles:
        return Troubles(self.retries.failure, self.store.identity() is None, self.shares())

    async def _refresh(self) -> None:
        """Serve what another process has built of the operator's seeds."""
        try:
            await asyncio.to_thread(self.service.refresh)
        except Exception as err:  # noqa: BLE001 what was served is served on
            self.replies.explain(err)

    async def drain(self) -> None:
        """Take no more questions, give the shards up, finish the answers under way."""
        log.info("draining")
        self.draining = True
        self.service.stop()
        self.retries.stop()
        self.chores.end()
        if self._watching is not None:
            self._watching.cancel()
        most_s = self.config.discord.drain_s
        if self.serving:
            await asyncio.sleep(LINGER_S)
            most_s = max(0.0, most_s - LINGER_S)
        self.replies.later(self.curating.cards.store)
        await asyncio.gather(self.leases.drain(most_s), self.replies.drain(most_s))
        await self.connections.end()
        await asyncio.to_thread(self.usage.store)
        self.replies.close()
        self.room.close()
        self.worker.release()
