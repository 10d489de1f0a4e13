"""reStructuredText by docutils: nothing is included, run or let through raw; Sphinx's directives keep their words."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from index.readers.markups.docinfo import TOO_DEEP, stated_in
from index.readers.parsing.base import Format, FormatError, ParsedDocument
from index.readers.parsing.sections import DocumentWriter

if TYPE_CHECKING:
    from docutils.nodes import Element, Node, document

_SETTINGS = {
    "_disable_config": True, "file_insertion_enabled": False, "raw_enabled": False, "report_level": 5, "halt_level": 5,
    "smart_quotes": False, "syntax_highlight": "none", "math_output": "LaTeX", "embed_stylesheet": False,
    "id_prefix": "", "doctitle_xform": True, "docinfo_xform": True, "sectsubtitle_xform": False,
}  # fmt: skip
# Sphinx writes what a piece of text is before it: :ref:`the pond <pond>`. Its own roles are no docutils' roles.
_ROLE = re.compile(
    r"(?<![\w`:]):(?!(?:math|code|sub|sup|subscript|superscript|emphasis|strong|literal|raw):)"
    r"(?:[a-zA-Z][\w-]*:){1,3}`[~!]?([^`<]{1,300}?)(?:\s*<[^`<>]{1,300}>)?`"
)
_WITHOUT_WORDS = frozenset(
    ("toctree", "index", "literalinclude", "automodule", "autoclass", "autofunction", "autosummary", "highlight",
     "todo", "todolist", "sectionauthor", "codeauthor", "currentmodule", "module", "plot", "graphviz", "tabularcolumns",
     "default-domain", "only", "ifconfig", "bibliography")
)  # fmt: skip
_WITH_WORDS = frozenset(
    ("seealso", "versionadded", "versionchanged", "deprecated", "centered", "rst-class", "glossary", "hlist",
     "epigraph", "canonical", "banner", "tab", "tabs", "dropdown", "grid", "card")
)  # fmt: skip
_VERSIONS = frozenset(("versionadded", "versionchanged", "deprecated"))  # a version stands before their words
_VERSION = re.compile(r"^\S+\s*")
_CODE = frozenset(("code-block", "sourcecode", "productionlist", "prompt", "ipython", "doctest", "testcode"))

_LOWEST = 99  # a level below that of any section
_WARN = frozenset(("warning", "caution", "danger", "attention", "important"))
_CAUTIONS = _WARN | {"note", "hint", "tip", "error", "admonition"}
_NO_WORDS = frozenset(
    ("comment", "substitution_definition", "target", "pending", "system_message", "raw", "image", "meta", "label",
     "decoration", "transition", "footnote_reference", "citation_reference", "subtitle", "math")
)  # fmt: skip


def read(text: str) -> tuple[ParsedDocument, ...]:
    """Read a text as one work. Raises FormatError where it is nested too deeply."""
    try:
        tree = _parsed(_ROLE.sub(r"\1", text))
        reader = _Reader()
        reader.children(tree)
    except RecursionError:
        raise FormatError(TOO_DEEP) from None
    draft = reader.writer.document()
    return (stated_in(replace(draft, title=tree.get("title") or draft.title), reader.fields, reader.cautions),)


def _parsed(text: str) -> "document":
    import docutils.core  # here, since a process that only answers parses nothing
    from docutils.parsers.rst import directives

    known = _directives()
    for names, directive in zip((_WITHOUT_WORDS, _WITH_WORDS, _CODE), known, strict=True):
        for name in names:
            directives.register_directive(name, directive)
    return docutils.core.publish_doctree(text, settings_overrides=_SETTINGS)


def _directives() -> tuple[Any, Any, Any]:
    """Return what stands in for Sphinx's directives: one that drops its content, one that keeps it, one for code."""
    from docutils import nodes
    from docutils.parsers.rst import Directive

    class WithoutWords(Directive):
        optional_arguments, final_argument_whitespace, has_content = 1, True, True

        def run(self) -> list["Node"]:
            return []

    class WithWords(WithoutWords):
        def run(self) -> list["Node"]:
            container = nodes.container()
            argument = _VERSION.sub("", " ".join(self.arguments)) if self.name in _VERSIONS else ""
            if argument:
                container += nodes.paragraph("", "", *self.state.inline_text(argument, self.lineno)[0])
            self.state.nested_parse(self.content, self.content_offset, container)
            return [container]

    class Code(WithoutWords):
        def run(self) -> list["Node"]:
            words = "\n".join(self.content)
            return [nodes.literal_block(words, words)]

    return WithoutWords, WithWords, Code


