"""Discord channels as DiscordChatExporter saves them as a page: read by its own classes, replies' quotes left out."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.readers.chats.channels import PRIVATE, Channel, Message, ShownNames, chosen_channels, documents_of
from index.readers.parsing.base import NOTHING_CHOSEN, Chosen, Format, FormatError, ParsedDocument
from index.readers.parsing.html_tree import parse_html, words_and_links

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MARK = re.compile(rb"class=\"?'?(?:preamble__guild-icon|preamble__entry|chatlog__message|chatlog\b)")
_HEAD_BYTES = 262_144  # the page's own styles stand before its first message
_PRIVATE_SERVER = "direct messages"
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def recognises(data: bytes) -> bool:
    """Whether a page is a saved channel."""
    head = data[:_HEAD_BYTES]
    return head.lstrip()[:1] == b"<" and bool(_MARK.search(head)) and b"chatlog__" in head


def read(data: bytes, chosen: Chosen = NOTHING_CHOSEN) -> tuple[ParsedDocument, ...]:
    """Read a channel. Raises FormatError where it is a private one, or not one that the curator named."""
    page = parse_html(data)
    entries = [" ".join(each.text_content().split()) for each in _of_class(page, "preamble__entry")]
    if not entries or entries[0].casefold() == _PRIVATE_SERVER:
        raise FormatError(PRIVATE)
    name = entries[1].rpartition(" / ")[2] if len(entries) > 1 else entries[0]
    chosen_channels([name], chosen)
    names = ShownNames(chosen)
    messages = list(_messages(page, names))
    said = tuple(message for message in messages if message is not None)
    channel = Channel(identity=name, name="#" + name.lstrip("#"), messages=said, by_programs=len(messages) - len(said))
    return documents_of([channel], names)


def _of_class(element: "HtmlElement", name: str) -> list["HtmlElement"]:
    return [each for each in element.iter() if isinstance(each.tag, str) and name in (each.get("class") or "").split()]


def _messages(page: "HtmlElement", names: ShownNames) -> Iterator[Message | None]:
    """Yield each message with who wrote it: the first of a group states it; None for a program's."""
    for group in _of_class(page, "chatlog__message-group"):
        author = next(iter(_of_class(group, "chatlog__author") or _of_class(group, "chatlog__author-name")), None)
        is_program = bool(_of_class(group, "chatlog__author-tag") or _of_class(group, "chatlog__bot-label"))
        is_event = bool(_of_class(group, "chatlog__system-notification-content"))
        day = _day(group)
        for content in _of_class(group, "chatlog__content"):
            if any("chatlog__reply" in (above.get("class") or "") for above in content.iterancestors()):
                continue
            if is_program or is_event or author is None:
                yield None
                continue
            speaker = _speaker(author, names, content)
            words, links = words_and_links(_named(content, names))
            yield Message(words, speaker, day, links=links)


def _speaker(author: "HtmlElement", names: ShownNames, content: "HtmlElement") -> str | None:
    if any("forward" in (above.get("class") or "") for above in content.iterancestors()):
        return None
    shown, handle = author.text_content(), author.get("title") or ""
    return names.of(handle or shown, shown, handle, handle.rpartition("#")[0])


def _named(content: "HtmlElement", names: ShownNames) -> "HtmlElement":
    """Show nobody who is mentioned by a name that he did not agree to; emoji by their names."""
    for mention in _of_class(content, "chatlog__markdown-mention"):
        shown = mention.text_content()
        if shown.startswith("@"):
            handle = mention.get("title") or ""
            text = "@" + names.of(handle or shown, shown[1:], handle, handle.rpartition("#")[0])
            for child in list(mention):
                mention.remove(child)
            mention.text = text
    for note in _of_class(content, "chatlog__edited-timestamp"):
        note.drop_tree()
    for emoji in content.iter("img"):
        emoji.tail = (emoji.get("alt") or "") + (emoji.tail or "")
    return content


def _day(group: "HtmlElement") -> str | None:
    """Return the day of a group where it is written so that it can be read in one way."""
    for stamp in _of_class(group, "chatlog__timestamp"):
        found = _DAY.search(f"{stamp.get('title') or ''} {stamp.text_content()}")
        if found:
            return found[0]
    return None


_PAGES = frozenset({".html", ".htm"})
FORMAT = Format("saved Discord channel", read, recognises=recognises, read_chosen=read, usual=_PAGES)
