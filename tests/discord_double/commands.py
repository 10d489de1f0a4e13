"""The application's commands: the rules for a command's shape, and the book of what is synced where."""

import json
from collections import Counter
from collections.abc import Iterable

import regex

from tests.discord_double import limits
from tests.discord_double.errors import ApiError
from tests.discord_double.kinds import CommandKind, Json, OptionKind
from tests.discord_double.world import Snowflakes

SLASH_NAME = regex.compile(r"[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}")
"""Discord's pattern for names; letters that have a lower case must be in it."""

COMMAND_KEYS = frozenset(
    {
        "id",
        "type",
        "name",
        "name_localizations",
        "description",
        "description_localizations",
        "options",
        "default_member_permissions",
        "dm_permission",
        "contexts",
        "integration_types",
        "nsfw",
        "handler",
    }
)
OPTION_KEYS = frozenset(
    {
        "type",
        "name",
        "name_localizations",
        "description",
        "description_localizations",
        "required",
        "choices",
        "options",
        "channel_types",
        "min_value",
        "max_value",
        "min_length",
        "max_length",
        "autocomplete",
    }
)
NESTED = frozenset({OptionKind.SUBCOMMAND, OptionKind.GROUP})
IDENTITY = frozenset({"id", "application_id", "version", "guild_id"})

Problems = Iterable[str]


def problems(command: Json) -> Problems:
    """All that Discord would refuse in one command."""
    name = command.get("name")
    yield from (f"command {name!r} has no key {key!r}" for key in sorted(command.keys() - COMMAND_KEYS))
    if command.get("type", 1) == CommandKind.SLASH:
        yield from _name_problems(command)
        yield from _description_problems(command)
        yield from _option_list_problems(str(name), command.get("options") or [])
        return
    if not 1 <= len(name or "") <= limits.COMMAND_NAME:
        yield f"menu command {name!r} has a name of {len(name or '')} characters"
    if command.get("description") or command.get("options"):
        yield f"menu command {name!r} has a description or options"


def _name_problems(named: Json) -> Problems:
    names = {"": named.get("name"), **(named.get("name_localizations") or {})}
    for locale, name in names.items():
        if not SLASH_NAME.fullmatch(name or "") or name != (name or "").lower():
            yield f"{name!r} is not a name for a command or option {locale}"


def _description_problems(named: Json) -> Problems:
    descriptions = {"": named.get("description"), **(named.get("description_localizations") or {})}
    for description in descriptions.values():
        if not 1 <= len(description or "") <= limits.COMMAND_DESCRIPTION:
            yield f"{named.get('name')!r} has a description of {len(description or '')} characters"


def _option_list_problems(owner: str, options: list[Json]) -> Problems:
    if len(options) > limits.COMMAND_OPTIONS:
        yield f"{owner!r} has {len(options)} options, allowed are {limits.COMMAND_OPTIONS}"
    names = Counter(option.get("name") for option in options)
    yield from (f"{owner!r} has option {name!r} twice" for name, count in names.items() if count > 1)
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield f"{owner!r} has a required option after an optional one"
    for option in options:
        yield from _option_problems(owner, option)


def _option_problems(owner: str, option: Json) -> Problems:
    yield from (f"option {option.get('name')!r} has no key {key!r}" for key in sorted(option.keys() - OPTION_KEYS))
    yield from _name_problems(option)
    yield from _description_problems(option)
    choices = option.get("choices") or []
    if len(choices) > limits.CHOICES:
        yield f"{owner!r}: option {option['name']!r} has {len(choices)} choices, allowed are {limits.CHOICES}"
    if choices and option.get("autocomplete"):
        yield f"{owner!r}: option {option['name']!r} has both choices and autocomplete"
    yield from choice_problems(choices)
    if option.get("type") in NESTED:
        yield from _option_list_problems(f"{owner} {option.get('name')}", option.get("options") or [])


def choice_problems(choices: list[Json]) -> Problems:
    """The rules for choices, fixed ones and those of autocomplete."""
    for choice in choices:
        if not 1 <= len(choice.get("name") or "") <= limits.CHOICE_NAME:
            yield f"choice {choice.get('name')!r} has a name of {len(choice.get('name') or '')} characters"
        if isinstance(choice.get("value"), str) and len(choice["value"]) > limits.CHOICE_VALUE:
            yield f"choice {choice.get('name')!r} has a value of {len(choice['value'])} characters"


