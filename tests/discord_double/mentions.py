"""Who a message pings, as Discord works it out from text and `allowed_mentions`.

Stricter than Discord in one way: a mention inside code or behind a backslash counts too.
"""

import re
from dataclasses import dataclass

from tests.discord_double import limits
from tests.discord_double.errors import ApiError
from tests.discord_double.kinds import Json, Permission
from tests.discord_double.permissions import channel_permissions
from tests.discord_double.world import Channel, World

USER = re.compile(r"<@!?(\d+)>")
ROLE = re.compile(r"<@&(\d+)>")
EVERYTHING: Json = {"parse": ["users", "roles", "everyone"], "replied_user": True}
EVERYONE = re.compile(r"@(everyone|here)")


@dataclass(frozen=True, slots=True)
class Pings:
    """Who is pinged: users and roles by id, and whether everyone is."""

    users: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()
    everyone: tuple[str, ...] = ()

    def names(self, world: World) -> frozenset[str]:
        """The pinged, as people read them."""
        users = {world.people[user].name for user in self.users}
        roles = {f"@&{role}" for role in self.roles}
        return frozenset(users | roles | set(self.everyone))


def check_allowed(allowed: Json) -> None:
    """Check the shape of `allowed_mentions`; raises ApiError 50035."""
    parse = allowed.get("parse") or []
    if unknown := set(parse) - {"users", "roles", "everyone"}:
        raise ApiError(50035, f"allowed_mentions.parse does not know {sorted(unknown)}")
    for key in ("users", "roles"):
        if key in parse and allowed.get(key):
            raise ApiError(50035, f"allowed_mentions: parse {key!r} and a list of {key} exclude each other")
        if len(allowed.get(key) or []) > limits.ALLOWED_MENTIONS:
            raise ApiError(50035, f"allowed_mentions lists more than {limits.ALLOWED_MENTIONS} {key}")


def pings(
    world: World,
    channel: Channel,
    author_id: int,
    text: str,
    *,
    allowed: Json | None,
    replied_to: int | None = None,
) -> Pings:
    """Work out who a text pings; `allowed` None means all that it mentions, as Discord takes it."""
    rules: Json = EVERYTHING if allowed is None else allowed
    users = _listed(USER, text, rules, "users")
    users = [user for user in users if user in world.people]
    if replied_to is not None and rules.get("replied_user") and replied_to != author_id:
        users.append(replied_to)
    may_ping_all = Permission.MENTION_EVERYONE in channel_permissions(world, channel, author_id)
    everyone = EVERYONE.findall(text) if "everyone" in (rules.get("parse") or []) and may_ping_all else []
    roles = _listed(ROLE, text, rules, "roles") if may_ping_all else []
    return Pings(tuple(dict.fromkeys(users)), tuple(dict.fromkeys(roles)), tuple(dict.fromkeys(everyone)))


def _listed(pattern: re.Pattern[str], text: str, rules: Json, key: str) -> list[int]:
    """Ids that the text mentions and the rules let through."""
    found = [int(snowflake) for snowflake in pattern.findall(text)]
    if key in (rules.get("parse") or []):
        return found
    named = {int(snowflake) for snowflake in rules.get(key) or []}
    return [snowflake for snowflake in found if snowflake in named]
