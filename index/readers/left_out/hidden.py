"""What a note program hides from every reader: comments, properties, log drawers, macros, queries, the ids of blocks.

Code is looked over: what it shows stands there to be read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.marking.phrases.hints import Hints
from index.messages import Sentence
from index.readers.left_out.cutting import Cut, lines
from index.text.wordlists import load_data

COMMENTS = Sentence("Left out: comments that readers do not see.")
PROPERTIES = Sentence("Left out: properties, log drawers and macros of a note program.")
BLOCK_IDS = Sentence("Left out: the ids of blocks.")
QUERIES = Sentence("Left out: queries, in whose place a note program shows what they find.")

# What Obsidian and its extensions run instead of showing, by the language of the fence.
_QUERY_LANGUAGES = frozenset(
    ("base", "button", "dataview", "dataviewjs", "datacorejs", "datacorejsx", "query", "tasks", "toc", "tracker")
)

# A text without any of these hides nothing, which is cheaper to see than where.
_SIGNS = ("%%", "<!--", "]:", "::", ":LOGBOOK:", ":PROPERTIES:", "((", "{{", "{%", "{#", "{/*", "{>>", " ^", "\n^")
_HINTS = Hints((*_SIGNS, *(fence + language for fence in ("```", "~~~") for language in _QUERY_LANGUAGES)))
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
# Where a comment begins, and what ends it; one that nothing ends hides nothing, unless it begins a line of HTML.
_PAIRS = (
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"\{%-?\s?comment\s?-?%\}"), re.compile(r"\{%-?\s?endcomment\s?-?%\}")),
    (re.compile(r"\{#(?=\s)"), re.compile(r"\s#\}")),
    (re.compile(r"\{/\*"), re.compile(r"\*/\}")),
    (re.compile(r"\{\{/\*"), re.compile(r"\*/\}\}")),
    (re.compile(r"\{\{!--"), re.compile(r"--\}\}")),
    (re.compile(r"\{>>"), re.compile(r"<<\}")),
)
_OPEN_HTML = re.compile(r"^ {0,3}<!--", re.MULTILINE)
_COMMENT = re.compile(
    r"""(?<![\w%])%%(?!%)(?:(?!\n[ \t]*\n).)*?%%(?!%)
      | ^[ \t]*(?:[-*+][ \t]+)?%%(?!%).*?(?:%%(?!%)|\Z)
      | ^[ ]{0,3}\[(?://|comment|_|\#|)\]:[^\n]*
      | ^[ ]{0,3}\[[^\]\n]{0,200}\]:[ \t]*(?:\#|<\#?>)[ \t]*\n?
        [ \t]*(?:"[^"]{0,2000}"|'[^']{0,2000}'|\([^()]{0,2000}\))[ \t]*$
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_DRAWER = re.compile(r"^[ \t]*:(?:LOGBOOK|PROPERTIES):[ \t]*\n.{0,5000}?^[ \t]*:END:[ \t]*$", re.DOTALL | re.MULTILINE)
_MACRO = re.compile(
    rf"\{{\{{(?:embed|query|renderer|function|namespace)\b.{{0,1000}}?\}}\}}(?!\}})|\(\({_UUID}\)\)", re.DOTALL
)
_PROPERTY = re.compile(r"[ \t]*(?P<mark>[-*+][ \t]+)?(?P<key>[^\W\d_][\w./-]{0,40})::(?:[ \t]+\S.*|[ \t]*)")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]")
# A short one only behind the end of a sentence: "e ^x" is none.
_BLOCK_ID = re.compile(
    r"(?:^|(?<=\S)[ \t]+(?=\^[\w-]{4})|(?<=[.!?…:)])[ \t]+)\^[A-Za-z0-9-]{2,40}[ \t]*$", re.MULTILINE
)
_INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")


def hidden(text: str, *, markdown: bool = True) -> Iterator[Cut]:
    """Yield what readers of a note do not see, in no order.

    Args:
        text: of a note.
        markdown: whether indented lines and fences are code.
    """
    if not _HINTS.stand_in(text):
        return
    blocks = _code_blocks(text) if markdown else []
    yield from (Cut(*block.span, QUERIES) for block in blocks if block.language in _QUERY_LANGUAGES)
    shown = _without_code(text, blocks)
    yield from (Cut(*span, COMMENTS) for span in _paired(shown))
    for pattern, reason in ((_COMMENT, COMMENTS), (_DRAWER, PROPERTIES), (_MACRO, PROPERTIES), (_BLOCK_ID, BLOCK_IDS)):
        yield from (Cut(*found.span(), reason) for found in pattern.finditer(shown))
    yield from (Cut(*span, PROPERTIES) for span in _properties(shown))


def _paired(text: str) -> Iterator[tuple[int, int]]:
    """Yield what stands from the beginning of a comment to its end."""
    for opening, closing in _PAIRS:
        position = 0
        while begun := opening.search(text, position):
            ended = closing.search(text, begun.end())
            if ended is None:
                break
            yield begun.start(), ended.end()
            position = ended.end()
        if opening is _PAIRS[0][0] and (left := _OPEN_HTML.search(text, position)):
            yield left.start(), len(text)


def _properties(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines that are properties: known ones, those above the text, and those that go on an item."""
    if "::" not in text:
        return
    known = frozenset(load_data("hidden.yaml")["properties"])
    is_above, in_item = True, False
    for start, end in lines(text):
        found = _PROPERTY.fullmatch(text, start, end)
        if found and (found["key"].casefold() in known or is_above or (in_item and not found["mark"])):
            yield start, end
        elif text[start:end].strip():
            is_above = False
        in_item = bool(_BULLET.match(text, start, end)) or (in_item and text[start:end][:1].isspace())


@dataclass(frozen=True, slots=True)
class _CodeBlock:
    """Lines of code, by their span in the text, and the language that their fence names."""

    span: tuple[int, int]
    language: str


def _without_code(text: str, blocks: Iterable[_CodeBlock]) -> str:
    """Return the text with code blanked out, each of its characters by one that no pattern takes."""
    for start, end in (block.span for block in blocks):
        text = text[:start] + re.sub(r"[^\n]", "\0", text[start:end]) + text[end:]
    return _INLINE_CODE.sub(lambda found: "\0" * len(found[0]), text)


def _code_blocks(text: str) -> list[_CodeBlock]:
    from markdown_it import MarkdownIt  # here, since a process that only answers parses nothing

    starts = [start for start, _ in lines(text)] + [len(text)]
    tokens = MarkdownIt("commonmark").disable("inline").parse(text)
    code = ((token.map, token.info) for token in tokens if token.type in {"fence", "code_block"} and token.map)
    return [
        _CodeBlock((starts[first], starts[min(after, len(starts) - 1)]), info.partition(" ")[0])
        for (first, after), info in code
    ]
