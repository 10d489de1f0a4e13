"""AsciiDoc: headings, attributes, paragraphs, lists, blocks that caution; nothing is included, macros are no words."""

import re
from collections.abc import Iterator

from index.readers.markups.asciidoc_words import shown
from index.readers.markups.docinfo import TOO_DEEP, names_in, stated_in
from index.readers.parsing.base import Format, FormatError, ParsedDocument
from index.readers.parsing.sections import DocumentWriter

_ATTRIBUTE = re.compile(r":!?([\w-]+)!?:[ \t]*(.*)")
_CONDITION = re.compile(r"(ifn?def|ifeval|endif)::([^\[]*)\[(.*)\][ \t]*")
_SECTION = re.compile(r"(={1,6}|#{1,6})[ \t]+(\S.*)")
_AUTHOR = re.compile(
    r"[^\W\d_][\w.'-]*(?: [\w.'-]+){0,3}(?: <[^<>]+>)?(?:; ?[^\W\d_][\w.'-]*(?: [\w.'-]+){0,3}(?: <[^<>]+>)?)*"
)
_REVISION = re.compile(r"v?[\d.]+,[ \t]*([^:]+)(?::.*)?|(\d{4}-\d{2}-\d{2}.*)")
_BLOCK_MACRO = re.compile(r"[a-z][\w-]*::?[^\s\[:]*\[[^\]]*\]")
_BLOCK_ATTRIBUTES = re.compile(r"\[(.*)\]|\[\[.*\]\]")
_ADMONITION = re.compile(r"(NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+(.*)", re.DOTALL)
_KINDS = ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION")
_WARN = frozenset(("IMPORTANT", "WARNING", "CAUTION"))
_ITEM = re.compile(r"[ \t]*(?:[*]{1,5}|-|\.{1,5}|\d+\.)[ \t]+(?:\[[ x*]\][ \t]+)?(.*)")
_TERM = re.compile(r"[ \t]*(\S.*?)(?::{2,4}|;;)(?:[ \t]+(.*))?")
_FENCE = re.compile(r"(-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|/{4,}|\+{4,}|--|```\w*|\|===|,===|:===)[ \t]*")
_RULE = re.compile(r"'{3,}|<{3,}|-{3}|\*{3}")
_NOTICE = re.compile(r"(?:^|[_-])(?:notice|disclaimer|warning|caveat|caution)s?$", re.IGNORECASE)
_LOWEST = 99  # a level below that of any section
_DEEPEST = 50


def read(text: str) -> tuple[ParsedDocument, ...]:
    """Read a text as one work."""
    reader = _Reader()
    lines = list(_without_conditions(text.split("\n")))
    lines = reader.head(lines)
    reader.read(lines)
    draft = reader.writer.document()
    shown = _folded(draft.text)
    stated = [(name, words) for name, words in reader.notices if _folded(words) not in shown]
    used = [words for _, words in reader.notices if _folded(words) in shown]
    return (stated_in(draft, [*reader.fields, *stated], [*reader.cautions, *used]),)


def _without_conditions(lines: list[str]) -> Iterator[str]:
    """Yield the lines that are shown where nothing is defined but what the text defines itself."""
    defined: set[str] = set()
    hidden: list[bool] = []
    for line in lines:
        condition, attribute = _CONDITION.fullmatch(line), _ATTRIBUTE.fullmatch(line)
        if condition:
            kind, name, words = condition.groups()
            is_shown = (kind == "ifndef" and name not in defined) or (kind == "ifdef" and name in defined)
            if kind == "endif":
                hidden = hidden[:-1]
            elif not words or kind == "ifeval":
                hidden.append(not is_shown)
            elif is_shown and not any(hidden):
                defined.add(name)
                yield words
        elif not any(hidden):
            if attribute:
                defined.add(attribute[1])
            yield line


