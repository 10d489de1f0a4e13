"""Posts to documents: a thread of one's own replies is one document, in order; each post keeps its link.

Whatever network they come from: a reader hands over public posts of the account's owner, and only those.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.messages import N_, Sentence
from index.model import LeftOut
from index.readers.parsing.base import FormatError, ParsedDocument
from index.readers.parsing.days import day_of
from index.readers.parsing.html_tree import Links, blocks_of, parse_html, words_and_links
from index.readers.parsing.source_lines import find_citations
from index.readers.parsing.writing import TextWriter, Where

NO_POSTS = Sentence("holds no public posts of its owner; nothing else in it is read")
NOT_PUBLIC = N_("Left out: posts that are not public ({count}).")
REPOSTS = N_("Left out: reposts of others ({count}).")
UNSOUND = N_("Left out: blocks that are not what their names say they are ({count}).")
LABELLED = N_("The author labelled this: {labels}.")
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Quoted:
    """Somebody else's post that stands within a post."""

    words: str
    speaker: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A public post of the account's owner.

    Attributes:
        identity: its id in the network.
        parent: the id of the post that it answers, whoever's that is.
        when: a moment that sorts as text: ISO 8601.
        links: spans in `words` with where they lead.
        caution: the content warning above it, in the author's words.
        labels: those that the author put on it, of the network's list.
        quoted: what it quotes of others.
    """

    identity: str
    words: str
    source: str | None = None
    when: str = ""
    parent: str | None = None
    links: tuple[tuple[int, int, str], ...] = ()
    caution: str = ""
    labels: tuple[str, ...] = ()
    quoted: Quoted | None = None
    title: str | None = None
    language: str | None = None
    author: str | None = None


def documents_of(posts: Iterable[Post], author: str | None, left_out: Mapping[str, int]) -> tuple[ParsedDocument, ...]:
    """Return a document for each thread, oldest first.

    Args:
        posts: of the owner, in whatever order; of two with one identity the first counts.
        author: the owner's name, where it is stated.
        left_out: how many of the export's entries were not read, by the sentence that says why.

    Raises FormatError where there is no post at all.
    """
    own = {post.identity: post for post in reversed(list(posts)) if post.words.strip()}
    threads = sorted(_threads(own), key=lambda thread: thread[0].when)
    if not threads:
        raise FormatError(NO_POSTS)
    reasons = tuple(Sentence(reason, count=count) for reason, count in left_out.items() if count)
    drafts = [_document(thread, author) for thread in threads]
    drafts[0] = _with_reasons(drafts[0], reasons)
    return tuple(drafts)


def html_words(content: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """Return the words of a post in HTML with the spans of its links, an empty line between paragraphs."""
    if not content.strip():
        return "", ()
    words, links = "", Links()
    for block in blocks_of(parse_html(content)):
        shown, found = words_and_links(*(block if isinstance(block, list) else [block]))
        if not shown.strip():
            continue
        start = len(words) + len(_BETWEEN) * bool(words)
        words += _BETWEEN * bool(words) + shown
        links += [(first + start, last + start, url) for first, last, url in found]
    return words, tuple(links)


def _threads(own: Mapping[str, Post]) -> Iterator[list[Post]]:
    """Yield the posts that begin a thread, each with those that answer it, and what answers these."""
    answers: defaultdict[str, list[Post]] = defaultdict(list)
    for post in own.values():
        if post.parent in own and post.parent:
            answers[post.parent].append(post)
    begun = (post for post in own.values() if post.parent not in own)
    for first in begun:
        yield list(_in_order(first, answers))


def _in_order(first: Post, answers: Mapping[str, Sequence[Post]]) -> Iterator[Post]:
    """Yield a post and all below it, depth first; a stack, since threads can be long."""
    waiting = [first]
    while waiting:
        post = waiting.pop()
        yield post
        waiting += sorted(answers.get(post.identity, ()), key=lambda each: each.when, reverse=True)


def _document(thread: Sequence[Post], author: str | None) -> ParsedDocument:
    writer = TextWriter()
    for post in thread:
        _write(writer, post, thread[0].author or author)
    first = thread[0]
    text, blocks = writer.text, writer.blocks
    name = first.author or author
    return ParsedDocument(
        text=text,
        blocks=blocks,
        citations=find_citations(text, blocks, writer.citations),
        title=first.title,
        authors=(name,) if name else (),
        published=day_of(first.when),
        identity=first.identity,
        source=first.source,
        language=first.language,
        caveats=tuple(dict.fromkeys(caution for post in thread for caution in _cautions(post))),
    )


def _cautions(post: Post) -> Iterator[str]:
    if post.caution:
        yield post.caution
    if post.labels:
        yield Sentence(LABELLED, labels=", ".join(post.labels))


def _write(writer: TextWriter, post: Post, author: str | None) -> None:
    """Write a post below its content warning, which is the author's too, and what it quotes as its author's words."""
    above = post.caution + _BETWEEN if post.caution else ""
    moved = tuple((start + len(above), end + len(above), url) for start, end, url in post.links)
    writer.write(above + post.words, "post", Where(source=post.source), moved)
    quoted = post.quoted
    if quoted and quoted.speaker and quoted.speaker != author:
        writer.write(quoted.words, "post", Where(speaker=quoted.speaker, source=quoted.source))


def _with_reasons(draft: ParsedDocument, reasons: tuple[str, ...]) -> ParsedDocument:
    left_out = tuple(LeftOut(reason, 0) for reason in reasons)
    return replace(draft, left_out=(*draft.left_out, *left_out), warnings=(*draft.warnings, *reasons))
