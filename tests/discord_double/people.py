"""The people of a test: what they type, press and choose, through the rules their own Discord app has."""

from collections.abc import Iterable, Mapping
from functools import partial

from tests.discord_double import limits
from tests.discord_double.acts import Act, interaction
from tests.discord_double.errors import ClientError, NoAnswer
from tests.discord_double.forms import Form, submission
from tests.discord_double.forms import Value as FormValue
from tests.discord_double.forums import begin_post, open_post
from tests.discord_double.hub import Hub
from tests.discord_double.interactions import Interaction
from tests.discord_double.invocations import (
    Resolved,
    Value,
    check_visible,
    leaf,
    nested,
    option_data,
)
from tests.discord_double.kinds import (
    SELECTS,
    Callback,
    ChannelKind,
    CommandKind,
    InteractionKind,
    Json,
    Part,
)
from tests.discord_double.messages import Draft
from tests.discord_double.permissions import channel_permissions, sending
from tests.discord_double.uploads import Upload
from tests.discord_double.views import Answer, Message
from tests.discord_double.world import Channel, Person, StoredMessage

PRESSABLE = frozenset({Part.BUTTON})


class User:
    """One person at their Discord app. Every act returns once the bot has answered it, or raises NoAnswer.

    Attributes:
        checked: False lets options through that the app would refuse, as a forged request would.
        timeout_s: how long an act waits for its whole answer.
    """

    def __init__(self, hub: Hub, person: Person) -> None:
        self._hub = hub
        self.person = person
        self.checked = True
        self.timeout_s = 30.0

    @property
    def id(self) -> int:
        """The account's id."""
        return self.person.id

    @property
    def name(self) -> str:
        """The account's name."""
        return self.person.name

    @property
    def dm(self) -> Channel:
        """Their direct messages with the bot."""
        return self._hub.world.dm_channel(self.id)

    # Messages

    async def says(self, channel: Channel, text: str, *files: Upload) -> Message:
        """Write a message; "@" and the bot's name in it becomes a mention. Does not wait for an answer."""
        return self._post(channel, text, {}, files)

    async def dms(self, text: str, *files: Upload) -> Message:
        """Write to the bot directly. Does not wait for an answer."""
        return self._post(self.dm, text, {}, files)

    async def replies(self, message: Message, text: str, *, ping: bool = True) -> Message:
        """Reply to a message, with or without pinging its author. Does not wait for an answer."""
        reference = {"message_reference": {"message_id": message.id}}
        allowed = {"parse": ["users", "roles", "everyone"], "replied_user": ping}
        channel = self._hub.world.channels[message.channel_id]
        return self._post(channel, text, {**reference, "allowed_mentions": allowed}, ())

    async def edits(self, message: Message, text: str) -> None:
        """Change one of their own messages."""
        self._hub.messages.edit(message.stored, {"content": self._mentioned(text)})

    async def deletes(self, message: Message) -> None:
        """Delete a message."""
        self._hub.messages.delete(message.stored)

    async def asks(self, channel: Channel, text: str) -> Message:
        """Write a message and wait for the bot's answer to it."""
        return await self.answer_to(await self.says(channel, text))

    async def answer_to(self, message: Message) -> Message:
        """Wait for the bot's answer: its reply to that message, or else its next message in that channel."""
        found = await self._hub.journal.until(
            lambda: self._answer_to(message), f"an answer to {message!r}", self.timeout_s
        )
        return Message(self._hub.world, found)

    def _answer_to(self, message: Message) -> StoredMessage | None:
        world = self._hub.world
        later = [m for m in world.messages_in(message.channel_id) if m.id > message.id]
        own = [Message(world, m) for m in later if m.author_id == world.bot_id and m.interaction_id is None]
        replies = [m.stored for m in own if m.replies_to == message.id]
        return next(iter(replies or [m.stored for m in own if m.replies_to is None]), None)

    def _post(self, channel: Channel, text: str, body: Json, files: tuple[Upload, ...]) -> Message:
        held = channel_permissions(self._hub.world, channel, self.id)
        if channel.kind is not ChannelKind.DM and sending(channel) not in held:
            raise ClientError(f"{self.name} cannot write in #{channel.name}")
        body = {**body, "content": self._mentioned(text)}
        draft = Draft(self.id, channel, body, dict(enumerate(files)))
        message = self._hub.messages.post(draft)
        self._hub.repeat = partial(self._hub.teller.message, "MESSAGE_CREATE", message)
        return Message(self._hub.world, message)

    def opens_post(self, forum: Channel, title: str, *, tags: Iterable[str] = ()) -> Channel:
        """Open a post in a forum; its first message is on its way."""
        return open_post(self._hub, self.person, forum, title, tags)

    def begins_post(self, post: Channel, text: str) -> Message:
        """Let the first message of a post arrive."""
        return Message(self._hub.world, begin_post(self._hub, self.person, post, text))

    def _mentioned(self, text: str) -> str:
        bot = self._hub.world.bot
        return text.replace(f"@{bot.name}", bot.mention).replace("@bot", bot.mention)

    # Commands

    async def slash(self, channel: Channel, command: str, /, **options: Value) -> Answer:
        """Run a slash command ("settings show" for a subcommand) and wait for its answer.

        Raises:
            ClientError: the command is not synced, not offered here, or its options do not fit.
            NoAnswer: the bot did not respond within 3 s, or did not finish in time.
        """
        data = self._slash_data(channel, command, options)
        return await self._run(self._interaction(channel, InteractionKind.COMMAND, *data))

    async def completes(self, channel: Channel, command: str, option: str, typed: str, /, **others: Value) -> Answer:
        """Type into an option of a slash command; the answer holds the suggestions."""
        data, synced = self._slash_data(channel, command, {**others, option: typed}, focused=option)
        return await self._run(self._interaction(channel, InteractionKind.AUTOCOMPLETE, data, synced))

    async def menu(self, target: Message | Person, command: str, channel: Channel | None = None) -> Answer:
        """Choose an entry from a message's context menu, or a user's (then say in which channel)."""
        kind = CommandKind.MESSAGE if isinstance(target, Message) else CommandKind.USER
        place = self._hub.world.channels[target.channel_id] if isinstance(target, Message) else channel
        if place is None:
            raise ClientError("a user's menu is opened in a channel: name it")
        synced = self._synced(place, kind, command)
        resolved = self._resolved(place)
        if isinstance(target, Message):
            resolved.data["messages"] = {str(target.id): target.payload}
        else:
            resolved.person(target)
        data = self._command_data(synced, resolved) | {"target_id": str(target.id)}
        return await self._run(self._interaction(place, InteractionKind.COMMAND, data, synced))

    def _slash_data(
        self, channel: Channel, command: str, options: Mapping[str, Value], focused: str | None = None
    ) -> tuple[Json, Json]:
        name, *path = command.split()
        synced = self._synced(channel, CommandKind.SLASH, name)
        node, nodes = leaf(synced, path)
        resolved = self._resolved(channel)
        chosen = option_data(node, options, resolved, focused=focused, checked=self.checked)
        return self._command_data(synced, resolved) | {"options": nested(nodes, chosen)}, synced

    def _synced(self, channel: Channel, kind: CommandKind, name: str) -> Json:
        synced = self._hub.commands.find(kind, name, channel.guild_id)
        if synced is None:
            raise ClientError(f"no {kind.name.lower()} command {name!r} is synced")
        check_visible(self._hub.world, channel, self.person, synced)
        return synced

    def _resolved(self, channel: Channel) -> Resolved:
        return Resolved(self._hub.world, self._hub.origin, channel.guild_id, self.id)

    def _command_data(self, synced: Json, resolved: Resolved) -> Json:
        data: Json = {"id": synced["id"], "name": synced["name"], "type": synced["type"]}
        data |= {"guild_id": synced["guild_id"]} if "guild_id" in synced else {}
        return data | ({"resolved": resolved.data} if resolved.data else {})

    # Components

    async def press(self, message: Message, button: str, *, silent: bool = False, forged: bool = False) -> Answer:
        """Press a button, found by custom id, label or emoji.

        Args:
            message: where it is.
            button: which one.
            silent: a bare acknowledgement is answer enough.
            forged: send this custom id although no such button is there.
        """
        part: Json = {"type": 2, "custom_id": button, "id": 0} if forged else message.find(button, PRESSABLE)
        if "url" in part:
            raise ClientError(f"{button!r} is a link, which tells the bot nothing")
        return await self._use(message, part, {}, silent=silent)

    async def selects(self, message: Message, menu: str, *values: str, silent: bool = False) -> Answer:
        """Choose values from a select menu, found by custom id or placeholder."""
        part = message.find(menu, SELECTS)
        offered = {option["value"] for option in part.get("options") or []}
        if offered and not set(values) <= offered:
            raise ClientError(f"{menu!r} offers {sorted(offered)}, not {values}")
        if not part.get("min_values", 1) <= len(values) <= part.get("max_values", 1):
            raise ClientError(f"{menu!r} does not take {len(values)} values")
        return await self._use(message, part, {"values": list(values)}, silent=silent)

    async def submits(self, form: Form, values: Mapping[str, FormValue]) -> Answer:
        """Fill in a form by labels or custom ids, and submit it."""
        opened = form.interaction
        data: Json = {"custom_id": form.payload["custom_id"], "components": submission(form, values)}
        source = self._hub.world.messages.get(opened.source_id or 0)
        channel = self._hub.world.channels[opened.channel_id]
        return await self._run(self._interaction(channel, InteractionKind.MODAL, data, source=source))

    async def _use(self, message: Message, part: Json, more: Json, *, silent: bool) -> Answer:
        if message.deleted or message.stored.seen_by not in (None, self.id):
            raise ClientError(f"{self.name} does not see {message!r}")
        channel = self._hub.world.channels[message.channel_id]
        data: Json = {
            "component_type": part["type"],
            "custom_id": part["custom_id"],
            "id": part["id"],
            **more,
        }
        kind = InteractionKind.COMPONENT
        return await self._run(self._interaction(channel, kind, data, source=message.stored), silent=silent)

    # Interactions

    def _interaction(
        self,
        channel: Channel,
        kind: InteractionKind,
        data: Json,
        synced: Json | None = None,
        source: StoredMessage | None = None,
    ) -> Interaction:
        act = Act(self.person, channel, kind, data, synced, source)
        return interaction(self._hub.world, act, self._hub.clock())

    async def _run(self, begun: Interaction, *, silent: bool = False) -> Answer:
        """Dispatch an interaction, then wait for its first response and for what that announced."""
        hub = self._hub
        guild = hub.world.guild_of(hub.world.channels[begun.channel_id])
        shard_of = guild.id if guild is not None and guild.has_bot else None
        hub.interactions.add(begun)
        hub.repeat = partial(hub.gateway.dispatch, "INTERACTION_CREATE", lambda _: begun.payload, shard_of)
        begun.dispatched_s = hub.clock()
        hub.repeat()
        await self._first_response(begun)
        answer = Answer(hub.world, begun)
        if not (silent and begun.callback is Callback.DEFER_UPDATE):
            awaited = f"the rest of the {answer.outcome} answer to {begun}"
            await hub.journal.until(lambda: self._is_complete(begun), awaited, self.timeout_s)
        return answer

    async def _first_response(self, begun: Interaction) -> None:
        try:
            await self._hub.journal.until(lambda: begun.callback, f"a response to {begun}", limits.FIRST_RESPONSE_S)
        except NoAnswer:
            self._hub.journal.violate(str(begun), f"no response within {limits.FIRST_RESPONSE_S:g} s")
            raise

    def _is_complete(self, begun: Interaction) -> bool:
        """Whether the person has what the first response promised them."""
        if begun.callback is Callback.DEFER_UPDATE:
            return bool(begun.edits or begun.followups)
        if begun.callback is not Callback.DEFER:
            return True
        if self._hub.interactions.is_unfinished(begun):
            return False
        original = self._hub.world.messages[begun.original_id or 0]
        return not original.deleted or bool(begun.followups)
