"""A Slack export: the public channels of a workspace, a file a day. Groups and direct messages are not read."""

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import PurePosixPath

from index.readers.archives.files import Files
from index.readers.chats.channels import Channel, Message, ShownNames, chosen_channels, documents_of
from index.readers.parsing.base import NOTHING_CHOSEN, Chosen, Format, ParsedDocument
from index.readers.parsing.json_values import Object, json_of, load_json, object_of, objects, text_of

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\.json")
_BY_PEOPLE = frozenset(("", "thread_broadcast", "file_share", "me_message", "file_comment"))
_LINK = re.compile(r"<(?P<mark>[@#!]?)(?P<to>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")


def recognises(files: Files) -> bool:
    """Whether an archive lists channels and people, with a file of messages a day."""
    return _root(files) is not None and any(_DAY.fullmatch(PurePosixPath(path).name) for path in files)


def read(files: Files, chosen: Chosen = NOTHING_CHOSEN) -> tuple[ParsedDocument, ...]:
    """Read the channels that the curator named, or the only one. Raises FormatError where none is named."""
    root = _root(files) or PurePosixPath()
    export = _Export(files, root, ShownNames(chosen))
    channels = [each for each in objects(json_of(files, root / "channels.json")) if each.get("is_private") is not True]
    wanted = set(chosen_channels([text_of(each, "name") for each in channels], chosen))
    return documents_of((export.channel(each) for each in channels if text_of(each, "name") in wanted), export.names)


def _root(files: Files) -> PurePosixPath | None:
    listed = (PurePosixPath(path).parent for path in sorted(files, key=len) if path.endswith("channels.json"))
    return next((folder for folder in listed if str(folder / "users.json") in files), None)


class _Export:
    """A workspace's people, and the messages of its channels."""

    def __init__(self, files: Files, root: PurePosixPath, names: ShownNames) -> None:
        self.names = names
        self._files, self._root = files, root
        self._people = {text_of(each, "id"): each for each in objects(json_of(files, root / "users.json"))}

    def channel(self, channel: Object) -> Channel:
        """Read a channel's days in order."""
        folder = str(self._root / text_of(channel, "name"))
        days = sorted(path for path in self._files if str(PurePosixPath(path).parent) == folder)
        messages = [
            message
            for path in days
            if _DAY.fullmatch(PurePosixPath(path).name)
            for message in objects(load_json(self._files[path]))
        ]
        by_people = [each for each in messages if self._is_by_a_person(each)]
        return Channel(
            identity=text_of(channel, "id") or text_of(channel, "name"),
            name="#" + text_of(channel, "name"),
            messages=tuple(self._message(each) for each in by_people),
            by_programs=len(messages) - len(by_people),
        )

    def _is_by_a_person(self, message: Object) -> bool:
        is_said = text_of(message, "subtype") in _BY_PEOPLE and not text_of(message, "bot_id")
        return is_said and self._people.get(text_of(message, "user"), {}).get("is_bot") is not True

    def _message(self, message: Object) -> Message:
        speaker = self._name(text_of(message, "user"), message)  # first, since members are numbered as they appear
        words, links = self._words(text_of(message, "text"))
        return Message(words, speaker, _day(text_of(message, "ts")), links=links)

    def _name(self, identity: str, message: Object | None = None) -> str:
        person = self._people.get(identity, object_of(message, "user_profile"))
        profile = object_of(person, "profile")
        known = (text_of(person, "real_name"), text_of(profile, "real_name"), text_of(profile, "display_name"))
        return self.names.of(identity, *known, text_of(person, "name"))

    def _words(self, text: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
        """Return a message as it was shown, with its links; nobody is named in it who did not agree."""
        words, links, at = "", [], 0
        for found in _LINK.finditer(text):
            words += unescape(text[at : found.start()])
            shown = self._shown(found)
            if not found["mark"] and found["to"].startswith(("http://", "https://")):
                links.append((len(words), len(words) + len(shown), unescape(found["to"])))
            words += shown
            at = found.end()
        return words + unescape(text[at:]), tuple(links)

    def _shown(self, found: re.Match[str]) -> str:
        mark, to, label = found["mark"], found["to"], found["label"]
        if mark == "@":
            return "@" + self._name(to)
        shown = unescape(label or to)
        return {"#": f"#{shown}", "!": f"@{shown.lstrip('@')}"}.get(mark, shown)


def _day(moment: str) -> str | None:
    """Return the day of seconds since 1970, as the export writes them."""
    try:
        return datetime.fromtimestamp(float(moment), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return None


FORMAT = Format("Slack export", read, recognises=recognises, read_chosen=read)
