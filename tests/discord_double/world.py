"""The state of the double: people, guilds, channels, messages, files. Checks nothing, sends nothing."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from tests.discord_double.kinds import NOTHING, THREADS, ChannelKind, Json, Permission

DISCORD_EPOCH_MS = 1_420_070_400_000

EVERYONE_MAY = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.READ_MESSAGE_HISTORY
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.ADD_REACTIONS
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.USE_EXTERNAL_APPS
)
"""What Discord's default @everyone role may do, as far as the double knows permissions."""


class Snowflakes:
    """Makes ids as Discord does: milliseconds since its epoch, then a counter; each larger than the last."""

    def __init__(self) -> None:
        self._counter = 0

    def make(self, shard: int = 0, shards: int = 1) -> int:
        """Make an id; a guild's decides its shard, so that one can be asked for."""
        self._counter += 1
        milliseconds = int(time.time() * 1000) - DISCORD_EPOCH_MS
        milliseconds -= (milliseconds - shard) % shards
        return (milliseconds << 22) | self._counter


class Overwrite(NamedTuple):
    """What a channel allows and denies to one role or member, against the guild's roles."""

    allow: Permission = NOTHING
    deny: Permission = NOTHING


@dataclass(slots=True)
class Person:
    """A user account, the bot's own included.

    Attributes:
        locale: the language of their Discord app.
        accepts_dms: whether the bot may write to them first.
        installed: whether they installed the app for themselves.
    """

    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    accepts_dms: bool = True
    installed: bool = False

    @property
    def mention(self) -> str:
        """The text that pings them."""
        return f"<@{self.id}>"


@dataclass(slots=True)
class Role:
    """A role of a guild; the one with the guild's own id is @everyone."""

    id: int
    name: str
    permissions: Permission


@dataclass(slots=True)
class Channel:
    """A place for messages: of a guild, a thread under a channel, or a direct-message channel.

    Attributes:
        people: the two users of a direct-message channel.
        overwrites: by id of a role or a user.
        tags: of a forum, the names of its tags by their numbers; of a post, those that it has.
    """

    id: int
    name: str
    kind: ChannelKind
    guild_id: int | None = None
    parent_id: int | None = None
    owner_id: int | None = None
    people: tuple[int, ...] = ()
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    tags: dict[int, str] = field(default_factory=dict)

    @property
    def is_thread(self) -> bool:
        """Whether permissions come from the parent."""
        return self.kind in THREADS


@dataclass(slots=True)
class Member:
    """A user in a guild."""

    user_id: int
    roles: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Guild:
    """A server.

    Attributes:
        has_bot: False where the app is only there through a user who installed it for themselves.
        invited_by: who added the bot, as the audit log tells.
    """

    id: int
    name: str
    owner_id: int
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    system_channel_id: int | None = None
    locale: str = "en-US"
    has_bot: bool = True
    invited_by: int | None = None


@dataclass(slots=True)
class StoredMessage:
    """A message with what its JSON does not tell.

    Attributes:
        seen_by: the only user who sees it, for an ephemeral one.
        pinged: names of the users and roles that were pinged, "everyone" or "here".
        interaction_id: the interaction it answers.
        versions: the JSON before each edit, oldest first.
    """

    payload: Json
    author_id: int
    channel_id: int
    seen_by: int | None = None
    pinged: frozenset[str] = frozenset()
    interaction_id: int | None = None
    deleted: bool = False
    versions: list[Json] = field(default_factory=list)

    @property
    def id(self) -> int:
        """The message's id."""
        return int(self.payload["id"])


@dataclass(slots=True)
class World:
    """Everything that exists, by id."""

    snowflakes: Snowflakes = field(default_factory=Snowflakes)
    people: dict[int, Person] = field(default_factory=dict)
    guilds: dict[int, Guild] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    messages: dict[int, StoredMessage] = field(default_factory=dict)
    files: dict[int, bytes] = field(default_factory=dict)
    bot_id: int = 0

    def __post_init__(self) -> None:
        if not self.bot_id:
            self.bot_id = self.add_person("caveat", bot=True).id

    @property
    def bot(self) -> Person:
        """The bot's own account; its id is the application's too."""
        return self.people[self.bot_id]

    def add_person(self, name: str, *, bot: bool = False) -> Person:
        """Create an account."""
        person = Person(self.snowflakes.make(), name, bot=bot)
        self.people[person.id] = person
        return person

    def add_guild(self, name: str, owner: Person, *, shard: int = 0, shards: int = 1) -> Guild:
        """Create a guild with its @everyone role and its owner in it."""
        guild = Guild(self.snowflakes.make(shard, shards), name, owner.id)
        guild.roles[guild.id] = Role(guild.id, "@everyone", EVERYONE_MAY)
        guild.members[owner.id] = Member(owner.id)
        self.guilds[guild.id] = guild
        return guild

    def add_channel(self, channel: Channel) -> Channel:
        """Let a channel exist."""
        self.channels[channel.id] = channel
        return channel

    def dm_channel(self, user_id: int) -> Channel:
        """The direct-message channel between the bot and a user, created when there is none."""
        for channel in self.channels.values():
            if channel.kind is ChannelKind.DM and user_id in channel.people:
                return channel
        people = (user_id, self.bot_id)
        name = self.people[user_id].name
        return self.add_channel(Channel(self.snowflakes.make(), name, ChannelKind.DM, people=people))

    def channels_of(self, guild: Guild, *, threads: bool = False) -> Iterator[Channel]:
        """The guild's channels, or its threads."""
        return (c for c in self.channels.values() if c.guild_id == guild.id and c.is_thread == threads)

    def guild_of(self, channel: Channel) -> Guild | None:
        """The guild a channel belongs to; None for direct messages."""
        return None if channel.guild_id is None else self.guilds[channel.guild_id]

    def messages_in(self, channel_id: int) -> list[StoredMessage]:
        """What stands in a channel, oldest first; deleted messages left out."""
        return [m for m in self.messages.values() if m.channel_id == channel_id and not m.deleted]


def timestamp(snowflake: int | None = None) -> str:
    """The moment an id was made, or now, as Discord writes it."""
    if snowflake is None:
        return datetime.now(UTC).isoformat()
    return datetime.fromtimestamp(((snowflake >> 22) + DISCORD_EPOCH_MS) / 1000, UTC).isoformat()
