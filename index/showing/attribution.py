"""Renders whose words a passage is: one line, caveats, a quote to paste, CSL-JSON, a link to the very words.

Pure functions of a passage; the day of access is passed in. Knows no file, no chat and no locale.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from urllib.parse import SplitResult, quote, urlsplit

from index.messages import N_
from index.model import Passage, PositionKind
from index.showing.facts import CaveatFact, Fact, FactKind, PositionFact, attribution_facts, caution_facts
from index.showing.markup import one_line
from index.showing.placed_links import placed_link
from index.text.characters import visible

# Not from calendar or strftime: the names there follow the machine's locale.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_STATED_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

_MARKDOWN_ANYWHERE = re.compile(r"[\\`*_\[\]<>&~|$]")
_MARKDOWN_AT_LINE_START = re.compile(r"^([0-9]*)(?=[-+#=:.)])")

_NOT_IN_AN_ADDRESS = re.compile(r"[\s<>\x00-\x1f\x7f]")
_NOT_A_PAGE = frozenset((".doc", ".docx", ".epub", ".mp3", ".mp4", ".odt", ".pdf", ".ppt", ".pptx", ".zip"))

# CSL's type by the host that a source stands on; a name stands for the hosts below it too.
_CSL_TYPES = {
    **dict.fromkeys(("bsky.app", "discord.com", "facebook.com", "mastodon.social", "reddit.com"), "post"),
    **dict.fromkeys(("t.me", "threadreaderapp.com", "threads.net", "twitter.com", "x.com"), "post"),
    **dict.fromkeys(("blogspot.com", "medium.com", "substack.com", "wordpress.com"), "post-weblog"),
}

# Where a script puts no spaces, its punctuation parts the words that a deep link may begin or end with.
_WORD = re.compile(r"[^\s。、，；：！？]+[。、，；：！？]*|[。、，；：！？]+")
_LINK_WORDS = 5
_LINK_CHARS = 40
_LIST_MARKERS = re.compile(r"^(?:[-*•>#\s]|[0-9]{1,9}[.)]\s)+")


def plain_date(stated: str) -> str:
    """Write out a date at the precision it is stated: "13 September 2022", "September 2022" or "2022".

    What is not such a date stays as the seed states it.
    """
    match date_parts(stated):
        case [_, month, day]:
            return f"{day} {_MONTHS[month - 1]} {stated[:4]}"
        case [_, month]:
            return f"{_MONTHS[month - 1]} {stated[:4]}"
        case _:
            return stated


@dataclass(frozen=True, slots=True)
class Labels:
    """Our own words in a citation; values of the seed stand in the braces. An application may say them otherwise."""

    no_author: str = N_("author not stated")
    no_title: str = N_("title not stated")
    no_date: str = N_("date not stated")
    no_link: str = N_("link not stated")
    restated: str = N_("restated by {who}, not quoted")
    somebody: str = N_("somebody not stated")
    position: str = N_("passage {number} of {of}")
    page: str = N_("p. {at}")
    time: str = N_("at {at}")
    chapter: str = N_("chapter “{at}”")
    message: str = N_("message {at}")
    date_stated: str = N_("stated as “{words}”")
    licence: str = N_("licence {name}")
    caveat: str = N_("author's caveat: {words}")
    restated_caveat: str = N_("author's caveat, restated: {words}")
    added_caveat: str = N_("caveat added by the curator: {words}")
    author_status: str = N_("author's status: {words}")
    restated_status: str = N_("author's status, restated: {words}")
    correction: str = N_("author's correction: {words}")
    dated_correction: str = N_("author's correction of {date}: {words}")
    restated_correction: str = N_("author's correction, restated: {words}")
    corrected: str = N_("corrected by the author, here: “{words}”")
    no_caveat: str = N_("no caveat found in this source")
    not_looked_for: str = N_("no caveat was looked for: how authors word one is not known for this language")
    status: str = N_("epistemic status: {words}")
    accessed: str = N_("accessed {date}")
    date: Callable[[str], str] = plain_date

    @property
    def places(self) -> Mapping[PositionKind, str]:
        """The template of each kind of place in an original."""
        return {"page": self.page, "time": self.time, "chapter": self.chapter, "message": self.message}

    @property
    def cautions(self) -> Mapping[FactKind, str]:
        """The template of each kind of caution; {words} are the seed's."""
        return {
            "no-caveat": self.no_caveat,
            "caveats-not-looked-for": self.not_looked_for,
            "author-correction": self.correction,
            "restated-correction": self.restated_correction,
            "corrected": self.corrected,
            "author-status": self.author_status,
            "restated-status": self.restated_status,
            "author-caveat": self.caveat,
            "restated-caveat": self.restated_caveat,
            "curator-caveat": self.added_caveat,
            "status": self.status,
        }


