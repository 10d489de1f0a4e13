"""LaTeX of plain commands: what is said in sections, lists, notes and quotations. Nothing is run or included.

A text that defines commands of its own and speaks by them cannot be read without running it.
"""

import re
from dataclasses import replace

from index.messages import Sentence
from index.readers.markups.docinfo import TOO_DEEP
from index.readers.markups.latex_words import Words, argument, shown, without_comments
from index.readers.parsing.base import Format, FormatError, ParsedDocument
from index.readers.parsing.days import day_in
from index.readers.parsing.sections import DocumentWriter

TOO_FREE = Sentence("is LaTeX with commands of its own, which are not run here; export it to PDF")

_LEVELS = {
    "part": 1,
    "chapter": 2,
    "section": 3,
    "subsection": 4,
    "subsubsection": 5,
    "paragraph": 6,
    "subparagraph": 7,
}
_STRUCTURE = re.compile(
    r"\\(?P<level>part|chapter|section|subsection|subsubsection|paragraph|subparagraph)\*?\s*(?:\[[^\]]*\])?\s*(?=\{)"
    r"|\\begin\s*\{(?P<begin>[\w*]+)\}(?:\[[^\]]*\])?|\\end\s*\{(?P<end>[\w*]+)\}"
    r"|\\item\b\s*(?:\[(?P<term>[^\]]*)\])?"
    r"|(?P<gap>\n[ \t]*\n\s*|\\(?:par|bigskip|medskip|newpage|clearpage)\b)"
)
_CODE = frozenset(("verbatim", "lstlisting", "minted", "Verbatim", "alltt"))
_MATH = frozenset(
    ("equation", "equation*", "align", "align*", "displaymath", "math", "gather", "gather*", "eqnarray", "multline")
)
_NO_WORDS = frozenset(("tikzpicture", "thebibliography", "comment", "picture", "pgfplots", "filecontents"))
_FLOATS = frozenset(("figure", "figure*", "table", "table*", "wrapfigure"))
_QUOTES = frozenset(("quote", "quotation", "verse"))
_TAKEN = _CODE | _MATH | _NO_WORDS | _FLOATS | {"longtable"}  # environments that are read as a whole
_BODY = re.compile(r"\\begin\s*\{document\}(.*?)(?:\\end\s*\{document\}|\Z)", re.DOTALL)
_CAPTION = re.compile(r"\\caption\*?\s*(?:\[[^\]]*\])?\s*(?=\{)")
_DEEPEST = 200  # environments within each other
_LOWEST = 99  # a level below that of any section
_UNKNOWN_SHARE, _FEW_UNKNOWN = 0.2, 5  # of a text's commands, with which it is still read


def read(text: str) -> tuple[ParsedDocument, ...]:
    """Read a text as one work. Raises FormatError where it speaks by commands of its own."""
    text = without_comments(text)
    found = _BODY.search(text)
    reader = _Reader(found[1] if found else text)
    reader.read()
    if reader.words.unknown > max(_FEW_UNKNOWN, _UNKNOWN_SHARE * reader.words.commands):
        raise FormatError(TOO_FREE)
    stated = {name: _stated(text, name) for name in ("title", "author", "date")}
    authors = [" ".join(name.split(",")[0].split()) for name in re.split(r"\\and\b|\\And\b|\\AND\b", stated["author"])]
    named = [" ".join(shown(re.split(r"\\\\|\\thanks", name)[0], Words()).split()) for name in authors]
    draft = reader.writer.document()
    return (
        replace(
            draft,
            title=" ".join(shown(stated["title"], Words()).split()) or draft.title,
            authors=tuple(filter(None, named)),
            published=day_in(stated["date"]),
        ),
    )


def _stated(text: str, name: str) -> str:
    found = re.search(rf"\\{name}\s*(?:\[[^\]]*\])?\s*(?=\{{)", text)
    return argument(text, found.end())[0] if found else ""


class _Reader:
    """Reads the body of a text piece by piece.

    Attributes:
        words: what is counted and kept on the way.
    """

    def __init__(self, body: str) -> None:
        self.writer = DocumentWriter()
        self.words = Words()
        self._body = body
        self._piece: list[str] = []
        self._inside: list[str] = []
        self._is_item = False

    def read(self) -> None:
        """Write what the body says."""
        at = 0
        while found := _STRUCTURE.search(self._body, at):
            self._piece.append(self._body[at : found.start()])
            at = self._structure(found)
        self._piece.append(self._body[at:])
        self._end()

    def _structure(self, found: re.Match[str]) -> int:
        """Take a heading, the beginning or end of something, an item or a gap; return where it ends."""
        if found["begin"]:
            return self._begin(found["begin"], found.end())
        self._end()
        if found["level"]:
            title, end = argument(self._body, found.end())
            self.writer.heading(" ".join(shown(title, self.words).split()), _LEVELS[found["level"]])
            return end
        if found["end"]:
            self._inside = self._inside[:-1]
            self.writer.close(tuple(each for each in self.writer.path if each[0] < _LOWEST))
        elif not found["gap"]:
            self._is_item = True
            self._piece = [found["term"] + " " if found["term"] else ""]
        return found.end()

    def _begin(self, name: str, at: int) -> int:
        """Begin what LaTeX calls an environment; return where its words begin, or where it ends."""
        closing = f"\\end{{{name}}}"
        self._end()
        if name not in _TAKEN and not name.startswith("tabular"):
            if len(self._inside) > _DEEPEST:
                raise FormatError(TOO_DEEP)
            self._inside.append(name)
            if name == "abstract":
                self.writer.heading("Abstract", _LOWEST)
            return at
        stop = self._body.find(closing, at)
        inner, end = self._body[at : stop if stop >= 0 else None], stop + len(closing) if stop >= 0 else len(self._body)
        if name in _CODE or name in _MATH:
            self.writer.code(re.sub(r"\\label\{[^{}]*\}", "", inner).strip("\n"))
        elif name in _FLOATS:
            self._captions(inner)
        elif name not in _NO_WORDS:
            self._table(inner)
        return end

    def _captions(self, inner: str) -> None:
        for found in _CAPTION.finditer(inner):
            self.writer.paragraph(shown(argument(inner, found.end())[0], self.words))
        table = re.search(r"\\begin\s*\{(tabular\*?|tabularx)\}", inner)
        if table:
            self._table(inner[table.end() :].partition(f"\\end{{{table[1]}}}")[0])

    def _table(self, inner: str) -> None:
        """Write a table, after what says how wide its columns are."""
        start = argument(inner, 0)[1] if inner.lstrip().startswith("{") else 0
        rows = re.split(r"\\\\(?:\[[^\]]*\])?|\\(?:top|mid|bottom)rule|\\hline", inner[start:])
        self.writer.table([shown(cell, self.words) for cell in re.split(r"(?<!\\)&", row)] for row in rows)

    def _end(self) -> None:
        """Write the paragraph or the item that was begun, and the notes in it below it."""
        words = shown("".join(self._piece), self.words).strip()
        if self._is_item:
            self.writer.item(words)
        elif not _QUOTES.isdisjoint(self._inside):
            self.writer.quote(words)
        else:
            self.writer.paragraph(words)
        for note in self.words.take_notes():
            self.writer.note(note)
        self._piece, self._is_item = [], False


FORMAT = Format("LaTeX", read, frozenset({".tex", ".latex"}), is_nested=True)
