"""Headers without a fence: MultiMarkdown's keys, Pandoc's title block, Logseq's page properties.

They look like prose, so each is taken only where the keys or the shape leave no doubt.
"""

import re
from collections.abc import Sequence

from index.seeds.metadata.entries import FrontMatter, MetadataEntry
from index.seeds.metadata.keys import canonical, is_known, is_telling

LONGEST_LINES = 60
_ABOVE = re.compile(r"(?:[ \t\ufeff]*\n)*\ufeff?")
_PROPERTY = re.compile(r"[ \t]*(?:-[ \t]+)?(?P<key>[\w/.-]{1,40})::(?:[ \t]+(?P<value>.*?))?[ \t]*")
_KEY_LINE = re.compile(r"(?P<key>[^\W\d_][\w /-]{0,30}?)[ \t]*:(?P<value>[ \t]+\S.*?|)[ \t]*")
_FENCE = re.compile(r"-{3,}[ \t]*")
_CONTINUED = re.compile(r"[ \t]+\S.*")
_LONGEST_NAME_CHARS = 120
_WORDS_BEFORE_A_STOP = 4  # "Mira Holt Jr." is a name
_PANDOC = ("title", "author", "date")

HeaderLines = Sequence[str]


def split_plain_header(text: str, name: str) -> FrontMatter:
    """Take a header without a fence off a text; a text without one stays whole."""
    above = _ABOVE.match(text)
    start = above.end() if above else 0
    lines = text[start:].split("\n", LONGEST_LINES)[:LONGEST_LINES]
    first_line = 1 + text.count("\n", 0, start)
    for read in (_properties, _title_block, _keys):
        found = read(lines)
        if found:
            typed, taken = found
            entries = tuple(MetadataEntry(key, value, name, first_line + number) for key, value, number in typed)
            return FrontMatter(entries, text[start + sum(len(line) + 1 for line in lines[:taken]) :])
    return FrontMatter((), text)


KeyLines = list[tuple[str, str, int]]
Typed = Sequence[tuple[str, "str | tuple[str, ...]", int]]  # key, value, and the number of its line


def _properties(lines: HeaderLines) -> tuple[Typed, int] | None:
    """Read Logseq's page properties: `key:: value` on each line from the top."""
    found: KeyLines = []
    for number, line in enumerate(lines):
        match = _PROPERTY.fullmatch(line)
        if match is None:
            break
        found.append((match["key"], match["value"] or "", number))
    return (found, len(found)) if any(is_known(key) for key, _, _ in found) else None


def _title_block(lines: HeaderLines) -> tuple[Typed, int] | None:
    """Read Pandoc's title block: title, authors and date behind percent signs, each perhaps over several lines."""
    parts: list[list[str]] = []
    taken = 0
    for line in lines:
        if line.startswith("%") and len(parts) < len(_PANDOC):
            parts.append([line[1:].strip()])
        elif parts and _CONTINUED.fullmatch(line):
            parts[-1].append(line.strip())
        else:
            break
        taken += 1
    is_closed = taken == len(lines) or not lines[taken].strip()
    is_prose = len(parts) == 1 and _is_sentence(" ".join(parts[0]))
    if not parts or is_prose or not lines[0].startswith(("% ", "%\t")) or not is_closed:
        return None
    return [_pandoc_entry(key, part, lines) for key, part in zip(_PANDOC, parts, strict=False)], taken


def _pandoc_entry(key: str, part: list[str], lines: HeaderLines) -> tuple[str, "str | tuple[str, ...]", int]:
    number = next(place for place, line in enumerate(lines) if part[0] in line)
    if key != "author":
        return key, " ".join(part), number
    return key, tuple(name.strip() for line in part for name in line.split(";") if name.strip()), number


def _keys(lines: HeaderLines) -> tuple[Typed, int] | None:
    """Read MultiMarkdown's header: lines with a key each, down to a blank line."""
    found: KeyLines = []
    taken = 0
    for number, line in enumerate(lines):
        match = _KEY_LINE.fullmatch(line)
        if match:
            found.append((match["key"], match["value"].strip(), number))
        elif found and _CONTINUED.fullmatch(line):
            key, value, first = found[-1]
            found[-1] = key, f"{value} {line.strip()}".strip(), first
        else:
            break
        taken = number + 1
    fenced = taken < len(lines) and _FENCE.fullmatch(lines[taken]) is not None  # Hexo closes what it never opened
    is_closed = fenced or taken == len(lines) or not lines[taken].strip()
    return (found, taken + fenced) if _is_header(found, is_closed=is_closed) else None


def _is_header(found: KeyLines, *, is_closed: bool) -> bool:
    """Whether keys are a header's: a title or an author among them, and hardly one that is unknown.

    A single line counts where it names the title or the author in few words. "Note: this is …" opens an essay, and
    "Date:" alone a letter.
    """
    naming = [value for key, value, _ in found if canonical(key) in ("title", "author")]
    if not naming or any(_is_sentence(value) for key, value, _ in found if canonical(key) == "author"):
        return False
    if len(found) == 1:
        return is_closed and found[0][1] != "" and not _is_sentence(found[0][1])
    known = sum(1 for key, _, _ in found if is_known(key))
    telling = sum(1 for key, _, _ in found if is_telling(key))
    return telling * 2 > len(found) - known and (is_closed or telling > 1)


def _is_sentence(value: str) -> bool:
    stops = value.endswith((".", ";", ",", ":")) and len(value.split()) > _WORDS_BEFORE_A_STOP
    return stops or value.endswith(("?", "!")) or len(value) > _LONGEST_NAME_CHARS
