"""Caveats: the labelled documents, the original thread, stated caveats, and any document at all."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.marking.caveats import find_caveats
from index.marking.looked_for import LANGUAGES, are_looked_for
from index.model import Attribution, Block, BlockKind, Caveat, Document
from index.seeds import read_seed
from index.text.wordlists import load_data
from tests.index.labelled import load
from tests.shared import shared

ORCHARD = (
    "The pears stood in two rows along the wall, twelve trees in all, and each had its own bucket.",
    "In April the buckets were carried out, filled and covered with sacks from the mill.",
    "Nobody counted the sacks, and in autumn there were enough of them for the whole yard.",
)
STALE = "I stopped following the news months ago, but here you go."
EMPTOR = "CAVEAT EMPTOR: take what I write (and everything on this site) with a grain of salt."


def document(
    *paragraphs: str,
    kinds: Sequence[BlockKind] = (),
    headings: Sequence[str | None] = (),
    stated: str | None = None,
    language: str | None = None,
) -> Document:
    """Make a document of paragraphs, each its own block."""
    blocks, start = [], 0
    for number, paragraph in enumerate(paragraphs):
        kind = kinds[number] if kinds else "paragraph"
        heading = headings[number] if headings else None
        blocks.append(Block(start, start + len(paragraph), kind, heading))
        start += len(paragraph) + 2
    return Document(
        id="d",
        seed="d",
        text="\n\n".join(paragraphs),
        attribution=Attribution(),
        blocks=tuple(blocks),
        stated_caveats=(stated,) if stated else (),
        language=language,
    )


def texts(found: tuple[Caveat, ...]) -> list[str]:
    """Return the words of caveats."""
    return [caveat.text for caveat in found]


@pytest.mark.parametrize("name", ["caveats.yaml", "caveats_held_back.yaml"])
def test_labelled_documents(name: str) -> None:
    """Whole sentences about the whole document are found, and hardly anything else."""
    rows: list[dict[str, Any]] = load(name)
    wanted = {(row["why"], caveat) for row in rows for caveat in row["caveats"]}
    found = {(row["why"], text) for row in rows for text in texts(find_caveats(document(*row["paragraphs"])))}

    assert len(wanted & found) / len(found) >= 0.95
    assert len(wanted & found) / len(wanted) >= 0.90


@pytest.mark.parametrize(("name", "least"), [("details.yaml", 1.0), ("details_held_back.yaml", 0.95)])
def test_remarks_on_a_detail_are_no_caveats(name: str, least: float) -> None:
    """Nor at the head or tail, where a caution about the whole would be one."""
    sentences = [sentence for voice in load(name).values() for sentence in voice]
    places = [[f"{{}} {ORCHARD[0]}", *ORCHARD[1:]], [*ORCHARD[:2], "{}"], [ORCHARD[0], "{}", ORCHARD[2]]]

    silent = [
        all(find_caveats(document(*(part.format(sentence) for part in place))) == () for place in places)
        for sentence in sentences
    ]

    assert sum(silent) / len(silent) >= least


@pytest.mark.parametrize("name", ["notes.yaml", "notes_held_back.yaml", "documents.yaml", "documents_held_back.yaml"])
def test_labelled_notes(name: str) -> None:
    """Callouts, headings, statuses and corrections in notes are found with their kind, and hardly anything else."""
    wanted, right, found, wrong = 0, 0, 0, 0
    for row in load(name):
        language = f"language: {row.get('language', 'en')}"
        (note,) = read_seed(f"{row['text']}\n".encode(), "note.md", seed="note", sidecar=language.encode())
        words = [("correction", each) for each in row.get("corrections", ())]
        words += [("caveat", each) for each in row.get("caveats", ())]
        either = [(kind, each) for each in row.get("may", ()) for kind in ("correction", "caveat")]
        caveats = [("correction" if each.kind == "correction" else "caveat", each.text) for each in find_caveats(note)]
        wanted, found = wanted + len(words), found + len(caveats)
        right += sum(any(kind == of and each in text for of, text in caveats) for kind, each in words)
        wrong += sum(not any(of == kind and each in text for kind, each in (*words, *either)) for of, text in caveats)

    assert wrong / found <= 0.05
    assert right / wanted >= 0.90


def test_languages_are_those_of_the_patterns() -> None:
    """What is shown as not looked for must be what nobody looks for."""
    assert set(load_data("caveats.yaml")) == LANGUAGES
    assert (are_looked_for("de-CH"), are_looked_for(None), are_looked_for("fi")) == (True, True, False)


def test_labelled_documents_are_enough() -> None:
    """At least 100 documents, of which a good third have no caveat."""
    rows = [*load("caveats.yaml"), *load("caveats_held_back.yaml")]

    assert len(rows) >= 100
    assert sum(not row["caveats"] for row in rows) >= len(rows) / 3
    assert len({row["why"] for row in rows}) == len(rows)


def test_original_thread_has_two() -> None:
    """The stale news and the grain of salt are found, as whole sentences with their spans."""
    path = shared("seed", "thread-original.txt")
    (thread,) = read_seed(path.read_bytes(), path.name, seed="thread")

    found = find_caveats(thread)

    assert [caveat.text for caveat in found] == [STALE, EMPTOR]
    assert all(caveat.by == "author" and caveat.text == thread.text[caveat.start : caveat.end] for caveat in found)


def test_none_found() -> None:
    """A document without any has none."""
    assert find_caveats(document("The ferry leaves at six.", "It is blue.")) == ()
    assert find_caveats(document()) == ()


def test_stated_words_in_the_text_are_the_authors() -> None:
    """White space, quotation marks and case do not matter; the span is the text's own."""
    made = document(
        "It rained.", "As my uncle's “friend” said,\nmind the gap!", "It stopped.", stated='MY UNCLE\'S "friend"'
    )

    (caveat,) = find_caveats(made)

    assert caveat == Caveat("my uncle's “friend”", start=15, end=34)


