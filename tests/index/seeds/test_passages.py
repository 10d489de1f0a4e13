"""Passages: spans, cuts between sentences only, what stays together, and keys that survive."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from index.model import Attribution, Block, BlockKind, Caveat, Citation, Document, Passage, Position
from index.readers.parsing.source_lines import find_citations
from index.seeds.passages import LONGEST_SENTENCE_CHARS, split
from index.settings import PassageSize
from index.text.sentences import sentence_spans

SMALL = PassageSize(target_chars=60, max_chars=100)
SENTENCES = st.lists(
    st.sampled_from(
        [
            "The U.S. agreed.",
            "Dr. Low, e.g., did not!",
            "你好。",
            "Why was this 😀 so?",
            "A longer sentence goes on and on, with a clause; and another one, until it ends here at last.",
        ]
    ),
    min_size=1,
    max_size=8,
)
BLOCKS = st.lists(
    st.tuples(
        SENTENCES,
        st.sampled_from(["post", "paragraph", "quote", "list", "code"]),
        st.sampled_from([None, "One", "Two"]),
    ),
    max_size=8,
)


def document(*parts: tuple[str, BlockKind, str | None], name: str = "essay", gap: str = "\n\n") -> Document:
    """Build a document whose text is its blocks with a gap between them."""
    text, blocks = "", []
    for words, kind, heading in parts:
        text += gap if text else ""
        blocks.append(Block(len(text), len(text) + len(words), kind, heading))
        text += words
    return Document(name, name, text, Attribution(), tuple(blocks), citations=find_citations(text, blocks))


def paragraphs(*words: str) -> Document:
    """Build a document of paragraphs without headings."""
    return document(*((each, "paragraph", None) for each in words))


def texts(passages: tuple[Passage, ...]) -> list[str]:
    """Return the passages' words."""
    return [passage.text for passage in passages]


def random_document(blocks: list[tuple[list[str], BlockKind, str | None]]) -> Document:
    """Build a document of drawn blocks; list items stand on lines of their own."""
    parts = [
        ("\n".join(f"- {each}" for each in words) if kind == "list" else " ".join(words), kind, heading)
        for words, kind, heading in blocks
    ]
    return document(*parts)


@given(BLOCKS)
def test_passages_are_slices_in_order_without_overlap(blocks: list[tuple[list[str], BlockKind, str | None]]) -> None:
    """Each text is its span, trimmed; spans ascend; numbers count from one to the number of passages."""
    source = random_document(blocks)

    passages = split(source, size=SMALL)

    assert texts(passages) == [source.text[each.start : each.end] for each in passages]
    assert all(each.text == each.text.strip() != "" for each in passages)
    assert all(first.end <= second.start for first, second in pairwise(passages))
    assert [(number, len(passages)) for number in range(1, len(passages) + 1)] == [(p.number, p.of) for p in passages]


@given(BLOCKS)
def test_every_visible_character_of_a_block_is_in_one_passage(
    blocks: list[tuple[list[str], BlockKind, str | None]],
) -> None:
    """Nothing is lost and nothing is said twice."""
    source = random_document(blocks)

    covered = Counter(place for each in split(source, size=SMALL) for place in range(each.start, each.end))

    visible = (place for block in source.blocks for place in range(block.start, block.end))
    assert {1} >= {covered[place] for place in visible if not source.text[place].isspace()}
    assert {1} >= set(covered.values())


@given(BLOCKS)
def test_no_cut_falls_inside_a_sentence(blocks: list[tuple[list[str], BlockKind, str | None]]) -> None:
    """Each passage begins where a sentence or a list item does."""
    source = random_document(blocks)
    allowed = {
        block.start + start
        for block in source.blocks
        for start, _ in sentence_spans(source.text[block.start : block.end])
    } | {match.start() for match in regex.finditer(r"^- ", source.text, regex.MULTILINE)}

    starts = {passage.start for passage in split(source, size=SMALL)}

    assert set() == starts - allowed


@given(BLOCKS)
def test_keys_are_unique_and_repeatable(blocks: list[tuple[list[str], BlockKind, str | None]]) -> None:
    """The same words twice in a document have two keys, and a second run gives the same ones."""
    source = random_document(blocks)

    keys = [passage.key for passage in split(source, size=SMALL)]

    assert len(set(keys)) == len(keys)
    assert keys == [passage.key for passage in split(source, size=SMALL)]
    assert all(regex.fullmatch("[a-z2-7]{10}", key) for key in keys)