ENGLISH = Labels()
_BESIDE_A_REFERENCE: frozenset[FactKind] = frozenset(  # CSL has no fields for them
    ("restated", "published-stated", "position", "license")
)


def in_words(fact: Fact, words: Labels = ENGLISH) -> str:
    """Say a fact of an attribution, or a caution, in one line; "not stated" where the seed is silent."""
    stated = fact.words or ""
    match fact.kind:
        case "author":
            said = stated or words.no_author
        case "restated":
            said = words.restated.format(who=stated or words.somebody)
        case "title":
            said = stated or words.no_title
        case "published":
            said = words.date(stated) if stated else words.no_date
        case "published-stated":
            said = words.date_stated.format(words=stated)
        case "license":
            said = words.licence.format(name=stated)
        case "source":
            said = stated or words.no_link
        case "position" if isinstance(fact, PositionFact):
            place = words.places[fact.original.kind].format(at=fact.original.at) if fact.original else ""
            said = " · ".join(filter(None, (place, words.position.format(number=fact.number, of=fact.of))))
        case "author-correction" if isinstance(fact, CaveatFact) and fact.caveat.date:
            said = words.dated_correction.format(date=words.date(fact.caveat.date), words=stated)
        case _:
            said = words.cautions[fact.kind].format(words=stated)
    return one_line(said)


def attribution_line(passage: Passage, words: Labels = ENGLISH) -> str:
    """Name author, title, date, position and link in one line, with "not stated" where the seed is silent."""
    return " · ".join(in_words(fact, words) for fact in attribution_facts(passage))


def caveat_lines(passage: Passage, words: Labels = ENGLISH) -> tuple[str, ...]:
    """List each caveat with whose it is, or that none was found; then the epistemic status, where stated.

    There is always at least one line.
    """
    return tuple(in_words(fact, words) for fact in caution_facts(passage))


def plain_quote(passage: Passage, accessed: date | None, words: Labels = ENGLISH) -> str:
    """Render the passage's words with attribution, caveats and day of access as plain text to paste."""
    about = (f"— {attribution_line(passage, words)}", *caveat_lines(passage, words), *_accessed(accessed, words))
    return "\n".join((visible(passage.text), "", *about))


def markdown_quote(passage: Passage, accessed: date | None, words: Labels = ENGLISH) -> str:
    """Render the passage as one Markdown block quote that holds its attribution and caveats as well.

    All but the link is escaped, so that it shows as it stands in the seed; line breaks are kept.
    """
    quoted = [_escape_markdown(line) for line in visible(passage.text).splitlines()]
    named = [_markdown_fact(fact, words) for fact in attribution_facts(passage)]
    about = [_escape_markdown(line) for line in (*caveat_lines(passage, words), *_accessed(accessed, words))]
    return _block_quote((*quoted, "", f"— {' · '.join(named)}", *about))


def csl_json(passage: Passage, accessed: date | None, words: Labels = ENGLISH) -> dict[str, object]:
    """Describe the passage's document as a CSL-JSON item, with the caveats in its note.

    What the seed does not state is left out. Its shape follows csl-data.json of
    https://github.com/citation-style-language/schema.
    """
    attribution = passage.attribution
    address = web_address(attribution.source)
    item: dict[str, object] = {
        "id": f"{passage.document}-{passage.key}",
        "type": _csl_type(address),
        **({"accessed": {"date-parts": [[accessed.year, accessed.month, accessed.day]]}} if accessed else {}),
        "note": reference_note(passage, words),
    }
    stated: dict[str, object] = {
        "title": attribution.title,
        "author": [{"literal": author} for author in attribution.authors],
        "issued": _csl_date(attribution.published) if attribution.published else None,
        "URL" if address else "source": attribution.source,
        "language": passage.language,
        "page": passage.position.at if passage.position and passage.position.kind == "page" else None,
    }
    return item | {field: value for field, value in stated.items() if value}


def reference_note(passage: Passage, words: Labels = ENGLISH, *, places: bool = True) -> str:
    """Say what references have no field for: restatement, position (if `places`), licence, caveats; a line each."""
    facts = (each for each in attribution_facts(passage) if places or each.kind != "position")
    beside = ", ".join(in_words(each, words) for each in facts if each.kind in _BESIDE_A_REFERENCE)
    return "\n".join(filter(None, (beside, *caveat_lines(passage, words))))


