"""What a server's admins may set, and where this worker remembers it. Knows the store, not Discord.

A server's row keeps only what differs from the defaults. Keys and values that this version cannot read are left as
they are: a newer version, running beside this one, may have written them.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from threading import Lock
from typing import Any, Final, Literal

from cachetools import LRUCache
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.store.database.errors import StoreError
from bot.store.store import Store

log = logging.getLogger(__name__)

FRESH_S: Final = 5.0  # seconds after which settings are read again, should nobody tell of another worker's change
MOST_REMEMBERED: Final = 10_000  # servers; the one that was not asked for longest is forgotten

Pressers = Literal["asker", "curators", "everybody"]
MessageSeeds = Literal["off", "own", "consent"]
Ids = frozenset[int]


class DailyPassage(BaseModel):
    """When and where a passage is shown each day.

    Attributes:
        channel: its number.
        hour: of the day there, 0 to 23.
        zone: by its name in the time zone database.
        within: filters as they are typed ("tag:history"); empty for all seeds.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    channel: int
    hour: int = Field(9, ge=0, le=23)
    zone: str = "UTC"
    within: str = ""


class GuildSettings(BaseModel):
    """One server's settings, frozen.

    Attributes:
        allowed_channels: where the bot answers; everywhere if empty.
        denied_channels: where it does not, even if allowed above. Threads follow the channel they hang under.
        answer_channels: where every question is answered, if the operator lets the bot read messages.
        curator_roles: who may manage seeds beside those who may manage the server.
        private_by_default: whether answers to slash commands are private unless the asker says otherwise.
        pages_per_answer: hits an answer may hold; None: what the operator set.
        user_questions, channel_questions: questions a minute from one person, in one channel; None: the operator's.
            They can make the operator's limits stricter, not wider.
        language: of the interface; None: each person's own.
        operator_seeds: whether the operator's seeds are searched beside the server's own.
        pressers: who may press the buttons of somebody's card. The asker always may; "curators" adds these.
        keep_unanswered: whether questions that found nothing are kept for the curators to read.
        report_channel: where moderators read what people report; None: nowhere, so that nothing can be reported.
        review_channel: where curators read proposals, digests and changes; None: nowhere.
        audit_channel: where administrative acts are posted as they happen; None: nowhere.
        news_channels: which channels are told of seeds added or removed, and of corrections; none unless set.
        about_messages: whether members' messages may be asked about and checked by others.
        message_seeds: whether a message's own words can become a seed: never, a curator's own, or if its author allows.
        asker_roles: who may ask, beside curators; everybody if empty.
        proposer_roles: who may propose seeds, beside curators; everybody who may ask if empty.
        collections: tags by the number of a channel, category or forum tag, in which only seeds with one of them are
            asked.
        forum_channels: in which forums the titles of new posts are taken as questions.
        daily: when and where a passage is shown each day; None: nowhere.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    allowed_channels: Ids = frozenset()
    denied_channels: Ids = frozenset()
    answer_channels: Ids = frozenset()
    curator_roles: Ids = frozenset()
    private_by_default: bool = False
    pages_per_answer: int | None = Field(None, ge=1, le=10)
    user_questions: int | None = Field(None, ge=1, le=1000)
    channel_questions: int | None = Field(None, ge=1, le=1000)
    language: str | None = None
    operator_seeds: bool = True
    pressers: Pressers = "asker"
    keep_unanswered: bool = False
    report_channel: int | None = None
    review_channel: int | None = None
    audit_channel: int | None = None
    news_channels: Ids = frozenset()
    about_messages: bool = True
    message_seeds: MessageSeeds = "off"
    asker_roles: Ids = frozenset()
    proposer_roles: Ids = frozenset()
    collections: Mapping[int, tuple[str, ...]] = {}
    forum_channels: Ids = frozenset()
    daily: DailyPassage | None = None

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "GuildSettings":
        """Make the settings of what is stored; a value that this version cannot read counts as not set."""
        try:
            return cls.model_validate(stored)
        except ValidationError as err:
            unread = {problem["loc"][0] for problem in err.errors()}
            return cls.model_validate({key: value for key, value in stored.items() if key not in unread})

    def tags_in(self, places: Sequence[int]) -> tuple[str, ...]:
        """Return the tags that the first bound of some places is bound to; none where none is."""
        return next((self.collections[each] for each in places if self.collections.get(each)), ())

    def is_open(self, channel_ids: Ids) -> bool:
        """Tell whether the bot answers in a channel, named by its own id and those of what it hangs under."""
        return not channel_ids & self.denied_channels and (
            not self.allowed_channels or bool(channel_ids & self.allowed_channels)
        )


DEFAULTS: Final = GuildSettings()


def stored_form(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return changes as they are stored: JSON values, sorted; None for what is back at its default.

    Raises:
        ValidationError: a value is not one that the setting can have.
    """
    checked = GuildSettings.model_validate(dict(changes))
    return {key: _stored(getattr(checked, key), getattr(DEFAULTS, key)) for key in changes}


