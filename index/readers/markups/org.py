"""Org mode: headings, paragraphs, lists, quotations and code; drawers, comments and what is not exported are out."""

import re
from collections.abc import Iterator
from dataclasses import replace

from index.readers.markups.docinfo import TOO_DEEP, stated_in
from index.readers.parsing.base import Format, FormatError, ParsedDocument
from index.readers.parsing.sections import DocumentWriter

_KEYWORD = re.compile(r"#\+(\w+):[ \t]*(.*)", re.IGNORECASE)
_HEADING = re.compile(
    r"(?P<stars>\*+)[ \t]+(?:(?P<state>TODO|DONE|NEXT|WAITING|CANCELLED|COMMENT)[ \t]+)?(?:\[#\w\][ \t]+)?"
    r"(?P<words>.*?)(?:[ \t]+:(?P<tags>[\w@#%:]+):)?[ \t]*"
)
_BEGIN = re.compile(r"[ \t]*#\+begin_(\w+)\b.*", re.IGNORECASE)
_DRAWER = re.compile(r"[ \t]*:[\w-]+:[ \t]*")
_END_DRAWER = re.compile(r"[ \t]*:end:[ \t]*", re.IGNORECASE)
_PLANNING = re.compile(r"[ \t]*(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):.*")
_ITEM = re.compile(r"[ \t]*(?:[-+]|\d+[.)]|(?<=[ \t])\*)[ \t]+(?:\[[ X-]\][ \t]+)?(.*)")
_NOTE = re.compile(r"\[fn:[\w-]+\][ \t]+(.*)")
_LINK = re.compile(r"\[\[([^\[\]]+)\](?:\[([^\[\]]*)\])?\]")
_CALL = re.compile(r"\[fn:[\w-]*(?::[^\[\]]*)?\]")
_EMPHASIS = re.compile(r"(?<![\w*/=~_+])([*/=~_+])(?=\S)([^\n]{0,300}?\S)\1(?![\w*/=~_+])")
_STAMP = re.compile(r"[<\[](\d{4}-\d{2}-\d{2})[^<>\[\]]{0,40}[>\]]")
_NOT_EXPORTED = frozenset(("noexport", "archive", "private"))
_OUT = frozenset(("comment", "export", "html", "latex"))
_CODE = frozenset(("src", "example"))
_BOXES = frozenset(("warning", "caution", "note", "important", "tip", "danger", "attention", "abstract"))
_LOWEST = 99  # a level below that of any section
_WEB = ("http://", "https://")


def read(text: str) -> tuple[ParsedDocument, ...]:
    """Read a text as one work."""
    reader = _Reader()
    try:
        reader.read(text.split("\n"))
    except RecursionError:
        raise FormatError(TOO_DEEP) from None
    draft = reader.writer.document()
    fields = reader.fields
    draft = replace(draft, title=next((words for name, words in fields if name == "title"), draft.title))
    return (stated_in(draft, fields),)


def shown(words: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """Return words as they are exported: links by their labels, marks of emphasis undone; and the links' spans."""
    text, links, at = "", [], 0
    words = _CALL.sub("", words)
    for found in _LINK.finditer(words):
        text += _plain(words[at : found.start()])
        address, label = found[1], _plain(found[2] or found[1].removeprefix("file:"))
        if address.startswith(_WEB):
            links.append((len(text), len(text) + len(label), address))
        text += label
        at = found.end()
    return text + _plain(words[at:]), tuple(links)


def _plain(words: str) -> str:
    return _STAMP.sub(r"\1", _EMPHASIS.sub(r"\2", words))


class _Reader:
    """Reads lines; what is begun and not ended ends with the text.

    Attributes:
        fields: name and words of each keyword, in order.
    """

    def __init__(self) -> None:
        self.writer = DocumentWriter()
        self.fields: list[tuple[str, str]] = []
        self._paragraph: list[str] = []
        self._is_list = False
        self._out_below = 0

    def read(self, lines: list[str]) -> None:
        """Write what the lines say."""
        waiting = iter(lines)
        for line in waiting:
            self._line(line, waiting)
        self._end()

    def _line(self, line: str, waiting: Iterator[str]) -> None:
        line = line.rstrip()  # blanks at its end would be tried at each of them
        if not line:
            self._end()
            return
        heading, begins = _HEADING.fullmatch(line), _BEGIN.fullmatch(line)
        if heading:
            self._end()
            self._heading(heading)
        elif begins:
            self._end()
            end = re.compile(rf"\s*#\+end_{begins[1]}\b.*", re.IGNORECASE)
            self._block(begins[1].casefold(), list(_until(waiting, end)))
        elif _DRAWER.fullmatch(line) and not _END_DRAWER.fullmatch(line):
            list(_until(waiting, _END_DRAWER))
        elif not self._out_below:
            self._words(line)

    def _heading(self, found: re.Match[str]) -> None:
        level, tags = len(found["stars"]), set((found["tags"] or "").casefold().split(":"))
        if self._out_below and level > self._out_below:
            return
        is_out = found["state"] == "COMMENT" or not tags.isdisjoint(_NOT_EXPORTED)
        self._out_below = level if is_out else 0
        if not is_out:
            self.writer.heading(shown(found["words"])[0], level)

    def _block(self, kind: str, lines: list[str]) -> None:
        if self._out_below or kind in _OUT:
            return
        if kind in _CODE:
            self.writer.code("\n".join(lines))
        elif kind in ("quote", "verse"):
            self.writer.quote(shown("\n".join(map(str.strip, lines)))[0])
        else:
            path = self.writer.path
            if kind in _BOXES:
                self.writer.heading(kind.capitalize(), _LOWEST)
            self.read(lines)
            self.writer.close(path)

    def _words(self, line: str) -> None:
        keyword, item, note = _KEYWORD.fullmatch(line), _ITEM.fullmatch(line), _NOTE.fullmatch(line)
        if keyword:
            self._end()
            self.fields.append((keyword[1].casefold(), keyword[2]))
        elif line.startswith("# ") or line == "#" or _PLANNING.fullmatch(line):
            self._end()
        elif note or not line.strip() or re.fullmatch(r"\s*-{5,}\s*", line):
            self._end()
            self.writer.note(shown(note[1])[0] if note else "")
        elif line.lstrip().startswith("|"):
            self._end()
            cells = line.strip().strip("|").split("|")
            self.writer.table([] if re.fullmatch(r"[\s|+-]*", line) else [[shown(cell)[0] for cell in cells]])
        else:
            self._running(line, item)

    def _running(self, line: str, item: re.Match[str] | None) -> None:
        if item:
            self._end()
            self._is_list = True
        self._paragraph.append(item[1] if item else line.strip())

    def _end(self) -> None:
        """Write the paragraph or the item that was begun."""
        if not self._paragraph:
            return
        words, links = shown("\n".join(self._paragraph))
        if self._is_list:
            self.writer.item(words)
        else:
            self.writer.paragraph(words, links)
        self._paragraph, self._is_list = [], False


def _until(waiting: Iterator[str], end: re.Pattern[str]) -> Iterator[str]:
    """Yield lines up to one that ends something, which is taken, too."""
    for line in waiting:
        if end.fullmatch(line):
            return
        yield line


FORMAT = Format("Org", read, frozenset({".org"}), is_nested=True)