def test_stated_words_already_found_are_not_repeated() -> None:
    """The found sentence and the stated words in it are one caveat."""
    made = document("I'm no expert on tariffs.", "They rose.", stated="no expert on tariffs")

    assert texts(find_caveats(made)) == ["I'm no expert on tariffs."]


def test_stated_words_over_a_found_sentence_cover_it() -> None:
    """A stated passage that holds a found sentence is shown whole, once."""
    made = document(
        "Mind you. I'm no expert on tariffs. They rose.", "So did bread.", stated="Mind you. I'm no expert on tariffs."
    )

    assert texts(find_caveats(made)) == ["Mind you. I'm no expert on tariffs."]


def test_stated_words_elsewhere_are_the_curators() -> None:
    """What the text does not say is labelled as the curator's, and comes after the author's."""
    made = document("I'm no expert on tariffs.", "They rose.", stated="Written before the war.")

    assert find_caveats(made) == (
        Caveat("I'm no expert on tariffs.", start=0, end=25),
        Caveat("Written before the war.", by="curator"),
    )


@pytest.mark.parametrize("stated", ["gap", "mind the ga", "…"])
def test_parts_of_words_and_signs_do_not_occur(stated: str) -> None:
    """Stated words must stand in the text as words."""
    (caveat,) = find_caveats(document("It rained. Minding the gaps.", stated=stated))

    assert caveat == Caveat(stated, by="curator")


@pytest.mark.parametrize("stated", [None, "", "  \n"])
def test_nothing_stated_adds_nothing(stated: str | None) -> None:
    """An empty statement is none."""
    assert find_caveats(document("It rained.", stated=stated)) == ()


def test_quotes_and_code_are_not_the_authors() -> None:
    """A disclaimer in a quoted block belongs to whoever is quoted."""
    made = document(
        "Disclaimer: I sell boats.", "The boat sank.", "Disclaimer = None", kinds=["quote", "paragraph", "code"]
    )

    assert find_caveats(made) == ()


def test_what_plain_text_quotes_is_not_the_authors() -> None:
    """It has no block quotes, but people write them."""
    assert find_caveats(document("> Ann Pike: I am no sailor.", "The boat sank.")) == ()


def test_a_heading_makes_its_block_a_caveat() -> None:
    """What stands under "Disclaimer" is one, whatever its words and place."""
    made = document("Boats float.", "I sell them. They sink.", "Buy two.", headings=["Boats", "Disclaimer:", "End"])

    assert texts(find_caveats(made)) == ["I sell them. They sink."]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "We're not plumbers, only the tenants."),
        ("en", "Neither of us is a trained nurse."),
        ("en", "I am just a hobby ringer."),
        ("en", "The captions below were made with speech recognition."),
        ("en", "Machine transcription, unchecked."),
        ("en", "WIP, still rough."),
        ("en", "Deprecated."),
        ("de", "Wir sind keine Maurer."),
        ("de", "Diese Mitschrift wurde automatisch erstellt."),
        ("de", "Stand: Entwurf."),
    ],
)
def test_several_authors_machines_and_a_state_are_caveats_at_the_head(language: str, sentence: str) -> None:
    """Whoever speaks, whatever a machine made, and however a text says that it is not done."""
    assert texts(find_caveats(document(sentence, *ORCHARD, language=language))) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "We are not optimistic about the bridge.",
        "We are not customers.",
        "Neither of us is a smoker.",
        "Machine translation of the hymn made the choir laugh.",
        "Draft, he said, and shut the window.",
        "Obsolete: the wheel by the gate.",
        "Wir sind keine Freunde.",
    ],
)
def test_look_alikes_of_them_are_none(sentence: str) -> None:
    """Neither a mood, nor a bond, nor a thing that is obsolete speaks of the text."""
    language = "de" if sentence.startswith("Wir") else "en"
    assert find_caveats(document(sentence, *ORCHARD, language=language)) == ()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Please do not quote any of this."),
        ("en", "I may have misheard one or two names."),
        ("en", "Trust nothing on this page."),
        ("en", "Read this as one baker's opinion."),
        ("de", "Ich beurteile manches inzwischen anders."),
        ("de", "Stand: 1999, manches mag falsch sein."),
    ],
)
def test_what_authors_ask_of_their_readers_is_a_caveat_at_the_head(language: str, sentence: str) -> None:
    """Not to quote, not to trust, to read as one person's view; and what they would say otherwise today."""
    assert [sentence] == texts(find_caveats(document(sentence, *ORCHARD, language=language)))


