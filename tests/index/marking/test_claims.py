"""Claims: the labelled passages, the original thread, and any text at all."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.marking.claims import find_claims
from index.marking.quotations import quotations
from tests.index.labelled import load
from tests.shared import shared

NONE = "none"  # label of passages that only look as if they cited somebody
Named = tuple[str, str | None]


def named(text: str, language: str | None = None) -> list[Named]:
    """Return what kind of claims a text makes, and whose."""
    return [(claim.kind, claim.who) for claim in find_claims(text, language)]


def labelled(name: str) -> Iterator[tuple[str, list[Named], list[Named]]]:
    """Yield each passage with the claims it is labelled with, and those that are found."""
    for language, rows in load(name).items():
        for row in rows:
            if language == NONE:
                yield row, [], named(row)
            else:
                yield row["text"], [(kind, who) for kind, who in row["claims"]], named(row["text"], language)


def share(parts: int, whole: int) -> float:
    """Return a part as a share; of nothing, all."""
    return parts / whole if whole else 1.0


@pytest.mark.parametrize("name", ["claims.yaml", "claims_held_back.yaml"])
def test_labelled_passages(name: str) -> None:
    """What is named is right, and little that should be is missed."""
    counts: Counter[str] = Counter()
    for _, wanted, found in labelled(name):
        counts["right"] += (Counter(wanted) & Counter(found)).total()
        counts["found"] += len(found)
        counts["wanted"] += len(wanted)

    assert share(counts["right"], counts["found"]) >= 0.95
    assert share(counts["right"], counts["wanted"]) >= 0.85


@pytest.mark.parametrize("name", ["claims.yaml", "claims_held_back.yaml"])
def test_passages_that_only_look_like_claims(name: str) -> None:
    """Titles, terms in quotation marks, laws, plans and the author's own words name nobody."""
    assert [] == [(text, named(text)) for text in load(name)[NONE] if named(text)]


def test_labelled_sets_are_large_enough() -> None:
    """At least 120 passages, a third of them held back, none in both."""
    texts = [{text for text, _, _ in labelled(name)} for name in ("claims.yaml", "claims_held_back.yaml")]

    assert sum(map(len, texts)) >= 120
    assert len(texts[1]) >= sum(map(len, texts)) / 3
    assert not texts[0] & texts[1]


def test_the_original_thread() -> None:
    """Whom it cites and quotes, and nobody else; "Azeris" are nobody in particular."""
    thread = shared("seed", "thread-original.txt").read_text(encoding="utf-8").split("• • •")[0]

    assert [
        ("citing", "LIVEUAMAP: caucasus.liveuamap.com"),
        ("citing", "Armenian PM Nikol Pashinyan"),
        ("citing", "t.me/armenpress/638…"),
        ("quoting", "Ilham Aliyev, president of Azerbaijan, 2008"),
    ] == named(thread)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("\"a\" and “b” and „c“ and „d” and «e» and »f« and ‘g’ and 'h' and 「i」 and ‹j›", "a b c d e f g h i j"),
        ("“an ‘inner’ one” 「外『内』」", "an ‘inner’ one 外『内』"),
        ('an "unbalanced one and "another"', "another"),
        ("“open only, and the end", ""),
        ("It isn't the boys' room, o'clock, '90s, 5' 6\" tall", ""),
        ("‘It isn’t so’", "It isn’t so"),
        ('"a\n\nb"', ""),
        ('"" “ ” «»', ""),
        ("> one\n> two\nthree", "> one\n> two"),
    ],
)
def test_quotation_marks(text: str, quoted: str) -> None:
    """All kinds of marks, nested ones once, apostrophes never, and nothing where a mark is missing."""
    assert quoted == " ".join(text[each.start : each.end] for each in quotations(text))


def test_a_quotation_is_marked_without_its_marks_and_a_source_where_it_is_named() -> None:
    """The span of a quotation is what was said, that of a citation the words that name the source."""
    text = '"We wait," Pashinyan said. According to Reuters, they do.'

    assert ["We wait,", "According to Reuters"] == [text[each.start : each.end] for each in find_claims(text)]


def test_a_language_without_patterns_names_who_stands_on_a_line_of_their_own() -> None:
    """Other languages' words are not guessed at; a dash and a name are the same everywhere."""
    assert [("quoting", "Tove Jansson")] == named("”Allt är mycket osäkert.”\n“Allt.”\n— Tove Jansson", "sv")
    assert [] == named("Enligt Reuters, said Reuters, är det så.", "sv")


pieces = st.sampled_from(
    [
        *(
            "according to",
            "Pashinyan",
            "said",
            "that",
            ",",
            ".",
            ":",
            '"',
            "“",
            "”",
            "‘",
            "’",
            "«",
            "»",
            "> ",
            "—",
            "(",
        ),
        *("Source:", "\n", "\n\n", "the", "minister", "he", "as", "told", "X", "quoted", "as saying", "it", ")", "!"),
    ]
)
any_text = st.one_of(st.text(max_size=300), st.lists(pieces, max_size=60).map(" ".join))


@given(any_text, st.sampled_from([None, "en", "de", "es", "ru", "zh", "", "x-y"]))
def test_whoever_is_named_stands_in_the_text(text: str, language: str | None) -> None:
    """No text raises; spans are inside it and in order; every name is made of its very words."""
    claims = find_claims(text, language)

    in_one_line = re.sub(r"\s+", " ", text)
    assert all(0 <= claim.start < claim.end <= len(text) for claim in claims)
    assert sorted(claim.start for claim in claims) == [claim.start for claim in claims]
    assert all(claim.who is None or claim.who in in_one_line for claim in claims)


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("Quoting Greta Moe (@gretamoe):", "Greta Moe (@gretamoe)"),
        ("**RT @gretamoe:**", "@gretamoe"),
        ("Reposted from Ole Dahl:", "Ole Dahl"),
        ("Quoting the minutes:", None),
    ],
)
def test_a_line_above_a_block_quote_says_whose_it_is(line: str, who: str | None) -> None:
    """As exports of threads write it; what is no name names nobody."""
    assert [("quoting", who)] == named(f"It rained.\n\n{line}\n\n> The crew stole it.", "en")