def test_keys_survive_changes_elsewhere() -> None:
    """A passage keeps its key when another one changes or is put before it, and loses it with its words."""
    before = split(document(("First thought.", "post", None), ("Second thought.", "post", None)))
    after = split(
        document(
            ("A new start.", "post", None), ("First thought, changed.", "post", None), ("Second thought.", "post", None)
        )
    )

    assert before[1].key == after[2].key
    assert before[0].key not in {passage.key for passage in after}


def test_keys_differ_between_documents() -> None:
    """The same words in two documents are two passages."""
    one, other = (split(document(("Same.", "post", None), name=name))[0] for name in ("one", "other"))

    assert one.key != other.key


def test_short_posts_are_never_merged() -> None:
    """A post is what its author sent at once: one passage each."""
    passages = split(document(("One.", "post", None), ("Two.", "post", None), gap="\n"))

    assert texts(passages) == ["One.", "Two."]


def test_a_post_over_the_target_stays_whole() -> None:
    """Only the maximum cuts a post, not the target."""
    post = "This post has a few words. " * 3

    passages = split(document((post.strip(), "post", None)), size=SMALL)

    assert [post.strip()] == texts(passages)


def test_paragraphs_are_merged_up_to_the_target() -> None:
    """Neighbours that fit share a passage, with what stands between them."""
    passages = split(
        paragraphs("Short one.", "Short two.", "A third that does not fit any more, being too long."), size=SMALL
    )

    assert texts(passages) == ["Short one.\n\nShort two.", "A third that does not fit any more, being too long."]


def test_headings_keep_passages_apart() -> None:
    """What stands under two headings is never one passage, and each carries its own heading."""
    passages = split(document(("One.", "paragraph", "A"), ("Two.", "paragraph", "B")))

    assert [(passage.heading, passage.text) for passage in passages] == [("A", "One."), ("B", "Two.")]


def test_what_is_no_content_is_never_swallowed_by_a_merge() -> None:
    """Between two blocks stands a comment: the slice over both would show it."""
    source = document(("One.", "paragraph", None), ("Two.", "paragraph", None), gap="\n\n<!-- hidden -->\n\n")

    passages = split(source)

    assert texts(passages) == ["One.", "Two."]


def test_a_long_block_is_cut_into_even_parts() -> None:
    """No tiny rest remains at the end."""
    sentence = "This is a sentence of forty characters. "

    passages = split(paragraphs((sentence * 6).strip()), size=PassageSize(120, 160))

    assert [(sentence * 3).strip()] * 2 == texts(passages)


def test_an_over_long_sentence_stays_whole() -> None:
    """Better a long passage than half a sentence."""
    long = "This sentence, " + "which goes on, " * 20 + "ends."

    passages = split(paragraphs(f"Before it. {long} After it."), size=SMALL)

    assert ["Before it.", long, "After it."] == texts(passages)


