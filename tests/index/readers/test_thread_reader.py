"""Thread Reader exports: recognised by several marks, cut into posts, their boilerplate left out."""

import re

import pytest

from index.model import Document
from index.readers.thread_reader import recognises
from index.seeds import read_seed
from index.seeds.passages import split
from tests.shared import shared

HEAD = """\
Thread Reader

Share this page!
Scrolly
Ada of the Rain Profile picture
Ada of the Rain
@ada_rain
Sep 3rd 2021 • 5 tweets • 2 min read
Bookmark Save as PDF My Authors
Twitter logo Read on X
"""
POSTS = """\
It has rained for weeks. I am no expert.

Still, here goes.
The river rose by 2 m.
Screenshot from GAUGES: gauges.example.com

Farmers lost crops. Source: t.me/farm/12…
These are the choices:

- Build a wall.
- Move away.
Read all threads of Thread Reader if you like • • • or not.
"""
TAIL = """\

• • •

Missing some Tweet in this thread? You can try to force a refresh


Keep Current with Ada of the Rain

Ada of the Rain Profile picture

Stay in touch and get notified when new unrolls are available from this author!

Read all threads

This Thread may be Removed Anytime!

PDF

Try unrolling a thread yourself!

  1. Follow @ThreadReaderApp to mention us!

  2. From a Twitter thread mention us with a keyword "unroll"
@threadreaderapp unroll

Did Thread Reader help you today?

Donate via Paypal

0x0123456789abcdef0123456789abcdef01234567 copy

Follow Us on Twitter!
"""
EXPECTED = [
    "It has rained for weeks. I am no expert.\n\nStill, here goes.",
    "The river rose by 2 m.\nScreenshot from GAUGES: gauges.example.com",
    "Farmers lost crops. Source: t.me/farm/12…",
    "These are the choices:\n\n- Build a wall.\n- Move away.",
    "Read all threads of Thread Reader if you like • • • or not.",
]
# What only the page says; no word of it may ever be quoted.
FURNITURE = re.compile(
    "tweet in this thread|keep current|profile picture|unroll|removed anytime|paypal|ethereum|premium|indie dev"
    "|follow us|donate|scrolly|min read|save as pdf|crypto|my authors",
    re.IGNORECASE,
)


def read(text: str, name: str = "thread.txt") -> Document:
    """Read an export."""
    (document,) = read_seed(text.encode(), name, seed="thread")
    return document


def posts(document: Document) -> list[str]:
    """Return the words of the document's posts."""
    assert {block.kind for block in document.blocks} <= {"post"}
    return [document.text[block.start : block.end] for block in document.blocks]


@pytest.mark.parametrize("name", ["thread.txt", "thread.md", "thread", "thread.html"])
@pytest.mark.parametrize(("head", "tail"), [(HEAD, TAIL), ("", TAIL), (HEAD, ""), (HEAD, TAIL.replace("• • •", ""))])
def test_posts_are_found_whatever_the_files_name(name: str, head: str, tail: str) -> None:
    """A line break ends a post, a blank line does not, items join their list, source lines the post before."""
    document = read(head + POSTS + tail, name)

    assert EXPECTED == posts(document)
    assert len((head + POSTS + tail).strip()) - len(document.text) == document.removed_chars


def test_the_author_and_the_date_are_in_the_furniture() -> None:
    """The name under the posts, the date above them."""
    attribution = read(HEAD + POSTS + TAIL).attribution

    assert (("Ada of the Rain",), "2021-09-03") == (attribution.authors, attribution.published)


def test_what_is_not_there_is_not_guessed() -> None:
    """No head, no date; the title of a thread is nobody's to invent."""
    attribution = read(POSTS + TAIL).attribution

    assert (None, None) == (attribution.published, attribution.title)


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Sep 14, 2022 • 18 tweets • 4 min read", "2022-09-14"),
        ("January 2nd 2021, 18 tweets, 4 min read", "2021-01-02"),
        ("Sep 14 • 18 tweets • 4 min read", None),
        ("18 tweets • 4 min read", None),
        ("Xyz 14, 2022 • 18 tweets • 4 min read", None),
    ],
)
def test_a_date_counts_only_when_unmistakable(line: str, published: str | None) -> None:
    """A day without a year dates nothing; the line is boilerplate all the same."""
    document = read(f"{line}\n{POSTS}{TAIL}")

    assert published == document.attribution.published
    assert EXPECTED == posts(document)


@pytest.mark.parametrize(
    ("first", "is_content"),
    [
        ("Help", True),
        ("Sep 13, 2022", True),
        ("Home\nSep 13, 2022\n18 tweets\n4 min read\nTwitter logo\nRead on Twitter", False),
        ("Ada of the Rain\n@ada_rain", False),
        ("Ada of the Rain", False),
        ("Thread Reader\n\n• 18 tweets, 4 min read •", False),
    ],
)
def test_one_common_word_above_the_posts_is_a_post(first: str, is_content: bool) -> None:  # noqa: FBT001 (a table's row)
    """A run of boilerplate, or the author's name, is boilerplate; one short line may be the author's."""
    document = read(f"{first}\n{POSTS}{TAIL}")

    assert ([first, *EXPECTED] if is_content else EXPECTED) == posts(document)


def test_a_handle_names_the_author_where_nothing_else_does() -> None:
    """Better the handle than nobody."""
    document = read(f"Thread by @ada_rain\nScrolly\n18 tweets • 4 min read\n{POSTS}")

    assert ("@ada_rain",) == document.attribution.authors


