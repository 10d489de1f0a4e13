"""Names and descriptions of commands in each language, as Discord shows them; the English ones stand in the cogs.

A name that a catalogue has but Discord would refuse is left out, so that no translation can keep commands from being
synced. Knows no command in particular.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation, TranslationContextTypes, locale_str

from bot.wording.i18n import COMMAND, language_of, pgettext, speaking

log = logging.getLogger(__name__)
Tree = app_commands.CommandTree[Any]

# What a text is: the context under which catalogues keep it, and the most characters Discord takes.
NAME, MENU, OPTION, DESCRIPTION, CHOICE = COMMAND, "menu", "option", "description", "choice"
MOST_CHARS: Final = {NAME: 32, MENU: 32, OPTION: 32, DESCRIPTION: 100, CHOICE: 100}
_KINDS: Final = {
    TranslationContextLocation.command_name: NAME,
    TranslationContextLocation.command_description: DESCRIPTION,
    TranslationContextLocation.group_name: NAME,
    TranslationContextLocation.group_description: DESCRIPTION,
    TranslationContextLocation.parameter_name: OPTION,
    TranslationContextLocation.parameter_description: DESCRIPTION,
    TranslationContextLocation.choice_name: CHOICE,
}


class CommandTranslator(app_commands.Translator):
    """Looks up the names and descriptions of commands for every locale that Discord knows."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: TranslationContextTypes
    ) -> str | None:
        """Return a text in the language of a locale, or None where the English one is shown."""
        kind = kind_of(context)
        with speaking(language_of(locale)):
            said = pgettext(kind, string.message)
        if said == string.message:
            return None
        if not is_valid(kind, said):
            log.warning("not a %s that Discord takes, so the English one is shown: %r", kind, said)
            return None
        return said


class CommandMentions:
    """Writes the names of commands so that they can be clicked, by the ids that Discord gave them at the last sync."""

    def __init__(self) -> None:
        self.ids: Mapping[str, int] = {}

    def __call__(self, name: str) -> str:
        """Return Markdown that names a command; plain words where its id is not known."""
        number = self.ids.get(name.partition(" ")[0])
        return f"/{name}" if number is None else f"</{name}:{number}>"


@dataclass(frozen=True, slots=True)
class SyncedCommands:
    """What is kept of the last sync: a hash of the commands, and the id of each by its name."""

    hash: str
    ids: Mapping[str, int]

    def __str__(self) -> str:
        return f"{self.hash} {json.dumps(self.ids, sort_keys=True)}"

    @classmethod
    def read(cls, stored: str | None) -> Self:
        """Read what is stored; an earlier version kept no ids, so its hash counts for nothing."""
        known, _space, ids = (stored or "").partition(" ")
        return cls(known, json.loads(ids)) if ids else cls("", {})


def kind_of(context: TranslationContextTypes) -> str:
    """Tell what a text of a command is."""
    if isinstance(context.data, app_commands.ContextMenu):
        return MENU
    return _KINDS[context.location]


def is_valid(kind: str, text: str) -> bool:
    """Tell whether Discord takes a text as what it is to be; names are lower case and have no spaces."""
    if not 1 <= len(text) <= MOST_CHARS[kind]:
        return False
    if kind not in {NAME, OPTION}:
        return text.strip() == text
    return text == text.lower() and all(each.isalnum() or each in "-_'" for each in text)


def name_options(tree: Tree) -> None:
    """Have the names of options translated too; the library translates only those that a command renames."""
    for command in tree.walk_commands(type=discord.AppCommandType.chat_input):
        if isinstance(command, app_commands.Command):
            names = {each.name: locale_str(each.display_name) for each in command.parameters}
            app_commands.rename(**names)(command)


async def texts_of(tree: Tree) -> list[tuple[str, str]]:
    """List what there is to translate of the commands: what each text is, and the English one."""
    listener = _Listener()
    for command in tree.get_commands(type=None):
        await command.get_translated_payload(tree, listener)
    return list(dict.fromkeys(listener.heard))


class _Listener(app_commands.Translator):
    """Notes what the library asks to be translated, and translates nothing."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    async def translate(self, string: locale_str, _locale: discord.Locale, context: TranslationContextTypes) -> None:
        """Note a text."""
        self.heard.append((kind_of(context), string.message))