class Commands:
    """What is synced, by guild (None for global ones). A name keeps its id for as long as it is synced."""

    def __init__(self, application_id: int, snowflakes: Snowflakes) -> None:
        self._application_id = application_id
        self._snowflakes = snowflakes
        self._synced: dict[int | None, dict[tuple[int, str], Json]] = {}
        self.syncs = 0

    def all(self, guild_id: int | None = None) -> list[Json]:
        """The commands of a guild, or the global ones."""
        return list(self._synced.get(guild_id, {}).values())

    def replace(self, commands: list[Json], guild_id: int | None = None) -> list[Json]:
        """Make these the only commands.

        Raises:
            ApiError: a command breaks a rule (50035), a name comes twice, or there are too many (30032).
        """
        _check_counts(commands)
        if found := [problem for command in commands for problem in problems(command)]:
            raise ApiError(50035, "; ".join(found))
        keys = Counter((command.get("type", 1), command["name"]) for command in commands)
        if twice := [name for (_, name), count in keys.items() if count > 1]:
            raise ApiError(50035, f"commands {twice} are there twice")
        former = self._synced.get(guild_id, {})
        stored = [self._complete(command, former, guild_id) for command in commands]
        self._synced[guild_id] = {(command["type"], command["name"]): command for command in stored}
        self.syncs += 1
        return stored

    def upsert(self, command: Json, guild_id: int | None = None) -> Json:
        """Add a command or replace the one of the same name; raises ApiError as `replace`."""
        key = (command.get("type", 1), command.get("name"))
        others = [_request(known) for known in self.all(guild_id) if (known["type"], known["name"]) != key]
        return self.replace([*others, command], guild_id)[-1]

    def edit(self, command_id: int, changes: Json, guild_id: int | None = None) -> Json:
        """Change one command; raises ApiError as `replace`, or 10063."""
        known = self.by_id(command_id, guild_id)
        self.delete(command_id, guild_id)
        return self.upsert({**_request(known), **changes}, guild_id) | {"id": str(command_id)}

    def delete(self, command_id: int, guild_id: int | None = None) -> None:
        """Take one command away; raises ApiError 10063."""
        known = self.by_id(command_id, guild_id)
        del self._synced[guild_id][known["type"], known["name"]]

    def by_id(self, command_id: int, guild_id: int | None = None) -> Json:
        """One command; raises ApiError 10063."""
        for command in self.all(guild_id):
            if command["id"] == str(command_id):
                return command
        raise ApiError(10063)

    def find(self, kind: CommandKind, name: str, guild_id: int | None) -> Json | None:
        """The command a person sees under this name; a guild's own hides a global one."""
        own = self._synced.get(guild_id, {}) if guild_id is not None else {}
        return own.get((kind, name)) or self._synced.get(None, {}).get((kind, name))

    def _complete(self, command: Json, former: dict[tuple[int, str], Json], guild_id: int | None) -> Json:
        """A command as Discord gives it back: with its id, and a description even where a menu has none."""
        kind = command.get("type", 1)
        known = former.get((kind, command["name"]))
        permissions = command.get("default_member_permissions")
        defaults: Json = {
            "id": known["id"] if known else str(self._snowflakes.make()),
            "application_id": str(self._application_id),
            "version": str(self._snowflakes.make()),
            "description": "",
            "name_localizations": None,
            "description_localizations": None,
            "contexts": None,
            "integration_types": [0],
            "dm_permission": True,
            "nsfw": False,
        }
        fixed: Json = {
            "type": kind,
            "default_member_permissions": None if permissions is None else str(permissions),
        }
        fixed |= {} if guild_id is None else {"guild_id": str(guild_id)}
        given = {key: value for key, value in json.loads(json.dumps(command)).items() if key != "id"}
        return defaults | given | fixed


def _request(command: Json) -> Json:
    """A stored command as it would be sent again."""
    return {key: value for key, value in command.items() if key not in IDENTITY and value not in (None, "")}


def _check_counts(commands: list[Json]) -> None:
    kinds = Counter(command.get("type", 1) for command in commands)
    if kinds[CommandKind.SLASH] > limits.SLASH_COMMANDS:
        raise ApiError(30032, f"{kinds[CommandKind.SLASH]} slash commands")
    for kind in (CommandKind.USER, CommandKind.MESSAGE):
        if kinds[kind] > limits.MENU_COMMANDS:
            raise ApiError(30032, f"{kinds[kind]} menu commands of type {kind}")