@pytest.mark.parametrize(
    "unit",
    ["word ", "word      ", "clause, ", "x", "e\u0301\u0302", "👨‍👩‍👧", "字、"],
    ids=["words", "wide spaces", "clauses", "x", "marks", "emoji", "CJK"],
)
def test_a_monstrous_sentence_is_cut_between_characters(unit: str) -> None:
    """What Discord could not show at all is cut at clauses or words, at worst between what a reader calls letters."""
    sentence = (unit * (2 * LONGEST_SENTENCE_CHARS // len(unit))).strip()

    passages = split(paragraphs(sentence), size=PassageSize(700, 1199))  # 1199: no unit's length divides it

    assert all(len(passage.text) <= 1199 for passage in passages)
    assert all(passage.text == passage.text.strip() for passage in passages)
    assert regex.findall(r"\X", "".join(sentence.split())) == [
        letter for passage in passages for letter in regex.findall(r"\X", "".join(passage.text.split()))
    ]


def test_a_list_stays_with_the_line_that_introduces_it() -> None:
    """The paragraph before ends in a colon, so its list belongs to it, beyond the target."""
    items = "- first of the items, with words\n- second of the items, with words"

    passages = split(
        document(
            ("Something else entirely here.", "paragraph", None),
            ("These are the choices they have got:", "paragraph", None),
            (items, "list", None),
        ),
        size=PassageSize(70, 400),
    )

    assert passages[-1].text.endswith(f"These are the choices they have got:\n\n{items}")


def test_a_long_list_is_cut_between_items_and_never_after_its_introduction() -> None:
    """The first item stays beside the line with the colon."""
    items = "\n".join(f"- item number {number} of the list" for number in range(10))

    passages = split(document(("The choices are:", "paragraph", None), (items, "list", None)), size=SMALL)

    assert passages[0].text.startswith("The choices are:\n\n- item number 0 of the list")
    assert len(passages) > 2
    assert all(passage.text.startswith("- item") for passage in passages[1:])


def test_code_is_cut_between_lines() -> None:
    """Code has no sentences; its lines are what must stay whole."""
    code = "\n".join(f"value_{number} = compute(number, value_{number})" for number in range(8))

    passages = split(document((code, "code", None)), size=SMALL)

    assert set(code.split("\n")) == {line for passage in passages for line in passage.text.split("\n")}


def test_a_source_stays_with_its_statement() -> None:
    """The cut falls before the statement, not between it and its source line."""
    post = "A first statement of some length stands here. Then the second. Source: t.me/chan/638…"

    passages = split(document((post, "post", None)), size=PassageSize(45, 60))

    assert texts(passages)[1:] == ["Then the second. Source: t.me/chan/638…"]


def test_citations_come_with_the_passage_they_stand_in() -> None:
    """Each passage has its own; one outside every passage goes to the nearest before it."""
    source = document(("One.", "post", None), ("Two https://example.org/2", "post", None), ("Three.", "post", None))
    outside = Citation(len(source.text), len(source.text), "beyond")

    passages = split(replace(source, citations=(*source.citations, outside)))

    assert [[each.text for each in p.citations] for p in passages] == [[], ["https://example.org/2"], ["beyond"]]


def test_everything_to_be_shown_travels_with_every_passage() -> None:
    """Attribution, caveats, note, status and language stand on each passage of the document."""
    source = replace(
        document(("One.", "post", None), ("Two.", "post", None)),
        attribution=Attribution(title="On rain", authors=("Ada",)),
        note="Checked in May.",
        epistemic_status="a guess",
        language="en",
    )
    caveats = (Caveat("One.", "author", 0, 4), Caveat("Old.", "curator"))

    passages = split(source, caveats=caveats)

    shown = [(p.attribution, p.caveats, p.note, p.epistemic_status, p.language, p.seed, p.hedges) for p in passages]
    assert [(source.attribution, caveats, "Checked in May.", "a guess", "en", "essay", ())] * 2 == shown


def test_a_document_without_blocks_has_no_passages() -> None:
    """Nothing may be quoted from it."""
    assert split(Document("empty", "empty", "# Heading only", Attribution(), ())) == ()


@pytest.mark.parametrize(("target", "longest"), [(0, 10), (20, 10), (-1, -1)])
def test_impossible_sizes_are_refused(target: int, longest: int) -> None:
    """The target lies between one and the maximum."""
    with pytest.raises(ValueError, match="must hold"):
        PassageSize(target, longest)


def test_time_is_linear_in_chains_of_introductions() -> None:
    """Every paragraph introduces the next; the test's time limit is the check."""
    passages = split(paragraphs(*["And then:"] * 50_000))

    assert sum(passage.text.count("And then:") for passage in passages) == 50_000


def test_who_speaks_is_the_author_of_a_passage() -> None:
    """Two speakers never share a passage, and each keeps the place in the original it begins at."""
    spoken = [("I lit candles.", "Ada", "1"), ("All night.", "Ada", "2"), ("Mine did nothing.", "Bo", "3")]
    blocks, text = [], ""
    for words, speaker, at in spoken:
        blocks.append(
            Block(len(text), len(text) + len(words), "paragraph", speaker=speaker, position=Position("message", at))
        )
        text += words + "\n\n"
    source = Document("chat", "chat", text, Attribution("Frost", ("Cy",)), tuple(blocks))

    passages = split(source)

    assert ["I lit candles.\n\nAll night.", "Mine did nothing."] == texts(passages)
    assert ["Ada", "Bo"] == [passage.attribution.author for passage in passages]
    assert [Position("message", "1"), Position("message", "3")] == [passage.position for passage in passages]
