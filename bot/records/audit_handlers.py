"""What admins read of what was done in their server, by command and by button.

Every card is private, and who acts is checked at every act, whatever a button's custom id says.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from discord import ui

from bot.access.permissions import required_guild_id
from bot.access.rules import Rules
from bot.cards import answers as cards
from bot.records.pages import audit_page
from bot.replies.buttons import Act, Interaction, Press
from bot.replies.custom_ids import ButtonId
from bot.replies.reply import Replies
from bot.replies.sending import ReplyResult, attachment
from bot.store.queries.audit import AuditAct, AuditEntry
from bot.store.store import Store
from bot.wording import records as wording
from bot.wording.i18n import gettext as _

ENTRIES_ON_A_PAGE = 10
ENTRIES_AT_ONCE = 1_000  # read for an export
LONGEST_NUMBER = 18  # digits; the database's numbers have no more


class AuditHandlers:
    """Shows administrative acts and hands them out.

    Args:
        replies: the one door.
        store: where they are kept.
        rules: who may see them.
    """

    def __init__(self, replies: Replies, store: Store, rules: Rules) -> None:
        self._replies = replies
        self._store = store
        self._rules = rules
        self.acts: Mapping[str, Act] = {"audit": self._turn}

    async def show(self, interaction: Interaction) -> None:
        """Show the newest acts, to an admin."""
        if await self._rules.admits_admin(interaction):
            await self._replies.answer(interaction, lambda: self._card(interaction, None), private=True)

    async def export(self, interaction: Interaction) -> None:
        """Hand all acts to an admin, as a file; this is one of them."""
        if await self._rules.admits_admin(interaction):
            await self._replies.answer_files(interaction, lambda: [self._file(interaction)])

    async def _turn(self, interaction: Interaction, pressed: ButtonId) -> None:
        argument = pressed.argument
        before = int(argument) if argument.isdecimal() and len(argument) <= LONGEST_NUMBER else None
        if await self._rules.admits_admin(interaction):
            await self._replies.update(interaction, lambda: self._card(interaction, before))

    def _card(self, interaction: Interaction, before: int | None) -> ui.LayoutView:
        found = self._store.audit_entries(required_guild_id(interaction), before=before, limit=ENTRIES_ON_A_PAGE + 1)
        shown, asker = found[:ENTRIES_ON_A_PAGE], interaction.user.id
        turns = [Press(ButtonId("audit", "", asker), _(wording.NEWEST))] if before is not None else []
        if len(found) > len(shown):
            turns.append(Press(ButtonId("audit", str(shown[-1].number), asker), _(wording.OLDER)))
        return cards.render(audit_page(shown), [ui.ActionRow[Any](*turns)] if turns else [])

    def _file(self, interaction: Interaction) -> ReplyResult:
        guild_id = required_guild_id(interaction)
        self._store.record_act(guild_id, interaction.user.id, datetime.now(UTC), AuditAct("export-audit"))
        lines = [json.dumps(as_json(entry), ensure_ascii=False) for entry in self._all(guild_id)]
        return attachment(interaction, _(wording.EXPORTED_AUDIT), "audit.jsonl", "\n".join([*lines[::-1], ""]).encode())

    def _all(self, guild_id: int) -> Iterator[AuditEntry]:
        before: int | None = None
        while found := self._store.audit_entries(guild_id, before=before, limit=ENTRIES_AT_ONCE):
            yield from found
            before = found[-1].number


def as_json(entry: AuditEntry) -> dict[str, Any]:
    """Return an entry as it is exported: users by number, in a string, or by pseudonym; checksums in full."""
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "actor": entry.pseudonym if entry.actor is None else str(entry.actor),
        "action": entry.act.action,
        "seed": entry.act.seed,
        "before": entry.act.before,
        "after": entry.act.after,
        "details": dict(entry.act.details),
    }
