"""Chats of programs to documents: a channel is a document, each message its speaker's.

Only public channels are read, and of several those that a curator named. People are "Member 1 …" unless the side-car
names them or states that they agreed: a channel that anybody may read is no consent to be quoted by name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from index.messages import N_, Sentence
from index.model import LeftOut, Position
from index.readers.parsing.base import Chosen, FormatError, ParsedDocument, reported
from index.readers.parsing.source_lines import find_citations
from index.readers.parsing.writing import TextWriter, Where

PRIVATE = Sentence("is a private chat, which is not read; export a public channel")
NOT_NAMED = N_(
    "holds several channels; name those to read in its side-car, as channels: [...], out of these public ones: {public}"
)
UNKNOWN = N_("holds no public channel {named}; name some of these: {public}")
NO_MESSAGES = Sentence("holds no messages of people in the channels to read")
BY_PROGRAMS = N_("Left out: messages of programs ({count}).")
_DATE_CHARS = (10, 7, 4)  # of a day, a month and a year in ISO 8601
MEMBERS = Sentence(
    "People are shown as Member 1 and so on; names: [...] in the side-car names those who agreed, or consent: true all."
)


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody said.

    Attributes:
        speaker: as shown; None where the words are a stranger's whose name is not stated.
        day: ISO 8601.
    """

    words: str
    speaker: str | None
    day: str | None = None
    source: str | None = None
    links: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as a document: its messages in order, and how many of programs were left out."""

    identity: str
    name: str
    messages: tuple[Message, ...]
    by_programs: int = 0
    source: str | None = None


@dataclass(slots=True)
class ShownNames:
    """How people are shown: by name where they agreed, else as members, numbered in order of appearance."""

    chosen: Chosen
    _members: dict[str, str] = field(default_factory=dict)

    def of(self, identity: str, *names: str) -> str:
        """Return how somebody is shown.

        Args:
            identity: what tells them from others.
            names: by which they are known, the one to show first.
        """
        known = [name.strip() for name in names if name.strip()]
        agreed = {name.casefold().lstrip("@") for name in self.chosen.names}
        if known and (self.chosen.consent or any(name.casefold() in agreed for name in known)):
            return known[0]
        return self._members.setdefault(identity or "".join(known), f"Member {len(self._members) + 1}")

    @property
    def are_hidden(self) -> bool:
        """Whether anybody is shown as a member so far."""
        return bool(self._members)


def chosen_channels(public: Sequence[str], chosen: Chosen) -> list[str]:
    """Return the names of the channels to read, as the export writes them.

    Raises FormatError where a curator named none and there are several, or named one that is not public.
    """
    if not public:
        raise FormatError(PRIVATE)
    if not chosen.channels:
        if len(public) > 1:
            raise FormatError(NOT_NAMED, public=", ".join(public))
        return list(public)
    named = {_folded(name) for name in chosen.channels}
    missing = [name for name in chosen.channels if _folded(name) not in set(map(_folded, public))]
    if missing:
        raise FormatError(UNKNOWN, named=", ".join(missing), public=", ".join(public))
    return [name for name in public if _folded(name) in named]


def documents_of(channels: Iterable[Channel], names: ShownNames) -> tuple[ParsedDocument, ...]:
    """Return a document for each channel with messages. Raises FormatError where there is none."""
    drafts = [_document(channel) for channel in channels if channel.messages]
    if not drafts:
        raise FormatError(NO_MESSAGES)
    if names.are_hidden:
        drafts[0] = reported(drafts[0], (LeftOut(MEMBERS, 0),))
    return tuple(drafts)


def _when(messages: Iterable[Message]) -> str | None:
    """Return the day, month or year in which all was said; None where that is more than a year."""
    days = {message.day for message in messages if message.day}
    for chars in _DATE_CHARS:
        periods = {day[:chars] for day in days}
        if len(periods) == 1:
            return periods.pop()
    return None


def _folded(name: str) -> str:
    return name.strip().lstrip("#").casefold()


def _document(channel: Channel) -> ParsedDocument:
    writer = TextWriter()
    for number, message in enumerate(channel.messages, start=1):
        position = Position("message", str(number))
        where = Where(speaker=message.speaker, position=position, source=message.source)
        writer.write(message.words, "post", where, message.links)
    text, blocks = writer.text, writer.blocks
    draft = ParsedDocument(
        text=text,
        blocks=blocks,
        citations=find_citations(text, blocks, writer.citations),
        title=channel.name or None,
        published=_when(channel.messages),
        identity=channel.identity,
        source=channel.source,
    )
    left_out = (LeftOut(Sentence(BY_PROGRAMS, count=channel.by_programs), 0),) if channel.by_programs else ()
    return reported(draft, left_out)