def _stored(value: Any, default: Any) -> Any:
    if value == default:
        return None
    if isinstance(value, BaseModel):
        return value.model_dump()
    if isinstance(value, Mapping):  # whose keys JSON has as texts
        return {str(key): list(each) for key, each in value.items()}
    return sorted(value) if isinstance(value, frozenset) else value


class SettingsBook:
    """Every server's settings, read from the store and remembered for some seconds; safe for many threads.

    Args:
        store: where they are kept.
        clock: seconds, never going back.
    """

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._lock = Lock()
        self._read = LRUCache[int, tuple[float, GuildSettings]](MOST_REMEMBERED)
        self._outdated: set[int] = set()

    def remembered(self, guild_id: int | None) -> GuildSettings | None:
        """Return what is in memory and fresh enough, else None; a direct message has the defaults."""
        if guild_id is None:
            return DEFAULTS
        with self._lock:
            read_at, settings = self._read.get(guild_id, (None, None))
            is_fresh = guild_id not in self._outdated
        return settings if read_at is not None and is_fresh and self._clock() - read_at <= FRESH_S else None

    def load(self, guild_id: int | None) -> GuildSettings:
        """Return a server's settings, read from the store where need be, which blocks; raises StoreError."""
        settings = self.remembered(guild_id)
        if settings is not None or guild_id is None:
            return settings or DEFAULTS
        asked_at = self._clock()
        try:
            stored = self._store.guild_settings(guild_id)
        except StoreError as err:
            return self.last_known(guild_id, err)
        return self._remember(guild_id, asked_at, stored)

    def last_known(self, guild_id: int, reason: StoreError) -> GuildSettings:
        """Return what was read last, however old; raises `reason` where nothing was, since a channel may be closed."""
        with self._lock:
            if guild_id not in self._read:
                raise reason
            log.debug("settings of server %d not read again: %s", guild_id, reason)  # what else fails is told
            return self._read[guild_id][1]

    def outdate(self, guild_id: int | None) -> None:
        """Have a server's settings read again, or everybody's: another worker changed them, or may have."""
        with self._lock:
            for each in list(self._read) if guild_id is None else [guild_id]:
                if each in self._read:  # what is being read at this moment may be of before
                    self._read[each] = (self._clock(), self._read[each][1])
                    self._outdated.add(each)

    def change(self, guild_id: int, changes: Mapping[str, Any], by: int, now: datetime) -> GuildSettings:
        """Set some settings, by name, and leave the others as they are in the store; blocks, raises StoreError.

        Args:
            guild_id: whose settings.
            changes: values by name, None for the default.
            by: the admin's number, for the audit.
            now: when.
        """
        stored = self._store.change_guild_settings(guild_id, stored_form(changes), by, now)
        return self._remember(guild_id, self._clock(), stored)

    def bind(self, guild_id: int, place: int, tags: Sequence[str], by: int, now: datetime) -> GuildSettings:
        """Bind a channel or forum tag to tags, or with none to nothing, and leave all else; blocks, raises StoreError.

        What this worker remembers may be some seconds old, so what the store has now is read first.
        """
        bound = dict(GuildSettings.read(self._store.guild_settings(guild_id)).collections)
        bound.pop(place, None)
        return self.change(guild_id, {"collections": {**bound, **({place: tuple(tags)} if tags else {})}}, by, now)

    def _remember(self, guild_id: int, read_at: float, stored: Mapping[str, Any]) -> GuildSettings:
        """Keep what was read, unless something newer is there: a slow read must not undo a change."""
        settings = GuildSettings.read(stored)
        with self._lock:
            known_at, known = self._read.get(guild_id, (None, settings))
            if known_at is not None and known_at > read_at:
                return known
            self._outdated.discard(guild_id)
            self._read[guild_id] = (read_at, settings)
        return settings
