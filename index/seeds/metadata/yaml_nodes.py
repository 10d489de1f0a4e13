"""YAML to plain values: every scalar a string as typed, with the line it stands on. It knows no key.

`yaml.compose` is used, not `load`: the nodes keep their lines, and nothing is turned into booleans or numbers.
"""

import re

import yaml

from index.seeds.metadata.entries import MetadataValue

# A "billion laughs" file repeats aliases of aliases: what is deeper or larger than this means nothing here.
DEEPEST = 5
MOST_SCALARS = 1_000
# Such a run of openings takes seconds to read, and is not metadata.
_NESTED = re.compile(r"(?:[\[{]\s*){50}|(?:[-?]\s+){50}")
# Keys with plain or quoted words behind them, each in a line, as most headers are: read without YAML in a hundredth of
# the time.
_PLAIN, _QUOTED = r"[A-Za-z0-9](?:[ ]?[A-Za-z0-9.,()/;_-])*+", r"\"[A-Za-z0-9 .,:;!?()'/&_-]*+\""
_SIMPLE = re.compile(rf"(?:[A-Za-z][A-Za-z_-]{{0,60}}:(?: (?:{_PLAIN}|{_QUOTED}))?\n)++")
_NULLS = ("~", "null")
_TOO_DEEP = "it is nested too deeply"


class YamlError(Exception):
    """A piece of YAML that cannot be read, with the 0-based line of the problem where it is known."""

    def __init__(self, reason: str, line: int | None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def simple_pairs(source: str) -> list[tuple[str, str]] | None:
    """Return the key and the value of each line of YAML that is as simple as can be; None where it is not."""
    if not _SIMPLE.fullmatch(source):
        return None
    pairs = (line.partition(":") for line in source.splitlines())
    return [(_unquoted(key), _simple_value(value.strip())) for key, _, value in pairs]


def _simple_value(words: str) -> str:
    return words[1:-1].strip() if words.startswith('"') else _unquoted(words)


def _unquoted(words: str) -> str:
    return "" if words in _NULLS else words


def compose(source: str) -> yaml.Node | None:
    """Read YAML to its nodes; None where nothing is stated. Raises YamlError."""
    if _NESTED.search(source):
        raise YamlError(_TOO_DEEP, None)
    try:
        node: yaml.Node | None = yaml.compose(source, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = _mark(error, source)
        raise YamlError(str(error.problem), mark.line if mark else None) from None
    except yaml.reader.ReaderError as error:
        reason = f"a character that may not stand there, U+{error.character:04X}"
        raise YamlError(reason, source.count("\n", 0, error.position)) from None
    except RecursionError:
        raise YamlError(_TOO_DEEP, None) from None
    return node


def _mark(error: yaml.MarkedYAMLError, source: str) -> yaml.Mark | None:
    """Return where the problem is seen, or where it began if it is seen at the end only (an open quotation)."""
    seen, began = error.problem_mark, error.context_mark
    if seen is None or (began and not source[seen.index :].strip()):
        return began
    return seen


def value_of(node: yaml.Node) -> MetadataValue:
    """Return what a node holds, None where it is too deep or too large. Raises UnicodeDecodeError as `text_of`."""
    budget = [MOST_SCALARS]
    try:
        return _value(node, DEEPEST, budget)
    except OverflowError:
        return None


def _value(node: yaml.Node, deepest: int, budget: list[int]) -> MetadataValue:
    budget[0] -= 1
    if deepest < 0 or budget[0] < 0:
        raise OverflowError
    if isinstance(node, yaml.ScalarNode):
        return text_of(node)
    if isinstance(node, yaml.SequenceNode):
        return tuple(_value(each, deepest - 1, budget) for each in node.value)
    keyed = ((key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode))
    return {text_of(key): _value(value, deepest - 1, budget) for key, value in keyed}


def text_of(node: yaml.ScalarNode) -> str:
    """Return a scalar as typed; an unquoted null is the empty text, as YAML means it.

    Raises UnicodeDecodeError for half a character; two halves, as JSON escapes them, are joined.
    """
    words = str(node.value).strip() if node.style else _unquoted(str(node.value)).strip()
    return words.encode("utf-16-le", errors="surrogatepass").decode("utf-16-le")
