"""What a test sees: messages and answers, read from the world as they stand. Changes nothing."""

from typing import Literal

from tests.discord_double import components
from tests.discord_double.errors import ClientError
from tests.discord_double.forms import Form
from tests.discord_double.interactions import Interaction
from tests.discord_double.kinds import SELECTS, Callback, Flag, Json, Part
from tests.discord_double.world import StoredMessage, World

Outcome = Literal["message", "deferred", "update", "acknowledged", "choices", "modal"]
OUTCOMES: dict[Callback, Outcome] = {
    Callback.MESSAGE: "message",
    Callback.DEFER: "deferred",
    Callback.DEFER_UPDATE: "acknowledged",
    Callback.UPDATE: "update",
    Callback.CHOICES: "choices",
    Callback.MODAL: "modal",
}


class Message:
    """A message as it stands now; reading it later shows later edits."""

    def __init__(self, world: World, stored: StoredMessage) -> None:
        self._world = world
        self.stored = stored

    def __repr__(self) -> str:
        return f"<Message {self.id} by {self.author}: {self.text()[:80]!r}>"

    @property
    def id(self) -> int:
        """The message's id."""
        return self.stored.id

    @property
    def payload(self) -> Json:
        """The message object as Discord has it."""
        return self.stored.payload

    @property
    def author(self) -> str:
        """The author's name."""
        return self._world.people[self.stored.author_id].name

    @property
    def channel_id(self) -> int:
        """Where it stands."""
        return self.stored.channel_id

    @property
    def content(self) -> str:
        """The plain text, which a Components V2 message does not have."""
        return str(self.payload["content"])

    @property
    def components(self) -> list[Json]:
        """The components at its top."""
        return list(self.payload["components"])

    @property
    def parts(self) -> list[Json]:
        """All components, outer before inner."""
        return list(components.walk(self.components))

    @property
    def buttons(self) -> dict[str, Json]:
        """The buttons by label, or by emoji where they have no label."""
        found = [part for part in self.parts if part["type"] == Part.BUTTON]
        return {part.get("label") or part["emoji"]["name"]: part for part in found}

    @property
    def selects(self) -> list[Json]:
        """The select menus."""
        return [part for part in self.parts if part["type"] in SELECTS]

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return self.stored.seen_by is not None

    @property
    def is_card(self) -> bool:
        """Whether it is a Components V2 message."""
        return Flag.COMPONENTS_V2 in Flag(self.payload["flags"])

    @property
    def loading(self) -> bool:
        """Whether it still says "is thinking …"."""
        return Flag.LOADING in Flag(self.payload["flags"])

    @property
    def edited(self) -> bool:
        """Whether it was changed after it first showed something."""
        return self.payload["edited_timestamp"] is not None

    @property
    def deleted(self) -> bool:
        """Whether it is gone."""
        return self.stored.deleted

    @property
    def pinged(self) -> frozenset[str]:
        """Whom it pinged: names, "@&role", "everyone" or "here"."""
        return self.stored.pinged

    @property
    def replies_to(self) -> int | None:
        """The message it replies to."""
        reference = self.payload.get("message_reference")
        return int(reference["message_id"]) if reference else None

    @property
    def files(self) -> dict[str, bytes]:
        """Attached files by name."""
        return {file["filename"]: self._world.files[int(file["id"])] for file in self.payload["attachments"]}

    def text(self) -> str:
        """All text that a person reads in it, buttons left out."""
        embeds = [
            str(text)
            for embed in self.payload["embeds"]
            for text in (embed.get("title"), embed.get("description"))
            if text
        ]
        return "\n".join(filter(None, [self.content, *embeds, *components.texts(self.components)]))

    def find(self, wanted: str, kinds: frozenset[Part]) -> Json:
        """The component with this custom id, label, emoji or placeholder.

        Raises:
            ClientError: there is none, or it is disabled.
        """
        for part in self.parts:
            names = {part.get("custom_id"), part.get("label"), part.get("placeholder")}
            names.add((part.get("emoji") or {}).get("name"))
            if part["type"] in kinds and wanted in names:
                if part.get("disabled"):
                    raise ClientError(f"{wanted!r} is disabled")
                return part
        raise ClientError(f"no {wanted!r} on {self!r}; buttons: {sorted(self.buttons)}")


class Answer:
    """What the bot made of one thing a person did; reading it later shows what came later."""

    def __init__(self, world: World, interaction: Interaction) -> None:
        self._world = world
        self.interaction = interaction

    def __repr__(self) -> str:
        return f"<Answer {self.outcome} {self.text()[:80]!r}>"

    @property
    def outcome(self) -> Outcome:
        """How the bot first responded."""
        if self.interaction.callback is None:
            raise ClientError(f"{self.interaction} was not answered")
        return OUTCOMES[self.interaction.callback]

    @property
    def deferred(self) -> bool:
        """Whether it said "is thinking …" first."""
        return self.outcome == "deferred"

    @property
    def latency_s(self) -> float:
        """Seconds from the event to the first response."""
        return (self.interaction.acknowledged_s or 0.0) - self.interaction.dispatched_s

    @property
    def messages(self) -> list[Message]:
        """The responses that stand, the original first, then follow-ups."""
        ids = [self.interaction.original_id, *self.interaction.followups]
        found = [self._world.messages[message_id] for message_id in ids if message_id is not None]
        return [Message(self._world, stored) for stored in found if not stored.deleted]

    @property
    def message(self) -> Message:
        """The last response."""
        if not self.messages:
            raise ClientError(f"no message answers {self.interaction}")
        return self.messages[-1]

    @property
    def ephemeral(self) -> bool:
        """Whether all responses are seen by one person only."""
        return all(message.ephemeral for message in self.messages)

    @property
    def components(self) -> list[Json]:
        """The components at the top of the last response."""
        return self.message.components

    @property
    def form(self) -> Form:
        """The modal that was opened."""
        if self.interaction.modal is None:
            raise ClientError(f"no form opened for {self.interaction}")
        return Form(self.interaction.modal, self.interaction)

    @property
    def choices(self) -> list[Json]:
        """What autocomplete suggested."""
        return self.interaction.choices or []

    def text(self) -> str:
        """All text that a person reads in the responses."""
        return "\n".join(message.text() for message in self.messages)
