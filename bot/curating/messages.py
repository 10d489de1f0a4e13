"""A message's own words as a seed, by a server's setting: never, its author's own, or where its author allows it.

Who wrote it is asked beneath it, and nobody else can answer. What was allowed is the message as it was then.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

import discord
from discord import ui

from bot.access.permissions import guild_id_of
from bot.cards import answers as cards
from bot.curating.cards import person, said_page
from bot.curating.services import CuratorServices, curator, now
from bot.replies.buttons import Act, Press
from bot.replies.custom_ids import ButtonId
from bot.replies.reply import Interaction
from bot.seeding.intake.messages import message_file
from bot.seeding.intake.understanding import AttachedFile
from bot.seeding.preview_handlers import Begun, PreviewHandlers
from bot.seeding.values import Curator
from bot.store.queries.curating.messages import MessageSeed, MessageState
from bot.store.queries.seeds import SeedContents
from bot.wording import origins as wording
from bot.wording.i18n import gettext as _

_ANSWERS: Final[Mapping[str, tuple[MessageState, str]]] = {
    "msgallow": ("allowed", wording.ALLOWED),
    "msgrefuse": ("refused", wording.REFUSED),
}


class MessageSeeds:
    """Makes seeds of messages.

    Args:
        services: what this works with.
        previews: shows drafts; the same as for files.
        answers_for: whether this worker answers for a server at this moment.
    """

    def __init__(
        self, services: CuratorServices, previews: PreviewHandlers, answers_for: Callable[[discord.Object], bool]
    ) -> None:
        self._services = services
        self._previews = previews
        self._answers_for = answers_for
        self.acts: Mapping[str, Act] = {name: partial(self._answered, name) for name in _ANSWERS}

    def begin(self) -> None:
        """Hear, from now on, of messages that are deleted."""

        async def one(payload: discord.RawMessageDeleteEvent) -> None:
            await self._deleted(payload.guild_id, frozenset((payload.message_id,)))

        async def many(payload: discord.RawBulkMessageDeleteEvent) -> None:
            await self._deleted(payload.guild_id, frozenset(payload.message_ids))

        self._services.bot.add_listener(one, "on_raw_message_delete")
        self._services.bot.add_listener(many, "on_raw_bulk_message_delete")

    async def add(self, interaction: Interaction, message: discord.Message) -> None:
        """Show a preview of a message, ask its author, or say why neither; the cog has let a curator in."""
        allowed = (await self._services.settings(interaction)).message_seeds
        file = message_file(message)
        if allowed == "off" or file is None:
            await self._services.replies.tell(
                interaction, _(wording.MESSAGES_OFF if allowed == "off" else wording.NO_WORDS)
            )
            return
        wanted = _wanted(curator(interaction), message, file)
        is_own = message.author.id == interaction.user.id and message.webhook_id is None
        if is_own or (allowed == "consent" and _is_nobodys(message)):
            await self._preview(interaction, wanted, file)
        elif allowed == "own":
            await self._services.replies.tell(interaction, _(wording.NOT_OWN))
        else:
            await self._with_consent(interaction, message, wanted, file)

    async def _with_consent(
        self, interaction: Interaction, message: discord.Message, wanted: MessageSeed, file: AttachedFile
    ) -> None:
        records, replies = self._services.store.curators, self._services.replies
        known = await replies.to_thread(lambda: records.message(wanted.guild_id, wanted.message_id))
        state = known.state if known is not None else None
        if known is not None and state == "allowed" and known.checksum == wanted.checksum:
            await self._preview(interaction, wanted, file)
        elif state == "refused":
            await replies.tell(interaction, _(wording.WAS_REFUSED))
        elif known is not None and state == "asked" and known.checksum == wanted.checksum:
            await replies.tell(interaction, _(wording.IS_ASKED))
        elif not interaction.app_permissions.send_messages:
            await replies.tell(interaction, _(wording.CANNOT_ASK))
        else:
            await replies.to_thread(lambda: records.put_message(wanted))
            await replies.tell(interaction, _(wording.IS_ASKED))
            page = said_page(wording.ASKS, author=person(wanted.author_id), curator=person(wanted.asked_by))
            await replies.reply(message, lambda: cards.render(page, _rows(wanted)))

    async def _preview(self, interaction: Interaction, wanted: MessageSeed, file: AttachedFile) -> None:
        """Show a draft of a message; that it may be a seed is kept, for when it is deleted or its author forgotten."""
        services = self._services

        async def begin(who: Curator) -> Begun:
            allowed = replace(wanted, state="allowed")
            await services.replies.to_thread(lambda: services.store.curators.put_message(allowed))
            return await services.replies.aside(partial(services.curation.previews.preview, who, [file])), ""

        await self._previews.show(interaction, begin)

    async def _answered(self, action: str, interaction: Interaction, pressed: ButtonId) -> None:
        """Take what an author says; anybody else is told whose word it is."""
        replies, records, guild_id = (
            self._services.replies,
            self._services.store.curators,
            guild_id_of(interaction) or 0,
        )
        message_id = int(pressed.argument) if pressed.argument.isdecimal() else 0
        known = await replies.to_thread(lambda: records.message(guild_id, message_id))
        if known is None or known.state not in {"asked", "allowed", "refused"}:
            await replies.tell(interaction, _(wording.NO_LONGER_ASKED))
            return
        if interaction.user.id != known.author_id:
            await replies.tell(interaction, _(wording.ONLY_THE_AUTHOR))
            return
        state, template = _ANSWERS[action]
        people = {"author": person(known.author_id), "curator": person(known.asked_by)}

        def make() -> ui.LayoutView:
            records.settle_message(guild_id, message_id, state)
            return cards.render(said_page(template, **people))

        await replies.update(interaction, make)

    async def _deleted(self, guild_id: int | None, message_ids: frozenset[int]) -> None:
        """Tell curators which seeds have lost their messages."""
        if guild_id is None or not self._answers_for(discord.Object(guild_id)):
            return
        services = self._services
        gone = await services.replies.to_thread(lambda: services.store.curators.note_deleted(guild_id, message_ids))
        if not gone:
            return
        channel = (await services.rules.settings(guild_id)).review_channel
        await services.rules.speak_in(services.bot.get_guild(guild_id))
        for message, seeds in gone:
            view = cards.render(said_page(wording.MESSAGE_GONE, seed=", ".join(seeds)))
            if await services.post(guild_id, channel, view) is None and message.asked_by:
                await services.posting.write_to(message.asked_by, view)


def _is_nobodys(message: discord.Message) -> bool:
    """Tell whether a program posted a message, so that nobody can be asked."""
    return message.webhook_id is not None or message.author.bot


def _wanted(who: Curator, message: discord.Message, file: AttachedFile) -> MessageSeed:
    checksum = SeedContents(file.data, None).checksum
    author, channel = message.author.id, message.channel.id
    return MessageSeed(who.guild_id, message.id, channel, author, who.user_id, now(), checksum, "asked")


def _rows(wanted: MessageSeed) -> list[ui.ActionRow[Any]]:
    labels = {"msgallow": wording.ALLOW, "msgrefuse": wording.REFUSE}
    argument = str(wanted.message_id)
    return [ui.ActionRow[Any](*(Press(ButtonId(act, argument, 0), _(label)) for act, label in labels.items()))]
