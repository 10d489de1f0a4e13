"""Which header a text has, and where the text below it begins: YAML, TOML or JSON, in fences or not.

Headers without a fence, as MultiMarkdown, Pandoc and Logseq have them, are in `plain_headers.py`. A drawn line at the
top of an essay, and prose with a colon in it, is no header.
"""

import json
import re
from collections.abc import Sequence

from index.messages import Sentence
from index.seeds.metadata.entries import Entries, FrontMatter, MetadataEntry
from index.seeds.metadata.keys import is_known, is_telling
from index.seeds.metadata.plain_headers import split_plain_header
from index.seeds.metadata.toml_entries import read_toml
from index.seeds.metadata.yaml_entries import LONGEST_CHARS, read_yaml

_ABOVE = r"(?P<above>(?:[\s\ufeff]|<!--(?:(?!-->).){0,2000}-->)*)"  # blank lines and comments
_FENCE = re.compile(_ABOVE + r"(?P<fence>-{3,}|\+{3,}|;{3})[ \t]*(?P<syntax>yaml|yml|toml|json)?[ \t]*\n", re.DOTALL)
_SYNTAX = {"-": "yaml", "+": "toml", ";": "json"}
_LONGEST_KEY_WORDS = 3
_KEY_WORD = re.compile(r"[\w.:@/-]{1,40}")


def split_front_matter(text: str, name: str) -> FrontMatter:
    """Take the header off a text, whatever kind it is of.

    A text that begins with a drawn line and has no second one, or prose between the two, has none.
    """
    fence = _FENCE.match(text)
    if fence:
        return _split_fenced(text, fence, name)
    stripped = text.lstrip("\ufeff \t\n")
    if stripped.startswith("{"):
        return _split_json(text, len(text) - len(stripped), name)
    return split_plain_header(text, name)


def _split_fenced(text: str, fence: re.Match[str], name: str) -> FrontMatter:
    mark = fence["fence"][0]
    closings = rf"{re.escape(mark)}{{3,}}" + (r"|\.\.\." if mark == "-" else "")
    closing = re.compile(rf"^[ \t]*(?:{closings})[ \t]*$", re.MULTILINE)
    end = closing.search(text, fence.end(), fence.end() + LONGEST_CHARS)
    if end is None:
        return _split_unclosed(text, fence, name) or FrontMatter((), text)
    source = text[fence.end() : end.start()]
    first_line = 1 + text.count("\n", 0, fence.end())
    found = _read(fence["syntax"] or _SYNTAX[mark], source, name, first_line)
    as_usual = fence["fence"] in ("---", "+++", ";;;") and not fence["above"] and not source.startswith("\n")
    if found is None or found.lost:  # what seems to end it may be a line drawn further below
        unclosed = _split_unclosed(text, fence, name)
        if unclosed and not _LIKE_A_KEY.search(text, len(text) - len(unclosed.body), end.start()):
            return unclosed
    if found is not None and (_is_metadata(found.entries, as_usual=as_usual) or _is_empty(source, found)):
        return FrontMatter(found.entries, text[end.end() :], (*found.warnings, *found.lost))
    return FrontMatter((), text, (_READ_AS_TEXT,) if as_usual or not source.startswith("\n") else ())


def _split_unclosed(text: str, fence: re.Match[str], name: str) -> FrontMatter | None:
    """Take off a header that no fence ends: the lines up to the first empty one, where all of them are its keys."""
    end = _EMPTY_LINE.search(text, fence.end(), fence.end() + LONGEST_CHARS)
    if end is None:
        return None
    source, first_line = text[fence.end() : end.start()], 1 + text.count("\n", 0, fence.end())
    found = _read(fence["syntax"] or _SYNTAX[fence["fence"][0]], source, name, first_line)
    if found is None or found.lost or not _is_metadata(found.entries, as_usual=False):
        return None
    return FrontMatter(found.entries, text[end.end() :], (*found.warnings, _NOT_CLOSED))


def _is_empty(source: str, found: Entries) -> bool:
    """Whether a fence holds nothing yet: blank lines and comments."""
    return not found.lost and not found.entries and (source.strip() == "" or source.lstrip().startswith("#"))


_LIKE_A_KEY = re.compile(r"^[\w-]{1,40}:(?:\s|$)", re.MULTILINE)
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_NOT_CLOSED = Sentence("The front matter has no --- line at its end; it is read up to the first empty line.")
_READ_AS_TEXT = Sentence("What stands between the first two --- lines is read as text: it is no list of keys.")


def _read(syntax: str, source: str, name: str, first_line: int) -> Entries | None:
    if syntax == "toml":
        return read_toml(source, name, first_line=first_line)
    if syntax == "json" and not source.lstrip().startswith("{"):  # Hexo's, without its brackets
        source = f"{{{source.rstrip()}}}"
    # YAML is a superset of JSON but for tabs, which JSON allows between its words and nowhere else.
    return read_yaml(source.replace("\t", "  ") if syntax == "json" else source, name, first_line=first_line)


def _is_metadata(entries: Sequence[MetadataEntry], *, as_usual: bool) -> bool:
    """Whether keys are a header's and not the words before a colon in prose.

    In a fence as it should be one known key is enough, or small single words; in another, all must look like keys and
    one must tell what stands in headers only.
    """
    if as_usual:
        small = [entry.key for entry in entries if entry.key[:1].islower()]
        is_header = any(is_telling(entry.key) for entry in entries) or any(map(is_known, small))
        return is_header or (len(small) == len(entries) and _all_are_words(entries, 1))
    return _all_are_words(entries, _LONGEST_KEY_WORDS) and any(is_telling(entry.key) for entry in entries)


def _all_are_words(entries: Sequence[MetadataEntry], most: int) -> bool:
    words = [entry.key.split() for entry in entries]
    return bool(words) and all(len(key) <= most and all(map(_KEY_WORD.fullmatch, key)) for key in words)


def _split_json(text: str, start: int, name: str) -> FrontMatter:
    end = _json_end(text, start)
    rest = text[end:] if end else ""
    if not end or not (rest == "" or rest.lstrip(" \t").startswith("\n")):
        return FrontMatter((), text)
    found = _read("json", text[start:end], name, 1 + text.count("\n", 0, start))
    if found is None or not any(is_telling(entry.key) for entry in found.entries):
        return FrontMatter((), text)
    return FrontMatter(found.entries, rest, (*found.warnings, *found.lost))


def _json_end(text: str, start: int) -> int:
    """Find the end of a JSON object; of one that is slightly wrong, the line that is its closing bracket."""
    try:
        return json.JSONDecoder().raw_decode(text, start)[1]
    except (ValueError, RecursionError):  # also a number of more digits than Python takes
        closing = re.compile(r"^\}[ \t]*$", re.MULTILINE).search(text, start, start + LONGEST_CHARS)
        return closing.end() if closing else 0
