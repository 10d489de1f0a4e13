"""What stands around a quote, held against the passage in which it stands: its attribution, or words of others."""

import re
from collections.abc import Iterator

from index.model import Passage
from index.quoting.folding import plain, shown_quote
from index.quoting.qualifiers import qualifiers
from index.showing.attribution import ENGLISH, caveat_lines, plain_date
from index.showing.markup import one_line
from index.text.analysis import analyzer, primary
from index.text.characters import fold

_WORD = re.compile(r"\w+")
_DAY_OF_ACCESS = re.compile(r"(?:\w+\W+){0,5}\d{4}\W*")
SEPARATOR = " · "
CITED_FACTS = 3  # separators in a line that make it a line of ours
HALF = 0.5
FEWEST_SHARED = 2


def unattributed(around: tuple[str, ...], passage: Passage) -> tuple[str, ...]:
    """Return what of the words around a quote names neither where its passage is from nor what cautions about it."""
    left = (" ".join(_strange_lines(part, passage)) for part in around)
    return tuple(part for part in left if _WORD.search(part))


def is_apart(around: tuple[str, ...], passage: Passage) -> bool:
    """Tell whether words around a quote are somebody's own: the passage has less than half of them, or just one."""
    terms = analyzer(primary(passage.language)).terms
    said, held = [term for part in around for term in terms(part)], set(terms(passage.text))
    shared = sum(term in held for term in said)
    return shared < max(FEWEST_SHARED, HALF * len(said))


def _strange_lines(part: str, passage: Passage) -> Iterator[str]:
    is_cited = False  # by a line of ours, behind which the day of access stands
    for line in (one_line(shown_quote(each)) for each in part.splitlines()):
        if line and not (_is_of(line, passage) or (is_cited and _DAY_OF_ACCESS.fullmatch(line))):
            yield line
        is_cited = is_cited or line.count(SEPARATOR) >= CITED_FACTS


def _is_of(line: str, passage: Passage) -> bool:
    """Tell whether a line is of a citation of the passage."""
    cautions = (*caveat_lines(passage), *(one_line(each.text) for each in passage.caveats))
    if passage.ref in line or any(plain(each) in plain(line) for each in cautions):
        return True
    if line.count(SEPARATOR) >= CITED_FACTS:
        return _names_all(line, passage)
    named, terms = _named(passage), analyzer(primary(passage.language)).terms
    known, said = (
        set(terms(named)),
        [term for term in terms(line) if len(term) > 1 or not term.isascii()],
    )  # no initials
    strange = [word for word in _words(line) if word not in _words(named)]
    is_named = sum(term in known for term in said) > HALF * len(said)
    return is_named and not qualifiers(" ".join(strange), primary(passage.language))


def _names_all(line: str, passage: Passage) -> bool:
    """Tell whether a line names author and title as they are stated, or says that they are not."""
    stated = passage.attribution
    expected = (stated.author or ENGLISH.no_author, stated.title or ENGLISH.no_title)
    return all(plain(one_line(each)) in plain(line) for each in expected)


def _named(passage: Passage) -> str:
    """Return all by which a passage's origin may be named."""
    stated = passage.attribution
    written = plain_date(stated.published) if stated.published else ""
    origin = (written, stated.published, stated.title, stated.source, stated.restated_by, stated.license)
    return " ".join(filter(None, (*stated.authors, *origin, passage.document)))


def _words(text: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(text)]