class _Reader:
    """Reads lines; a block that is begun and not ended ends with the text.

    Attributes:
        fields: name and words of what the head states.
        cautions: words of admonitions above the first section.
        notices: name and words of the attributes that caution.
    """

    def __init__(self) -> None:
        self.writer = DocumentWriter()
        self.fields: list[tuple[str, str]] = []
        self.cautions: list[str] = []
        self.notices: list[tuple[str, str]] = []
        self._attributes: dict[str, str] = {}
        self._style = ""
        self._paragraph: list[str] = []
        self._depth = 0
        self._is_above_sections = True

    def head(self, lines: list[str]) -> list[str]:
        """Read the title and what stands below it up to an empty line; return the other lines."""
        start = next((number for number, line in enumerate(lines) if line.strip() and not _is_comment(line)), 0)
        title = _SECTION.fullmatch(lines[start]) if lines else None
        if not title or len(title[1]) != 1:
            return lines
        self.writer.heading(title[2], 0)
        for number, line in enumerate(lines[start + 1 :], start=start + 1):
            if not line.strip():
                break
            self._head_line(line, number - start)
        else:
            number = len(lines)
        self.writer.title = self._shown(title[2])[0]
        return lines[number:]

    def read(self, lines: list[str]) -> None:
        """Write what the lines say."""
        waiting = iter(lines)
        for line in waiting:
            self._line(line, waiting)
        self._end()

    def _head_line(self, line: str, place: int) -> None:
        attribute, revision = _ATTRIBUTE.fullmatch(line), _REVISION.fullmatch(line)
        if attribute:
            self._attribute(*attribute.groups())
        elif place == 1 and _AUTHOR.fullmatch(line):
            self.fields += [("author", name) for name in names_in(line)]
        elif revision:
            self.fields.append(("revdate", revision[1] or revision[2]))

    def _attribute(self, name: str, words: str) -> None:
        self._attributes.setdefault(name, words)
        if name in ("author", "authors", "revdate", "lang"):
            self.fields.append((name, self._shown(words)[0]))
        elif _NOTICE.search(name) and len(words.split()) > 1:
            self.notices.append((name, self._shown(words)[0]))

    def _line(self, line: str, waiting: Iterator[str]) -> None:
        attribute, section = _ATTRIBUTE.fullmatch(line), _SECTION.fullmatch(line)
        fence, style = _FENCE.fullmatch(line), _BLOCK_ATTRIBUTES.fullmatch(line)
        if attribute:
            self._attribute(*attribute.groups())
        elif fence:
            self._end()
            self._block(fence[1], list(_until(waiting, line.rstrip())))
        elif section and not self._paragraph:
            self._is_above_sections = self._is_above_sections and len(section[1]) == 1
            self.writer.heading(self._shown(section[2])[0], len(section[1]))
        elif style and not self._paragraph:
            self._style = style[1] or ""
        elif not (_is_comment(line) or _BLOCK_MACRO.fullmatch(line.strip())):
            self._words(line)

    def _words(self, line: str) -> None:
        item, term = _ITEM.fullmatch(line), _TERM.fullmatch(line)
        if not line.strip() or line.strip() == "+" or _RULE.fullmatch(line.strip()):
            self._end()
        elif re.fullmatch(r"\.[^\s.].*", line) and not self._paragraph:
            self.writer.paragraph(self._shown(line[1:])[0])
        elif item:
            self._end()
            self._paragraph = ["", item[1]]
        elif term and not self._paragraph:
            self.writer.paragraph(self._shown(term[1])[0])
            self._paragraph = [term[2]] if term[2] else []
        else:
            self._paragraph.append(line.strip())

    def _end(self) -> None:
        """Write the paragraph or the item that was begun, under the style above it."""
        lines, self._paragraph = self._paragraph, []
        is_item, text = lines[:1] == [""], "\n".join(lines).strip()
        admonition = _ADMONITION.fullmatch(text)
        if is_item:
            self.writer.item(self._shown(text)[0])
        elif admonition:
            self._caution(admonition[1], [admonition[2]])
        elif text and self._style.split(",")[0] in _KINDS:
            self._caution(self._style.split(",")[0], [text])
        elif text and self._style.startswith(("quote", "verse")):
            self.writer.quote(self._shown(text)[0])
        elif text:
            self.writer.paragraph(*self._shown(text))
        self._style = "" if text else self._style

    def _caution(self, kind: str, lines: list[str]) -> None:
        """Write an admonition under its own heading; one above the first section cautions about all of the text."""
        if self._is_above_sections and kind in _WARN:
            self.cautions.append(self._shown("\n".join(lines))[0])
        path, self._style = self.writer.path, ""
        self.writer.heading(kind.capitalize(), _LOWEST)
        self._inner(lines)
        self.writer.close(path)

    def _block(self, fence: str, lines: list[str]) -> None:
        kind, style = fence[:2], self._style.split(",")[0]
        self._style = ""
        if kind in ("//", "++") or style in ("comment", "pass", "stem", "latexmath"):
            return
        if style in _KINDS:
            self._caution(style, lines)
        elif len(fence) > len("--") and kind in ("--", "..", "``"):
            self.writer.code("\n".join(lines))
        elif kind == "__":
            self.writer.quote(self._shown("\n".join(lines))[0])
        elif fence.endswith("==="):
            self._table(lines) if fence[0] in "|,:" else self._inner(lines)
        else:
            self._inner(lines)

    def _inner(self, lines: list[str]) -> None:
        if self._depth > _DEEPEST:
            raise FormatError(TOO_DEEP)
        self._depth += 1
        self.read(lines)
        self._depth -= 1

    def _table(self, lines: list[str]) -> None:
        """Write a table; a row is a line with cells, or the cells of some lines between empty ones."""
        for group in re.split(r"\n\s*\n", "\n".join(lines)):
            rows = [[self._shown(cell)[0] for cell in line.split("|")[1:]] for line in group.split("\n") if "|" in line]
            one_each = all(len(row) == 1 for row in rows)
            self.writer.table([[cell for row in rows for cell in row]] if one_each else rows)

    def _shown(self, words: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
        return shown(words, self._attributes)


def _folded(words: str) -> str:
    return " ".join(words.split())


def _is_comment(line: str) -> bool:
    return line.startswith("//") and not line.startswith("////")


def _until(waiting: Iterator[str], end: str) -> Iterator[str]:
    """Yield lines up to one that ends a block, which is taken, too."""
    end = "```" if end.startswith("```") else end
    for line in waiting:
        if line.rstrip() == end:
            return
        yield line


FORMAT = Format("AsciiDoc", read, frozenset({".adoc", ".asciidoc"}), is_nested=True)
