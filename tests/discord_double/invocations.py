"""What a person's Discord app makes of a command and its options: checked as the app checks, then as JSON.

The app refuses what the synced command does not allow; `checked=False` sends it all the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.discord_double.errors import ClientError
from tests.discord_double.kinds import ChannelKind, Json, OptionKind, Permission
from tests.discord_double.payloads import channel_payload, member_payload, user_payload
from tests.discord_double.permissions import channel_permissions
from tests.discord_double.uploads import Upload, store
from tests.discord_double.world import Channel, Person, World

Value = str | int | float | bool | Person | Channel | Upload

TYPES: dict[OptionKind, tuple[type, ...]] = {
    OptionKind.STRING: (str,),
    OptionKind.INTEGER: (int,),
    OptionKind.BOOLEAN: (bool,),
    OptionKind.USER: (Person,),
    OptionKind.CHANNEL: (Channel,),
    OptionKind.MENTIONABLE: (Person,),
    OptionKind.NUMBER: (int, float),
    OptionKind.ATTACHMENT: (Upload,),
}
"""What a test passes for an option of each type."""


@dataclass(slots=True)
class Resolved:
    """Collects the objects that option values name, as the app sends them along."""

    world: World
    origin: str
    guild_id: int | None
    user_id: int
    data: Json = field(default_factory=dict)

    def value(self, value: Value) -> str | int | float | bool:
        """The value as it travels; objects are added to what goes along."""
        if isinstance(value, Person):
            self.person(value)
            return str(value.id)
        if isinstance(value, Channel):
            self.data.setdefault("channels", {})[str(value.id)] = channel_payload(self.world, value) | {
                "permissions": str(int(channel_permissions(self.world, value, self.user_id)))
            }
            return str(value.id)
        if isinstance(value, Upload):
            attachment = store(self.world, self.origin, value)
            self.data.setdefault("attachments", {})[attachment["id"]] = attachment | {"ephemeral": True}
            return str(attachment["id"])
        return value

    def person(self, person: Person) -> None:
        """Send a user along, as a member too where they are one."""
        self.data.setdefault("users", {})[str(person.id)] = user_payload(person)
        guild = self.world.guilds.get(self.guild_id or 0)
        if guild and person.id in guild.members:
            member = member_payload(guild.members[person.id]) | {"permissions": "0"}
            self.data.setdefault("members", {})[str(person.id)] = member


def leaf(command: Json, path: list[str]) -> tuple[Json, list[Json]]:
    """Follow subcommand names to the one that runs; return it and the nodes on the way, outermost first.

    Raises:
        ClientError: there is no such subcommand, or one must be chosen.
    """
    node, nodes = command, []
    for name in path:
        children = {child["name"]: child for child in node.get("options") or []}
        if name not in children or children[name]["type"] not in {OptionKind.SUBCOMMAND, OptionKind.GROUP}:
            raise ClientError(f"/{command['name']} has no subcommand {name!r}, only {sorted(children)}")
        node = children[name]
        nodes.append(node)
    if any(child["type"] in {OptionKind.SUBCOMMAND, OptionKind.GROUP} for child in node.get("options") or []):
        raise ClientError(f"/{' '.join([command['name'], *path])} needs a subcommand")
    return node, nodes


def nested(nodes: list[Json], options: list[Json]) -> list[Json]:
    """Wrap the options of a subcommand into its ancestors."""
    for node in reversed(nodes):
        options = [{"type": node["type"], "name": node["name"], "options": options}]
    return options


def option_data(
    node: Json,
    values: Mapping[str, Value],
    resolved: Resolved,
    *,
    focused: str | None = None,
    checked: bool = True,
) -> list[Json]:
    """The options of a call, in the order the command declares them.

    Args:
        node: the command or subcommand.
        values: by option name.
        resolved: takes the objects the values name.
        focused: the option being typed, for autocomplete; nothing is required then.
        checked: whether to refuse what the app would refuse.

    Raises:
        ClientError: an option is unknown, missing or out of its bounds.
    """
    declared = {option["name"]: option for option in node.get("options") or []}
    if unknown := values.keys() - declared.keys():
        raise ClientError(f"/{node['name']} has no options {sorted(unknown)}, only {sorted(declared)}")
    missing = [name for name, option in declared.items() if option.get("required") and name not in values]
    if missing and focused is None and checked:
        raise ClientError(f"/{node['name']} needs {missing}")
    result = []
    for name, option in declared.items():
        if name not in values:
            continue
        if checked and focused is None:
            _check_value(option, values[name])
        sent: Json = {"type": option["type"], "name": name, "value": resolved.value(values[name])}
        result.append(sent | ({"focused": True} if name == focused else {}))
    return result


def _check_value(option: Json, value: Value) -> None:
    name, kind = option["name"], OptionKind(option["type"])
    is_wrong_bool = isinstance(value, bool) and kind is not OptionKind.BOOLEAN
    if not isinstance(value, TYPES[kind]) or is_wrong_bool:
        raise ClientError(f"{name}: a {kind.name.lower()} is wanted, not {value!r}")
    choices = [choice["value"] for choice in option.get("choices") or []]
    if choices and value not in choices:
        raise ClientError(f"{name}: {value!r} is not among {choices}")
    if isinstance(value, str):
        _check_bounds(name, len(value), option.get("min_length"), option.get("max_length"))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        _check_bounds(name, value, option.get("min_value"), option.get("max_value"))


def _check_bounds(name: str, size: float, least: float | None, most: float | None) -> None:
    if (least is not None and size < least) or (most is not None and size > most):
        raise ClientError(f"{name}: {size} is outside {least} to {most}")


@dataclass(frozen=True, slots=True)
class Installation:
    """By whom the app is here for a command, and whether Discord makes its responses private."""

    owners: dict[str, str]
    private_only: bool

    @property
    def user_only(self) -> bool:
        """Whether only the user brought it here."""
        return "0" not in self.owners


def installation(world: World, channel: Channel, person: Person, command: Json | None) -> Installation:
    """Work out whose installation a command runs under; a component, without a command, takes any."""
    guild = world.guild_of(channel)
    kinds = set((command or {}).get("integration_types") or [0, 1])
    owners: dict[str, str] = {}
    if 0 in kinds and (guild is None or guild.has_bot):
        owners["0"] = "0" if guild is None else str(guild.id)
    if 1 in kinds and person.installed:
        owners["1"] = str(person.id)
    may_show = Permission.USE_EXTERNAL_APPS in channel_permissions(world, channel, person.id)
    private = "0" not in owners and guild is not None and not may_show
    return Installation(owners, private)


def check_visible(world: World, channel: Channel, person: Person, command: Json) -> None:
    """Check that the person's app offers this command here.

    Raises:
        ClientError: wrong context, not installed, or hidden by permissions.
    """
    name = command["name"]
    context = 0 if channel.kind is not ChannelKind.DM else 1
    if command.get("contexts") is not None and context not in command["contexts"]:
        raise ClientError(f"{name!r} is not offered in context {context}")
    if context == 1 and command.get("dm_permission") is False:
        raise ClientError(f"{name!r} is not offered in direct messages")
    if not installation(world, channel, person, command).owners:
        raise ClientError(f"{name!r} is not installed for #{channel.name} nor for {person.name}")
    if channel.guild_id is None:
        return
    held = channel_permissions(world, channel, person.id)
    if Permission.USE_APPLICATION_COMMANDS not in held:
        raise ClientError(f"{person.name} may not use commands in #{channel.name}")
    needed = command.get("default_member_permissions")
    if needed is not None and not _allows(held, int(needed)):
        raise ClientError(f"{name!r} is hidden from {person.name}")


def _allows(held: Permission, needed: int) -> bool:
    """Whether default member permissions let this member see a command; 0 is for administrators only."""
    if Permission.ADMINISTRATOR in held:
        return True
    return needed != 0 and (int(held) & needed) == needed & int(Permission.everything())
