"""YAML to entries, as it is meant: a plain value with a colon or a sign in it is read as typed, with a warning.

What still cannot be read is said and left out, key by key, so that the others count. It knows no key's meaning.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

import yaml

from index.errors import SeedError
from index.messages import N_, Sentence
from index.seeds.metadata.entries import Entries, MetadataEntry, joined, unreadable
from index.seeds.metadata.yaml_nodes import YamlError, compose, simple_pairs, text_of, value_of

LONGEST_CHARS = 32_768
NO_KEYS = Sentence("is no list of keys and values; write lines such as title: …")
_KEY = r"""[^\s#:\-\[\]{}"'&*!|>%@`,?][^:\n]{0,60}?"""
_TOP_LEVEL = re.compile(rf"^{_KEY}[ \t]*:(?=\s|$)", re.MULTILINE)
_LINE = re.compile(rf"(?P<before>\s*(?:-[ \t]+)?(?:{_KEY}[ \t]*:[ \t]+|(?<=[ \t])))(?P<typed>\S.*?)[ \t]*")
_NO_BLANK = re.compile(r"^[A-Za-z][\w-]{0,30}:(?=[^\s/:])")
_CONTROL = re.compile(r"[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_yaml(source: str, path: str, *, first_line: int = 1) -> Entries | None:
    """Read YAML's top-level keys; None where it is something else than keys and values.

    Raises SeedError for a text longer than LONGEST_CHARS, since YAML is read slowly.
    """
    if len(source) > LONGEST_CHARS:
        too_long = Sentence("the metadata is longer than {most:,} characters; shorten it", most=LONGEST_CHARS)
        raise SeedError(path, too_long)
    pairs = simple_pairs(source)
    if pairs is not None:
        return Entries(tuple(MetadataEntry(*pair, path, line) for line, pair in enumerate(pairs, start=first_line)))
    try:
        node = compose(source)
    except YamlError as whole:
        return _with_blanks(source, path, first_line) or _YamlPieces(path, first_line).read(source, whole)
    if node is None:
        return Entries()
    if not isinstance(node, yaml.MappingNode):
        return _with_blanks(source, path, first_line)
    return _entries(node, path, first_line)


def _with_blanks(source: str, path: str, first_line: int) -> Entries | None:
    """Read keys whose values follow their colons at once ("title:Frost"); None where there are none of these."""
    lines = source.split("\n")
    mended = [_NO_BLANK.sub(r"\g<0> ", line, count=1) for line in lines]
    changed = [(number, line) for number, line in enumerate(mended, start=first_line) if line not in lines]
    found = read_yaml("\n".join(mended), path, first_line=first_line) if changed else None
    if found is None:
        return None
    told = (_read_as_typed(path, number, line.strip()) for number, line in changed)
    return replace(found, warnings=(*told, *found.warnings))


def _entries(node: yaml.MappingNode, path: str, first_line: int) -> Entries:
    found: list[MetadataEntry] = []
    lost: list[str] = []
    for key, value in node.value:
        line = first_line + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            lost.append(unreadable(path, line, Sentence("a key is no word; write it as key: value")))
            continue
        try:
            found.append(MetadataEntry(text_of(key), value_of(value), path, line))
        except UnicodeDecodeError:
            half = Sentence("an escape such as \\ud83d writes half a character; write the character")
            lost.append(unreadable(path, line, half))
    return Entries(tuple(found), (), tuple(lost))


class _YamlPieces:
    """Reads broken YAML key by key."""

    def __init__(self, path: str, first_line: int) -> None:
        self._path, self._first_line = path, first_line

    def read(self, source: str, whole: YamlError) -> Entries | None:
        """Read what can be read; None where there is no key at all."""
        source = _CONTROL.sub(" ", source)
        starts = [match.start() for match in _TOP_LEVEL.finditer(source)]
        if not starts:
            return None
        parts = [self._piece(source, start, end) for start, end in zip(starts, [*starts[1:], len(source)], strict=True)]
        found = joined(parts)
        if not found.warnings and not found.lost:  # tabs, or a character that was taken out
            template = N_(
                "{file}, line {line}: the YAML is broken there ({reason}) and read as it is meant; correct it"
            )
            line = self._first_line + (whole.line or 0)
            told = Sentence(template, file=PurePath(self._path).name, line=line, reason=whole.reason)
            return replace(found, warnings=(told,))
        return found

    def _piece(self, source: str, start: int, end: int) -> Entries:
        """Read one key with all that belongs to it: as it is, as it is meant, or at worst its first line alone."""
        line = self._first_line + source.count("\n", 0, start)
        piece = source[start:end].replace("\t", "    ")
        try:
            return self._composed(piece, line)
        except YamlError as error:
            first, _, further = piece.partition("\n")
            for lines in (piece, "\n".join(each.lstrip() for each in piece.split("\n")), first):
                found = self._as_meant(lines, line)
                if found:
                    cut = lines is first and further.strip() != ""
                    lost = (unreadable(self._path, line + 1, error.reason),) if cut else ()
                    return joined([found, Entries(lost=lost)])
            return Entries(lost=(unreadable(self._path, line + (error.line or 0), error.reason),))

    def _as_meant(self, piece: str, line: int) -> Entries | None:
        """Read one key after its plain values were quoted; None where that does not help."""
        mended, typed = _mended(piece)
        try:
            found = self._composed(mended, line)
        except YamlError:
            return None
        return replace(
            found, warnings=tuple(_read_as_typed(self._path, line + number, words) for number, words in typed)
        )

    def _composed(self, piece: str, line: int) -> Entries:
        node = compose(piece)
        if not isinstance(node, yaml.MappingNode):
            raise YamlError("no key with a value", None)
        return _entries(node, self._path, line)


def _read_as_typed(path: str, line: int, written: str) -> str:
    template = N_("{file}, line {line}: the YAML is broken there and read as it is meant; write {written}")
    return Sentence(template, file=PurePath(path).name, line=line, written=written)


def _mended(piece: str) -> tuple[str, list[tuple[int, str]]]:
    """Quote the values that YAML cannot read; return the text, and of each such line its number and what it became."""
    lines = piece.split("\n")
    changed: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        match = _LINE.fullmatch(line)
        if match and not _is_sound(match["typed"]):
            quoted = _quoted(match["typed"])
            if quoted:
                lines[number] = match["before"] + quoted
                changed.append((number, lines[number].strip()))
    return "\n".join(lines), changed


def _is_sound(typed: str) -> bool:
    """Whether YAML reads a value in its line as one value; an open block (| or >) is one."""
    if re.fullmatch(r"[|>][+-]?\d?", typed):
        return True
    try:
        compose(f"key: {typed}")
    except YamlError:
        return False
    return True


def _quoted(typed: str) -> str | None:
    """Quote a value as it was typed, the items of a list one by one; None where it was left open."""
    if typed.startswith("[") and typed.endswith("]") and "[[" not in typed:
        items = (item.strip() for item in typed[1:-1].split(","))
        return f"[{', '.join(item if _is_sound(item) else _single(item) for item in items)}]"
    is_open = typed.startswith(("[", "{")) and ("]" if typed[0] == "[" else "}") not in typed
    return None if is_open else _single(typed)


def _single(typed: str) -> str:
    return "'" + typed.replace("'", "''") + "'"


def keys_of(source: str, path: str) -> Iterator[MetadataEntry]:
    """Yield the entries of a side-car that somebody edits. Raises SeedError where anything in it cannot be read."""
    found = read_yaml(source, path)
    if found is None:
        raise SeedError(path, NO_KEYS)
    for lost in found.lost:
        raise SeedError(path, lost)
    yield from found.entries