@pytest.mark.parametrize(
    ("heading", "language", "is_cautious"),
    [
        ("Limitations of this survey", "en", True),
        ("What I could not check", "en", True),
        ("Where this may be wrong", "en", True),
        ("How sure am I?", "en", True),
        ("Grenzen dieser Erhebung", "de", True),
        ("Was ich nicht weiß", "de", True),
        ("Lo que no sé", "es", True),
        ("Les limites de cette enquête", "fr", True),
        ("Limits of the parish", "en", False),
        ("What this costs", "en", False),
        ("Before you begin", "en", False),
        ("Was ich gern esse", "de", False),
    ],
)
def test_headings_of_many_words_caution_where_they_say_it(heading: str, language: str, is_cautious: bool) -> None:  # noqa: FBT001 a row of the table
    """They speak of the text itself; what stands below need not."""
    found = find_caveats(
        document(*ORCHARD, "The rope was old.", headings=[None, None, None, heading], language=language)
    )

    assert (["The rope was old."] if is_cautious else []) == texts(found)


def test_a_box_goes_on_after_an_empty_line() -> None:
    """MDX wants one after `:::caution`; what stands in the box at the head cautions, whatever it names."""
    words = "The depths are from memory and may be off by feet."

    boxed = find_caveats(document(":::caution", words, ":::", *ORCHARD, language="en"))
    bare = find_caveats(document(*ORCHARD, ":::caution", ":::", words, *ORCHARD, language="en"))

    assert [words] == texts(boxed)
    assert [] == texts(bare)


@pytest.mark.parametrize(
    "heading", ["A word of warning", "[Disclaimer]", "Caveats and sources of error", "Known limitations"]
)
def test_headings_in_other_dress_make_their_block_a_caveat(heading: str) -> None:
    """In brackets, with words around, and a weak one whose block tells what was looked at."""
    words = "Only two winters were counted."
    found = find_caveats(document(*ORCHARD, words, headings=[None, None, None, heading], language="en"))

    assert texts(found) == [words]


@pytest.mark.parametrize(
    "paragraph",
    [
        "**I'm no mason, and none of this was checked.**",
        "*(I'm no mason, and none of this was checked.)*",
        "(I'm no mason, and none of this was checked.)",
        "⚠️ I'm no mason, and none of this was checked.",
    ],
)
def test_a_paragraph_set_off_as_a_whole_counts_anywhere(paragraph: str) -> None:
    """By emphasis, brackets or a sign: so authors address their readers in the middle of a text too."""
    assert texts(find_caveats(document(*ORCHARD, paragraph, *ORCHARD, language="en"))) == [paragraph]
    assert find_caveats(document(*ORCHARD, "I'm no **mason**.", *ORCHARD, language="en")) == ()


def test_a_sentence_about_code_is_about_a_detail() -> None:
    """Use `kill` at your own risk: no caution about the note."""
    assert find_caveats(document(*ORCHARD, "Use `kill` at your own risk.", language="en")) == ()
    assert len(find_caveats(document(*ORCHARD, "Use all this at your own risk.", language="en"))) == 1


@pytest.mark.parametrize(
    "terms",
    [
        'THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND.',
        "This package is distributed in the hope that it will be useful, but without any warranty.",
    ],
)
def test_terms_of_a_licence_are_no_caveat(terms: str) -> None:
    """They speak of a program, and stand below thousands of them."""
    assert find_caveats(document(*ORCHARD, terms, language="en")) == ()