def deep_link(passage: Passage) -> str | None:
    """Point into the source at the passage's own words; None where no link can: restated, or not a web page.

    Of a file with pages or minutes, at the page or the second. Of a web page by a text fragment
    (https://wicg.github.io/scroll-to-text-fragment/): a browser that finds the words scrolls there, any other opens
    the page.
    """
    source = passage.attribution.source
    address = web_address(source)
    placed = placed_link(source, passage.position) if source and address else None
    if placed:
        return placed
    # A page draws its list markers, they are not in its text.
    lines = [_LIST_MARKERS.sub("", " ".join(line.split())) for line in passage.text.splitlines()]
    lines = [line for line in lines if line]
    if not (source and address and lines and passage.attribution.verbatim):
        return None
    if PurePosixPath(address.path).suffix.lower() in _NOT_A_PAGE:
        return None
    # An address copied with somebody's highlight has a directive already; theirs would be scrolled to first.
    page = source.partition(":~:")[0]
    directive = ",".join(_percent_encode(words) for words in _words_to_find(lines))
    return f"{page}{'' if '#' in page else '#'}:~:text={directive}"


def date_parts(stated: str) -> list[int]:
    """Split a date into year, month and day as far as stated; empty where no calendar has it."""
    match = _STATED_DATE.fullmatch(stated)
    if match is None:
        return []
    parts = [int(part) for part in match.groups() if part]
    year, month, day = (*parts, 1, 1)[:3]
    try:
        date(year, month, day)
    except ValueError:
        return []
    return parts


def _markdown_fact(fact: Fact, words: Labels) -> str:
    """Say a fact of an attribution in Markdown; a web address is a link."""
    if fact.kind == "source" and web_address(fact.words):
        return f"<{fact.words}>"
    return _escape_markdown(in_words(fact, words))


def _accessed(accessed: date | None, words: Labels) -> tuple[str, ...]:
    return (words.accessed.format(date=words.date(accessed.isoformat())),) if accessed else ()


def _escape_markdown(line: str) -> str:
    """Make Markdown show a line as it is typed, indented by spaces that Markdown does not strip."""
    words = line.strip()
    if not words:
        return ""
    indentation = len(line[: line.index(words)].expandtabs(4))
    escaped = _MARKDOWN_AT_LINE_START.sub(r"\1\\", _MARKDOWN_ANYWHERE.sub(r"\\\g<0>", words))
    return "\N{NO-BREAK SPACE}" * indentation + escaped


def _block_quote(lines: Iterable[str]) -> str:
    """Prefix lines as one block quote; two spaces at the end of a line keep its break."""
    return "\n".join(f"> {line}  " if line else ">" for line in lines)


def web_address(source: str | None) -> SplitResult | None:
    """Split a source that a browser can open; None for a bibliographic reference or a malformed address."""
    if source is None or _NOT_IN_AN_ADDRESS.search(source) or visible(source) != source:
        return None
    try:
        address = urlsplit(source)
    except ValueError:
        return None
    return address if address.scheme in {"http", "https"} and address.hostname else None


def _csl_type(address: SplitResult | None) -> str:
    if address is None or address.hostname is None:
        return "document"
    labels = address.hostname.split(".")
    hosts = (".".join(labels[start:]) for start in range(len(labels)))
    return next((_CSL_TYPES[host] for host in hosts if host in _CSL_TYPES), "webpage")


def _csl_date(stated: str) -> dict[str, object]:
    parts = date_parts(stated)
    return {"date-parts": [parts]} if parts else {"literal": stated}


def _words_to_find(lines: list[str]) -> list[str]:
    """Choose the first and the last words, or all of a short line.

    A browser looks for each of the two inside one block of the page, so neither may span lines.
    """
    first, last = _first_words(lines[0]), _last_words(lines[-1])
    if len(lines) == 1 and len(first) + len(last) >= len(lines[0]):
        return lines
    return [first, last]


def _first_words(line: str) -> str:
    for count, word in enumerate(_WORD.finditer(line), start=1):
        if count == _LINK_WORDS or word.end() >= _LINK_CHARS:
            return line[: word.end()]
    return line


def _last_words(line: str) -> str:
    for count, word in enumerate(reversed(list(_WORD.finditer(line))), start=1):
        if count == _LINK_WORDS or len(line) - word.start() >= _LINK_CHARS:
            return line[word.start() :]
    return line


def _percent_encode(words: str) -> str:
    """Encode words for a text directive, in which `-`, `,` and `&` separate its parts."""
    return quote(words, safe="", errors="replace").replace("-", "%2D")
