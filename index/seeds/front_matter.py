"""YAML to plain entries: every scalar a string as typed, with the line it stands on. It knows no key.

`yaml.compose` is used, not `load`: the nodes keep their lines, aliases stay shared (a "billion laughs" file is
never expanded), and nothing is turned into booleans or numbers.
"""

import re
from dataclasses import dataclass

import yaml

from index.errors import SeedError
from index.messages import Sentence

LONGEST_CHARS = 32_768
_FENCE = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_WAY_OUT = Sentence("correct it, or put a blank line above the first --- if these lines are no metadata")
_CORRECT_IT = Sentence("correct it")


@dataclass(frozen=True, slots=True)
class MetadataEntry:
    """One key of the metadata as typed: a text, several, or something deeper (None), with file and line."""

    key: str
    value: str | tuple[str, ...] | None
    path: str
    line: int

    def error(self, problem: str) -> SeedError:
        """Make the error that names this entry's key, file and line."""
        return SeedError(self.path, Sentence("{key}: {problem}", key=self.key, problem=problem), self.line)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands above a text: its entries, the text below, and a sentence where it was no metadata."""

    entries: tuple[MetadataEntry, ...]
    body: str
    warnings: tuple[str, ...] = ()


def split_front_matter(text: str, name: str) -> FrontMatter:
    """Take the front matter off a text. Raises SeedError, with its line, where the YAML is broken.

    A text that begins with a drawn line (`---`) and has no second one, or prose between the two, has none.
    """
    opening = _FENCE.match(text)
    closing = _CLOSING.search(text, opening.end(), opening.end() + LONGEST_CHARS) if opening else None
    if opening is None or closing is None:
        return FrontMatter((), text)
    entries = read_entries(text[opening.end() : closing.start()], name, first_line=2, way_out=_WAY_OUT)
    if entries is None:
        warning = Sentence("What stands between the first two --- lines is read as text: it is no list of keys.")
        return FrontMatter((), text, (warning,))
    return FrontMatter(entries, text[closing.end() :])


def read_entries(
    source: str, path: str, *, first_line: int = 1, way_out: str = _CORRECT_IT
) -> tuple[MetadataEntry, ...] | None:
    """Read YAML's top-level keys; None where it is something else than keys and values.

    Raises SeedError for broken YAML, a key given twice, and a text longer than LONGEST_CHARS.
    """
    if len(source) > LONGEST_CHARS:
        raise SeedError(
            path, Sentence("the metadata is longer than {most:,} characters; shorten it", most=LONGEST_CHARS)
        )
    try:
        node = yaml.compose(source, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = _mark(error, source)
        line = first_line + mark.line if mark else None
        broken = Sentence("the YAML is broken ({reason}); {way_out}", reason=error.problem, way_out=way_out)
        raise SeedError(path, broken, line) from None
    except yaml.reader.ReaderError as error:
        line = first_line + source.count("\n", 0, error.position)
        character = Sentence("the YAML holds a character it may not (U+{number:04X})", number=error.character)
        raise SeedError(path, character, line) from None
    except RecursionError:
        deep = Sentence("the YAML is nested too deeply; {way_out}", way_out=way_out)
        raise SeedError(path, deep, first_line) from None
    if node is None:
        return ()
    if not isinstance(node, yaml.MappingNode):
        return None
    return tuple(_entry(key, value, path, first_line) for key, value in node.value)


def _mark(error: yaml.MarkedYAMLError, source: str) -> yaml.Mark | None:
    """Return where the problem is seen, or where it began if it is seen at the end only (an open quotation)."""
    seen, began = error.problem_mark, error.context_mark
    if seen is None or (began and not source[seen.index :].strip()):
        return began
    return seen


def _entry(key: yaml.Node, value: yaml.Node, path: str, first_line: int) -> MetadataEntry:
    line = first_line + key.start_mark.line
    if not isinstance(key, yaml.ScalarNode):
        raise SeedError(path, Sentence("a key of the metadata is no word; write it as key: value"), line)
    try:
        return MetadataEntry(_scalar(key), _value(value), path, line)
    except UnicodeDecodeError:
        half = Sentence("an escape such as \\ud83d writes half a character; write the character")
        raise SeedError(path, half, line) from None


def _value(node: yaml.Node) -> str | tuple[str, ...] | None:
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
        return tuple(_scalar(item) for item in node.value)
    return None


def _scalar(node: yaml.ScalarNode) -> str:
    """Return a scalar as typed; an unquoted null is the empty text, as YAML means it.

    Raises UnicodeDecodeError for half a character; two halves, as JSON escapes them, are joined.
    """
    unquoted = node.style is None
    words = "" if unquoted and node.value in ("~", "null") else str(node.value).strip()
    return words.encode("utf-16-le", errors="surrogatepass").decode("utf-16-le")