def test_front_matter_wins_over_furniture() -> None:
    """The curator knows better."""
    document = read(f"---\nauthor: Ada Lovelace\ndate: 2021\n---\n{HEAD}{POSTS}{TAIL}")

    assert (("Ada Lovelace",), "2021") == (document.attribution.authors, document.attribution.published)
    assert EXPECTED == posts(document)


@pytest.mark.parametrize(
    "text",
    [
        "An essay.\n\nKeep Current with Ada of the Rain\n\nThat line stands on every export.",
        "One part.\n\n• • •\n\nAnother part, about Thread Reader.",
        "One part.\n\n• • •\n\nKeep Current with the news\n\nis what my uncle said.",
        f"I saved a page from Thread Reader.\n\n{TAIL}" + "\n\nThat is what it says below.\nAnd so I wrote on.\n" * 30,
        "Words on rain.",
    ],
    ids=["one mark", "a divider", "two marks", "quoted whole with prose below", "none"],
)
def test_an_essay_that_quotes_a_mark_is_no_export(text: str) -> None:
    """It stays whole, boilerplate and all, since it is the author's own."""
    document = read(text)

    assert not recognises(text)
    assert text == document.text
    assert 0 == document.removed_chars


def test_the_authors_other_threads_are_left_out() -> None:
    """Below "More from" stand other posts, sometimes by other people."""
    more = (
        "More from @ada_rain\n\nAda of the Rain Profile picture\n\n" + "A post of another thread, rather long.\n\n" * 40
    )

    assert EXPECTED == posts(read(POSTS + TAIL + more))


def test_a_divider_inside_a_thread_ends_nothing() -> None:
    """Only the one above the boilerplate does."""
    document = read("One post.\nA second:\n\n• • •\n\nstill the second.\n" + POSTS + TAIL)

    assert ["One post.", "A second:\n\n• • •\n\nstill the second.", *EXPECTED] == posts(document)


def test_retweets_are_left_out() -> None:
    """They are somebody else's words, and the curator is told."""
    document = read("RT @someone: Their words.\n" + POSTS + TAIL)

    assert EXPECTED == posts(document)
    assert ("Left out as somebody else's words: “RT @someone: Their words. …”.",) == document.warnings


def test_source_lines_are_cited_by_the_post_they_support() -> None:
    """The screenshot by the post before it, the truncated address without a link."""
    passages = split(read(HEAD + POSTS + TAIL))

    assert [
        (2, "Screenshot from GAUGES: gauges.example.com", "https://gauges.example.com", False),
        (3, "Source: t.me/farm/12…", None, True),
    ] == [(p.number, each.text, each.url, each.truncated) for p in passages for each in p.citations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\nt.me/a/1\nTwo.", ["One.\nt.me/a/1", "Two."]),
        ("One.\n\nt.me/a/1\nTwo.", ["One.\n\nt.me/a/1", "Two."]),
        ("One.\n\nt.me/a/1\n\nmore of one.\nTwo.", ["One.\n\nt.me/a/1\n\nmore of one.", "Two."]),
        ("One.\nSource: Reuters\nt.me/a/1\n\nTwo.", ["One.\nSource: Reuters\nt.me/a/1", "Two."]),
        ("t.me/a/1\nOne.", ["t.me/a/1", "One."]),
        ("- One.\n- Also one.\nTwo.\n* Also two.", ["- One.\n- Also one.", "Two.\n* Also two."]),
        ("1. One.\n2. Two.", ["1. One.", "2. Two."]),
    ],
    ids=["own line", "blank before", "blank around", "two lines", "first", "bullets", "numbered posts"],
)
def test_where_posts_end(text: str, expected: list[str]) -> None:
    """Source lines and items never begin a post; numbers do, since authors number their posts."""
    assert expected == posts(read(f"{text}\n{TAIL}"))


def test_line_ends_do_not_matter() -> None:
    """An export saved on Windows is the same thread."""
    assert EXPECTED == posts(read((HEAD + POSTS + TAIL).replace("\n", "\r\n")))


def test_the_original_thread_has_its_eighteen_posts() -> None:
    """First words, author, citations, and nothing of the page."""
    document = read(shared("seed", "thread-original.txt").read_text(encoding="utf-8"))
    passages = split(document)

    first_words = [passage.text.split()[:2] for passage in passages]
    assert [
        "A bunch", "Scanning Armenian,", "According to", "I'll save", '"...in 1918,', "Some sources",
        "Thread containing", "Iran has", "My speculation:", "Armenia cannot", "I'll likely", "As for",
        "This is", "Armenia's only", "The $64,000", "The Armenia-Azerbaijan", "The conflict", "That's the",
    ] == [" ".join(words) for words in first_words]  # fmt: skip
    assert document.attribution.authors == ("Dial M for Matt",)
    assert [
        (2, "Screenshot from LIVEUAMAP: caucasus.liveuamap.com", "https://caucasus.liveuamap.com", False),
        (3, "Source: t.me/armenpress/638…", None, True),
        (5, "web.archive.org/web/2009061204…", None, True),
    ] == [(p.number, each.text, each.url, each.truncated) for p in passages for each in p.citations]
    assert not any(FURNITURE.search(passage.text) for passage in passages)
    assert document.removed_chars > 1_000
    assert document.warnings == ()
