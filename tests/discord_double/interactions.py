"""Interactions: each one's state, and the rules for answering it (first response, follow-ups, edits).

States of an interaction: waiting -> acknowledged (by exactly one callback) -> expired (after 15 minutes). The
original response is the message that a callback created, or the one a component sits on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.discord_double import bodies, components, limits
from tests.discord_double.commands import choice_problems
from tests.discord_double.errors import ApiError
from tests.discord_double.journal import Journal
from tests.discord_double.kinds import Callback, Flag, InteractionKind, Json, MessageKind
from tests.discord_double.messages import NO_FILES, Draft, Messages
from tests.discord_double.modals import modal_problems
from tests.discord_double.payloads import user_payload
from tests.discord_double.uploads import Upload
from tests.discord_double.world import StoredMessage, World

UPDATES = frozenset({Callback.DEFER_UPDATE, Callback.UPDATE})
MESSAGES = frozenset({Callback.MESSAGE, Callback.DEFER})


@dataclass(slots=True)
class Interaction:
    """One thing a person did, and what the bot made of it.

    Attributes:
        payload: what the gateway brings to the bot.
        source_id: the message whose component was used, or whose modal was submitted.
        private_only: Discord forces every response to be ephemeral.
        user_install: the app is here only through the user, who gets five follow-ups.
        dispatched_s, acknowledged_s: on the double's clock.
        original_id: the message that "the original response" means.
    """

    id: int
    token: str
    kind: InteractionKind
    payload: Json
    user_id: int
    channel_id: int
    dispatched_s: float
    source_id: int | None = None
    private_only: bool = False
    user_install: bool = False
    acknowledged_s: float | None = None
    callback: Callback | None = None
    original_id: int | None = None
    followups: list[int] = field(default_factory=list)
    edits: int = 0
    choices: list[Json] | None = None
    modal: Json | None = None

    def __str__(self) -> str:
        data = self.payload["data"]
        return f"{self.kind.name.lower()} {data.get('name') or data.get('custom_id')!r}"


class Interactions:
    """All interactions by id and token; answers what the bot sends for them."""

    def __init__(self, world: World, messages: Messages, journal: Journal, clock: Callable[[], float]) -> None:
        self._world = world
        self._messages = messages
        self._journal = journal
        self._clock = clock
        self._by_id: dict[int, Interaction] = {}

    def add(self, interaction: Interaction) -> None:
        """Let an interaction be answered from now on."""
        self._by_id[interaction.id] = interaction
        self._journal.changed()

    def unanswered(self) -> list[Interaction]:
        """Interactions that wait for their first response."""
        return [interaction for interaction in self._by_id.values() if interaction.callback is None]

    def unfinished(self) -> list[Interaction]:
        """Interactions that wait for a response, or for what a deferred one announced."""
        return [interaction for interaction in self._by_id.values() if self.is_unfinished(interaction)]

    def forget_finished(self) -> list[Interaction]:
        """Forget those that nobody waits for; return the others."""
        self._by_id = {interaction.id: interaction for interaction in self.unfinished()}
        return list(self._by_id.values())

    def is_unfinished(self, interaction: Interaction) -> bool:
        """Whether the person still waits: for the first response, or behind "is thinking …"."""
        if interaction.callback is None:
            return True
        original = self._world.messages.get(interaction.original_id or 0)
        loading = original is not None and Flag.LOADING in Flag(original.payload["flags"])
        return loading and original is not None and not original.deleted

    def respond(self, interaction_id: int, token: str, body: Json, files: Mapping[int, Upload]) -> Json:
        """Take the first response and give back what `with_response` asks for.

        Raises:
            ApiError: 10062 too late or unknown, 40060 the second one, 50035 wrong shape or not allowed here.
        """
        interaction = self._by_id.get(interaction_id)
        if interaction is None or interaction.token != token:
            raise ApiError(10062, "no such interaction")
        if interaction.callback is not None:
            raise ApiError(40060, str(interaction))
        waited_s = self._clock() - interaction.dispatched_s
        if waited_s > limits.FIRST_RESPONSE_S:
            raise ApiError(10062, f"{interaction} answered after {waited_s:.2f} s")
        callback = _callback(interaction, body)
        message = HANDLERS[callback](self, interaction, body.get("data") or {}, files)
        interaction.callback = callback
        interaction.acknowledged_s = self._clock()
        self._journal.changed()
        return _callback_response(interaction, callback, message)

    def by_token(self, token: str) -> Interaction:
        """The acknowledged interaction of a token; raises ApiError 10015 (unknown) or 50027 (expired)."""
        found = next((known for known in self._by_id.values() if known.token == token), None)
        if found is None or found.callback is None:
            raise ApiError(10015, "a follow-up before the first response" if found else "no such token")
        if self._clock() - found.dispatched_s > limits.TOKEN_LIFE_S:
            raise ApiError(50027, f"{found} is more than 15 minutes old")
        return found

    def message(self, interaction: Interaction, which: str) -> StoredMessage:
        """A message of an interaction, `@original` or by id; raises ApiError 10008."""
        message_id = interaction.original_id if which == "@original" else int(which)
        message = self._world.messages.get(message_id or 0)
        if message is None or message.deleted or message.author_id != self._world.bot_id:
            raise ApiError(10008, f"{which} of {interaction}")
        if message.id not in {interaction.original_id, *interaction.followups}:
            raise ApiError(10008, f"message {which} is not a response to {interaction}")
        return message

    def follow_up(self, interaction: Interaction, body: Json, files: Mapping[int, Upload]) -> StoredMessage:
        """Write a further response; the first one after a deferral fills the deferred message.

        Raises:
            ApiError: a rule for messages is broken, or a user-installed app follows up too often.
        """
        original = self._world.messages.get(interaction.original_id or 0)
        if original and not original.deleted and Flag.LOADING in Flag(original.payload["flags"]):
            self.edit(interaction, original, {**body, "flags": _visible_flags(body)}, files)
            return original
        if interaction.user_install and len(interaction.followups) >= limits.USER_INSTALL_FOLLOW_UPS:
            raise ApiError(50035, f"more than {limits.USER_INSTALL_FOLLOW_UPS} follow-ups of a user-installed app")
        bodies.check(body)
        message = self._messages.post(self._draft(interaction, body, files))
        interaction.followups.append(message.id)
        self._journal.changed()
        return message

    def edit(
        self,
        interaction: Interaction,
        message: StoredMessage,
        body: Json,
        files: Mapping[int, Upload] = NO_FILES,
    ) -> None:
        """Change a response; raises ApiError as an edit does."""
        self._messages.edit(message, body, files)
        interaction.edits += 1
        self._journal.changed()

    def delete(self, interaction: Interaction, message: StoredMessage) -> None:
        """Take a response away."""
        self._messages.delete(message)
        interaction.edits += 1
        self._journal.changed()

    def _draft(self, interaction: Interaction, body: Json, files: Mapping[int, Upload]) -> Draft:
        flags = Flag(body.get("flags") or 0)
        if interaction.private_only:
            flags |= Flag.EPHEMERAL
        private = Flag.EPHEMERAL in flags
        metadata = {
            "id": str(interaction.id),
            "type": int(interaction.kind),
            "user": user_payload(self._world.people[interaction.user_id]),
            "authorizing_integration_owners": interaction.payload["authorizing_integration_owners"],
        }
        if interaction.source_id is not None:
            metadata["interacted_message_id"] = str(interaction.source_id)
        extra = {"interaction_metadata": metadata, "webhook_id": str(self._world.bot_id)}
        return Draft(
            self._world.bot_id,
            self._world.channels[interaction.channel_id],
            {**body, "flags": int(flags)},
            files,
            seen_by=interaction.user_id if private else None,
            interaction_id=interaction.id,
            kind=_message_kind(interaction),
            extra={**extra, "application_id": str(self._world.bot_id)},
        )

    def _create(
        self, interaction: Interaction, data: Json, files: Mapping[int, Upload], *, loading: bool
    ) -> StoredMessage:
        draft = self._draft(interaction, data, files)
        message = self._messages.loading(draft) if loading else self._messages.post(draft)
        interaction.original_id = message.id
        return message

    def respond_message(self, interaction: Interaction, data: Json, files: Mapping[int, Upload]) -> StoredMessage:
        """Callback 4: write a message at once."""
        bodies.check(data)
        return self._create(interaction, data, files, loading=False)

    def respond_defer(self, interaction: Interaction, data: Json, _files: Mapping[int, Upload]) -> StoredMessage:
        """Callback 5: show "is thinking …"; only the ephemeral flag counts."""
        flags = Flag(data.get("flags") or 0)
        if flags & ~(Flag.EPHEMERAL | Flag.COMPONENTS_V2 | Flag.SUPPRESS_NOTIFICATIONS):
            raise ApiError(50035, f"flags {int(flags)} cannot go with a deferral")
        return self._create(interaction, {"flags": int(flags & Flag.EPHEMERAL)}, NO_FILES, loading=True)

    def respond_defer_update(self, interaction: Interaction, _data: Json, _files: Mapping[int, Upload]) -> None:
        """Callback 6: acknowledge a component without showing anything."""
        interaction.original_id = interaction.source_id

    def respond_update(self, interaction: Interaction, data: Json, files: Mapping[int, Upload]) -> StoredMessage:
        """Callback 7: change the message that the component sits on."""
        message = self._world.messages.get(interaction.source_id or 0)
        if message is None or message.deleted:
            raise ApiError(10008, f"the message of {interaction} is gone")
        self._messages.edit(message, data, files)
        interaction.original_id = message.id
        return message

    def respond_choices(self, interaction: Interaction, data: Json, _files: Mapping[int, Upload]) -> None:
        """Callback 8: suggest values."""
        choices = data.get("choices") or []
        if len(choices) > limits.CHOICES:
            raise ApiError(50035, f"{len(choices)} choices, allowed are {limits.CHOICES}")
        if problems := list(choice_problems(choices)):
            raise ApiError(50035, "; ".join(problems))
        interaction.choices = choices

    def respond_modal(self, interaction: Interaction, data: Json, _files: Mapping[int, Upload]) -> None:
        """Callback 9: open a form."""
        if problems := modal_problems(data):
            raise ApiError(50035, "; ".join(problems))
        interaction.modal = {**data, "components": components.placed(data["components"])}


Handler = Callable[[Interactions, Interaction, Json, Mapping[int, Upload]], StoredMessage | None]
HANDLERS: dict[Callback, Handler] = {
    Callback.MESSAGE: Interactions.respond_message,
    Callback.DEFER: Interactions.respond_defer,
    Callback.DEFER_UPDATE: Interactions.respond_defer_update,
    Callback.UPDATE: Interactions.respond_update,
    Callback.CHOICES: Interactions.respond_choices,
    Callback.MODAL: Interactions.respond_modal,
}


def _callback(interaction: Interaction, body: Json) -> Callback:
    """The callback's type, if it fits what the person did; raises ApiError 50035."""
    if unknown := body.keys() - {"type", "data"}:
        raise ApiError(50035, f"a callback has no keys {sorted(unknown)}")
    if body.get("type") not in {int(callback) for callback in Callback}:
        raise ApiError(50035, f"callback type {body.get('type')} is not known")
    callback = Callback(body["type"])
    fits = {
        InteractionKind.COMMAND: MESSAGES | {Callback.MODAL},
        InteractionKind.COMPONENT: MESSAGES | UPDATES | {Callback.MODAL},
        InteractionKind.AUTOCOMPLETE: {Callback.CHOICES},
        InteractionKind.MODAL: MESSAGES | (UPDATES if interaction.source_id else frozenset()),
    }
    if callback not in fits[interaction.kind]:
        raise ApiError(50035, f"{callback.name} does not answer {interaction}")
    return callback


def _callback_response(interaction: Interaction, callback: Callback, message: StoredMessage | None) -> Json:
    """The body that `with_response=1` asks for."""
    described: Json = {"id": str(interaction.id), "type": int(interaction.kind)}
    response: Json = {"interaction": described}
    if message is not None:
        described["response_message_id"] = str(message.id)
        described["response_message_loading"] = callback is Callback.DEFER
        described["response_message_ephemeral"] = message.seen_by is not None
        response["resource"] = {"type": int(callback), "message": message.payload}
    return response


def _message_kind(interaction: Interaction) -> MessageKind:
    is_menu = "target_id" in interaction.payload["data"]
    if interaction.kind is not InteractionKind.COMMAND:
        return MessageKind.DEFAULT
    return MessageKind.MENU_RESPONSE if is_menu else MessageKind.SLASH_RESPONSE


def _visible_flags(body: Json) -> int:
    """The flags of a follow-up that fills a deferred message, which stays as private as it was deferred."""
    return int(body.get("flags") or 0) & ~int(Flag.EPHEMERAL)
