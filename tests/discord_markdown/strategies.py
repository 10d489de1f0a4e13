"""Passages and answers as no curator would write them: the worst of text, markup, lengths and counts."""

from hypothesis import strategies as st

from index.answered import Answer, Confidence, Highlight, Hit
from index.model import Attribution, Caveat, Citation, Hedge, HedgeReason, Passage

MARKUP = (
    *("*", "**", "***", "_", "__", "___", "~~", "~", "`", "```", "```py\n", "|", "||", "\\", "\\\\", "\\*"),
    *(
        "> ",
        ">>> ",
        "# ",
        "## ",
        "-# ",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "  - ",
        "1) ",
        "#",
        "-",
        "[",
        "](",
        ")",
        "[a](https://b.c)",
    ),
    *("<", ">", "<@1234567890123456789>", "<@&1234567890123456789>", "<#1234567890123456789>", "@everyone", "@here"),
    *("<:e:1234567890123456789>", "<a:e:1234567890123456789>", "<t:1700000000:R>", "</ask:1234567890123456789>"),
    *(
        "<id:customize>",
        "https://",
        "https://a_b.c/_x_",
        "<https://a.b>",
        "discord.gg/abc",
        ":smile:",
        ":",
        "::",
        ":a::b:",
    ),
    *(
        "¯\\_(ツ)_/¯",
        "😀",
        "🏳️‍🌈",
        "שלום",
        "مرحبا",
        "\u202e",
        "\u200b",
        "\u200d",
        "\u2028",
        "\x00",
        "\x1b[31m",
        "\r\n",
        "\t",
    ),
    *("\n", "\n\n", "\n  ", " ", "  ", "a", "b1", "Yes. ", "No! ", "[^1]", "[^1]: x", "©", "é", "e\u0301"),
)
"""Whatever Discord interprets, and what has no business in a text."""

REASONS: tuple[HedgeReason, ...] = ("speculation", "doubt", "hearsay", "no-source", "outdated", "possibility")
CONFIDENCES: tuple[Confidence, ...] = ("strong", "fair", "weak")

markup = st.lists(st.sampled_from(MARKUP), max_size=30).map("".join)
long_texts = st.builds(
    lambda unit, size: (unit * size)[:size],
    st.sampled_from(("x", "*", "Yes, no. ", "😀", "a\u0301", "_ ", "\n", "é")),
    st.integers(500, 12_000),
)
texts = st.one_of(st.text(max_size=80), markup, st.tuples(markup, long_texts, markup).map("".join))
short_texts = st.one_of(st.none(), st.text(max_size=30), markup, long_texts)
spans = st.lists(st.tuples(st.integers(0, 3_000), st.integers(1, 300)), max_size=25)
sources = st.one_of(
    short_texts,
    st.sampled_from(("https://a.example/x_(y)*z*", "https://a.example/" + "y" * 900, "javascript:x", "https://a b")),
)


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    """Return any passage that can be constructed."""
    text = draw(texts.filter(bool))
    return Passage(
        key=draw(st.text("0123456789abcdef", min_size=10, max_size=10)),
        document=draw(st.sampled_from(("a", "b", "x" * 60, "a_b*"))),
        seed="seed",
        number=draw(st.integers(1, 10_000)),
        of=10_000,
        start=0,
        end=len(text),
        text=text,
        attribution=draw(attributions),
        caveats=draw(st.lists(caveats, max_size=20).map(tuple)),
        hedges=tuple(Hedge(*span, reason=draw(st.sampled_from(REASONS))) for span in within(text, draw(spans))),
        citations=draw(st.lists(citations, max_size=4).map(tuple)),
        epistemic_status=draw(short_texts),
        note=draw(short_texts),
        language=draw(st.sampled_from((None, "en", "ru", "zh"))),
    )


def within(text: str, wished: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Fit spans (start and length) into a text."""
    return [(start % len(text), min(start % len(text) + length, len(text))) for start, length in wished]


attributions = st.builds(
    Attribution,
    title=short_texts,
    authors=st.lists(st.one_of(st.text(max_size=20), markup, long_texts), max_size=3).map(tuple),
    source=sources,
    published=st.one_of(st.none(), st.sampled_from(("2022", "2022-09", "2022-09-13", "once_upon_a_time"))),
    license=short_texts,
    verbatim=st.booleans(),
    restated_by=short_texts,
)
caveats = st.builds(
    Caveat,
    text=st.one_of(st.text(min_size=1, max_size=100), markup, long_texts),
    by=st.sampled_from(("author", "curator")),
)
citations = st.builds(
    Citation, start=st.integers(0, 50), end=st.integers(51, 90), text=markup, url=sources, truncated=st.booleans()
)


@st.composite
def hits(draw: st.DrawFn) -> Hit:
    """Return any hit."""
    passage = draw(passages())
    highlights = tuple(Highlight(*span) for span in within(passage.text, draw(spans)))
    also_in = tuple(draw(st.lists(passages(), max_size=2)))
    confidence = draw(st.sampled_from(CONFIDENCES))
    return Hit(draw(st.integers(1, 3)), passage, 1.0, ("x",), highlights, confidence, also_in=also_in)


questions = st.one_of(
    st.text(max_size=300), markup.map(lambda text: text[:300]), st.just("*" * 300), st.just("😀" * 300)
)
answered = st.builds(
    Answer,
    question=questions,
    confidence=st.sampled_from(CONFIDENCES),
    hits=st.lists(hits(), min_size=1, max_size=2).map(tuple),
    misses=st.just(()),
    generation=st.just("g"),
    searched_for=short_texts,
)
unanswered = st.builds(
    Answer,
    question=questions,
    confidence=st.just("none"),
    hits=st.just(()),
    misses=st.lists(hits(), max_size=4).map(tuple),
    generation=st.just("g"),
    searched_for=short_texts,
)