class _Reader:
    """Writes a tree's words in order, and keeps what its head states.

    Attributes:
        fields: name and words of each field of the head, in order.
        cautions: words of admonitions above the first section, which caution about all of it.
    """

    def __init__(self) -> None:
        self.writer = DocumentWriter()
        self.fields: list[tuple[str, str]] = []
        self.cautions: list[str] = []
        self._depth = 0

    def children(self, node: "Node") -> None:
        """Write what stands in an element."""
        for child in node.children:
            self._node(child)

    def _node(self, node: "Node") -> None:
        write = getattr(self, f"_{type(node).__name__}", None)
        if write:
            write(node)
        elif type(node).__name__ in _CAUTIONS:
            self._admonition(node)
        elif type(node).__name__ not in _NO_WORDS:
            self.children(node)

    def _title(self, node: "Element") -> None:
        self.writer.heading(_words(node), self._depth)

    def _section(self, node: "Element") -> None:
        self._depth += 1
        self.children(node)
        self._depth -= 1

    def _paragraph(self, node: "Element") -> None:
        self.writer.paragraph(*_words_and_links(node))

    def _line_block(self, node: "Element") -> None:
        self.writer.paragraph("\n".join(_words(each) for each in node.children))

    def _literal_block(self, node: "Element") -> None:
        self.writer.code(node.astext())

    _doctest_block = _math_block = _literal_block

    def _block_quote(self, node: "Element") -> None:
        self.writer.quote("\n\n".join(_words(child) for child in node.children if child.astext().strip()))

    def _list_item(self, node: "Element") -> None:
        for child in node.children:
            if type(child).__name__ == "paragraph":
                self.writer.item(_words(child))
            else:
                self._node(child)

    def _definition_list_item(self, node: "Element") -> None:
        terms = [_words(each) for each in node.children if type(each).__name__ == "term"]
        self.writer.paragraph(", ".join(terms))
        for each in node.children:
            if type(each).__name__ == "definition":
                self.children(each)

    def _field(self, node: "Element") -> None:
        name, body = (_words(each) for each in node.children[:2])
        self.writer.item(f"{name}: {body}")

    def _option_list_item(self, node: "Element") -> None:
        self.writer.item(": ".join(_words(each) for each in node.children))

    def _table(self, node: "Element") -> None:
        from docutils import nodes

        self.writer.table([_words(entry) for entry in row.children] for row in node.findall(nodes.row))

    def _footnote(self, node: "Element") -> None:
        self.writer.note("\n\n".join(_words(each) for each in node.children if type(each).__name__ != "label"))

    _citation = _footnote

    def _topic(self, node: "Element") -> None:
        if "contents" not in node["classes"]:
            self._titled(node)

    _sidebar = _topic

    def _titled(self, node: "Node", title: str = "") -> None:
        """Write what stands apart under its own title, and go on under the heading before it."""
        path = self.writer.path
        for child in node.children:
            title = _words(child) if type(child).__name__ == "title" else title
        self.writer.heading(title, _LOWEST)
        for child in node.children:
            if type(child).__name__ != "title":
                self._node(child)
        self.writer.close(path)

    def _admonition(self, node: "Node") -> None:
        kind = type(node).__name__
        if self._depth == 0 and kind in _WARN:
            self.cautions += [_words(child) for child in node.children if type(child).__name__ != "title"]
        self._titled(node, kind.capitalize())

    def _docinfo(self, node: "Element") -> None:
        for child in node.children:
            name = type(child).__name__
            if name == "field":
                self.fields.append((_words(child.children[0]), _words(child.children[1])))
            elif name == "authors":
                self.fields += [("author", _words(each)) for each in child.children]
            else:
                self.fields.append((name, _words(child)))


def _words(node: "Node") -> str:
    return _words_and_links(node)[0]


def _words_and_links(node: "Node") -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """Return an element's words, calls of notes aside, and the spans in them that lead to the web."""
    words, links = "", []
    for kind, piece in _pieces(node):
        if kind.startswith(("http://", "https://")):
            links.append((len(words), len(words) + len(piece), kind))
        words += piece
    return words, tuple(links)


def _pieces(node: "Node") -> Iterator[tuple[str, str]]:
    """Yield the texts in an element, each with the address it leads to."""
    from docutils import nodes

    if isinstance(node, nodes.Text):
        yield "", node.astext()
        return
    if isinstance(node, nodes.footnote_reference | nodes.system_message | nodes.raw | nodes.image):
        return
    if isinstance(node, nodes.reference):
        yield str(node.get("refuri", "")), node.astext()
        return
    separator = "\n" if isinstance(node, nodes.Element) and node.child_text_separator.strip(" ") else ""
    for number, child in enumerate(node.children):
        if number and separator:
            yield "", separator
        yield from _pieces(child)


FORMAT = Format("reStructuredText", read, frozenset({".rst", ".rest"}), is_nested=True)
