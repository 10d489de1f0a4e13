"""Finds string literals that a person might be shown without a catalogue having been asked."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

# A word, and what makes a literal more than a key: a space beside a word, a capital, a letter that is not ASCII.
_WORD = re.compile(r"[^\W\d_]{2,}")
_SPACED = re.compile(r"[^\W\d_]{2,}\W*\s|\s\W*[^\W\d_]{2,}")
_NO_KEY = re.compile(r"[^\W\d_](?<![a-z])")
_NAME = re.compile(r"[A-Z0-9_]+")  # of a constant or a variable, as machines have them

# Calls whose words are no literals of ours to find: marked for the catalogues, translated with the commands, read by
# programs, or by operators in the log.
MARKED = {"N_", "NN_", "Sentence"}
COMMANDS = {"command", "describe", "ContextMenu", "Group", "Choice", "rename"}
FOR_PROGRAMS = {"compile", "TypeVar", "ParamSpec", "getLogger", "strftime", "format_dt", "format_skeleton"}
BUGS = {"RuntimeError", "ValueError", "TypeError", "LookupError", "KeyError"}
# Calls that show what they are given, so that even one word in them is found.
SHOWERS = {"note", "tell", "print", "TextDisplay", "Label", "fitted", "escape", "show_line", "show_lines", "write_to"}


@dataclass(frozen=True, slots=True)
class Found:
    """A literal that looks like words for a person, and the line it stands in."""

    line: int
    words: str


def literals(source: str) -> list[Found]:
    """List the literals of a module that look like words for a person."""
    tree = ast.parse(source)
    hidden = {id(node) for kept in _kept(tree) for node in ast.walk(kept)}
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    shown = {id(node) for node in _shown(tree)}
    return sorted(
        {
            Found(node.lineno, str(node.value))
            for node in strings
            if id(node) not in hidden and _looks_like_words(str(node.value), is_shown=id(node) in shown)
        },
        key=lambda found: (found.line, found.words),
    )


def _looks_like_words(text: str, *, is_shown: bool) -> bool:
    if not _WORD.search(text) or (_NAME.fullmatch(text) and not is_shown):
        return False
    return is_shown or bool(_SPACED.search(text) or _NO_KEY.search(text))


def _kept(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a module whose strings are nobody's to read, or are translated otherwise."""
    yield from _docstrings(tree)
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from (each for each in (node.returns, *_annotations(node.args)) if each)
            case ast.AnnAssign():
                yield node.annotation
            case ast.ClassDef():  # a group of commands
                yield from (keyword.value for keyword in node.keywords)
            case ast.Assert() if node.msg:
                yield node.msg
            case ast.Call() if _name(node.func) in MARKED | COMMANDS | FOR_PROGRAMS | BUGS or _is_logging(node.func):
                yield node
            case ast.Subscript():  # a type, or a key
                yield node.slice
            case ast.FormattedValue() if node.format_spec:
                yield node.format_spec
            case ast.Assign(targets=[ast.Name(id="__all__")]):
                yield node


def _docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    yield from (each.body[0] for each in ast.walk(tree) if isinstance(each, documented) and ast.get_docstring(each))


def _shown(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the strings that are pieced together, or given to what shows them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield from node.values
        elif isinstance(node, ast.Call) and _name(node.func) in SHOWERS:
            yield from node.args


def _annotations(arguments: ast.arguments) -> Iterator[ast.expr | None]:
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg)
    yield from (each.annotation for each in every if each)


def _name(function: ast.expr) -> str:
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def _is_logging(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "log"
