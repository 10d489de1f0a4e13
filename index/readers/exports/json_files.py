"""Files of JSON: the exports that are known by what stands in them, whatever their names.

Posts of an account are public or not read; of chats only the channels that a curator named.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from index.messages import Sentence
from index.readers.chats import discord, telegram
from index.readers.exports import activitypub, ghost, json_feed, twitter
from index.readers.parsing.base import NOTHING_CHOSEN, Chosen, Format, FormatError, ParsedDocument
from index.readers.parsing.json_values import load_json

UNKNOWN = Sentence("is JSON of a program that is not known here; save its text as Markdown")

_BEGINS = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*"[^"\r\n]*"\s*:|\[\s*\{\s*"[^"\r\n]*"\s*:)')
_ENDS = (b"}", b"]")
_EDGE_BYTES = 400


class _Kind(NamedTuple):
    """An export of one program: whether JSON is one, and how it is read."""

    is_one: Callable[[Any], bool]
    read: Callable[[Any, Chosen], tuple[ParsedDocument, ...]]


_KINDS = (
    _Kind(discord.is_export, discord.read_value),
    _Kind(telegram.is_export, telegram.read_value),
    _Kind(ghost.is_export, lambda value, _: ghost.read_value(value)),
    _Kind(json_feed.is_feed, lambda value, _: json_feed.read_value(value)),
    _Kind(activitypub.is_activity, lambda value, _: activitypub.read_value(value)),
)


def recognises(data: bytes) -> bool:
    """Whether a file is JSON from its first to its last character, or a part of an X archive."""
    if twitter.is_part(data):
        return True
    return bool(_BEGINS.match(data[:_EDGE_BYTES])) and data[-_EDGE_BYTES:].rstrip().endswith(_ENDS)


def read(data: bytes, chosen: Chosen = NOTHING_CHOSEN) -> tuple[ParsedDocument, ...]:
    """Read an export. Raises FormatError where it is damaged or of no program that is known."""
    if twitter.is_part(data):
        return twitter.read_part(data)
    value = load_json(data)
    kind = next((kind for kind in _KINDS if kind.is_one(value)), None)
    if kind is None:
        raise FormatError(UNKNOWN)
    return kind.read(value, chosen)


_SCRIPTS = frozenset({".js", ".txt"})
FORMAT = Format("JSON export", read, frozenset({".json"}), recognises, read_chosen=read, usual=_SCRIPTS)