def test_a_long_block_is_not_all_head() -> None:
    """In a text without paragraphs only the first and last sentences count as head and tail."""
    filler = "The tide comes and goes. " * 10

    assert texts(find_caveats(document(f"I'm no expert. {filler}".strip()))) == ["I'm no expert."]
    assert texts(find_caveats(document(f"{filler}I'm no expert."))) == ["I'm no expert."]
    assert find_caveats(document(f"{filler}I'm no expert. {filler}".strip())) == ()


@pytest.mark.parametrize(
    ("language", "caveat"),
    [
        ("de", "Ich bin kein Experte für Zölle."),
        ("de-CH", "Alles, was ich hier schreibe, ist mit Vorsicht zu genießen."),
        ("es", "No soy experto en aranceles."),
        ("es", "Tomen esto con pinzas."),
        ("ru", "Я не эксперт по тарифам."),
        ("ru", "Относитесь к этому скептически."),
    ],
)
def test_other_languages_have_a_start(language: str, caveat: str) -> None:
    """German, Spanish and Russian know their commonest caveats; other languages' patterns do not fire."""
    made = document(caveat, "1, 2, 3.", language=language)

    assert texts(find_caveats(made)) == [caveat]
    assert find_caveats(document(caveat, "1, 2, 3.", language="fi")) == ()


@given(
    st.lists(st.text(max_size=120), max_size=5),
    st.one_of(st.none(), st.text(max_size=40)),
    st.sampled_from([None, "en", "de", "ru", "xx"]),
)
def test_any_document(paragraphs: list[str], stated: str | None, language: str | None) -> None:
    """No document raises; the author's caveats are in order, apart, and word for word."""
    made = document(*paragraphs, stated=stated, language=language)

    found = find_caveats(made)

    spans = [(each.start, each.end) for each in found if each.start is not None and each.end is not None]
    assert all(each.text == made.text[each.start : each.end] for each in found if each.by == "author")
    assert spans == sorted(spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert [each.by for each in found].count("curator") <= 1


@given(st.text(alphabet="abc XYZ.,'’“\n", min_size=1, max_size=80), st.data())
def test_any_words_of_the_text_are_found_again(text: str, data: st.DataObject) -> None:
    """A stated caveat cut out of the text at words is the author's."""
    words = text.split()
    if not any(any(character.isalpha() for character in word) for word in words):
        return
    first = data.draw(st.integers(0, len(words) - 1))
    stated = " ".join(words[first:]).upper()

    found = find_caveats(document(text, stated=stated))

    assert not any(character.isalpha() for character in stated) or all(each.by == "author" for each in found)


@pytest.mark.parametrize(
    ("language", "least"),
    [("en", 0.95), ("de", 0.97), *((each, 0.8) for each in ("fr", "es", "it", "pt", "tr", "ru", "zh", "ja"))],
)
def test_cautions_in_a_sentence_of_their_own(language: str, least: float) -> None:
    """Above and below a text that has nothing to do with them; what is said of a detail is none."""
    labelled = load("wordings.yaml")[language]

    found = {kind: [_cautioned(sentence, language) for sentence in labelled[kind]] for kind in ("cautions", "details")}

    assert sum(found["cautions"]) / len(found["cautions"]) >= least
    assert sum(found["details"]) <= 1


def _cautioned(sentence: str, language: str) -> bool:
    """Tell whether a sentence is taken for a caveat at the foot of a text."""
    return bool(find_caveats(document(*ORCHARD, sentence, language=language)))


@pytest.mark.parametrize(
    ("block", "found"),
    [
        ("```ad-warning\ntitle: Careful\nI am no miller.\n```", ["I am no miller."]),
        ("~~~ad-caution\ncollapse: open\nThese figures are from memory.\n~~~", ["These figures are from memory."]),
        ("```ad-example\nThe wheel turns twice a minute.\n```", []),
        ("```text\nI am no miller.\n```", []),
    ],
)
def test_a_fence_that_obsidian_shows_as_a_box_is_the_authors(block: str, found: list[str]) -> None:
    """Other fences are code, which says nothing of its own."""
    (read,) = read_seed(f"# Mills\n\n{block}\n\n{ORCHARD[0]}\n\n{ORCHARD[1]}\n".encode(), "a.md", seed="a")

    assert found == texts(find_caveats(read))


def test_a_note_at_the_head_may_be_about_anything() -> None:
    """A warning there is about the text; a note is read as any other sentence."""
    said = "The county map is out of date."
    note, warning = (
        read_seed(f"# Mills\n\n> [!{kind}]\n> {said}\n\n{ORCHARD[0]}\n\n{ORCHARD[1]}\n".encode(), "a.md", seed="a")[0]
        for kind in ("NOTE", "WARNING")
    )

    assert [] == texts(find_caveats(note))
    assert [said] == [each.removeprefix("> [!WARNING]\n> ") for each in texts(find_caveats(warning))]
