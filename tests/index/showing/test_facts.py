"""The one list of what stands beside a quote: complete, in order, and told once of several places."""

from dataclasses import replace

from index.answered import Hit
from index.model import Attribution, Caveat, Citation, Hedge, Passage
from index.showing.facts import Fact, facts_elsewhere, facts_of, unnamed_claims

TEXT = "Perhaps it rains. “Tin is soft,” says Dorothea Lang, a chemist."
PASSAGE = Passage(
    key="0123456789",
    document="rain",
    seed="rain",
    number=2,
    of=3,
    start=100,
    end=100 + len(TEXT),
    text=TEXT,
    attribution=Attribution("On rain", ("A. Lys", "B. Ek"), None, "2022", "CC0", verbatim=False),
    caveats=(Caveat("I am no chemist."), Caveat("Old.", by="curator")),
    hedges=(Hedge(0, 7, "possibility"),),
    citations=(Citation(20, 30, "Source: a book"),),
    language="en",
    epistemic_status="a guess",
    note="kept",
)


def told(facts: tuple[Fact, ...]) -> list[tuple[str, str | None]]:
    """Return kinds and words."""
    return [(fact.kind, fact.words) for fact in facts]


def test_every_fact_is_told_in_order() -> None:
    """Attribution with what is not stated, cautions, what the text says of itself, the note."""
    expected = [
        ("author", "A. Lys, B. Ek"),
        ("restated", None),
        ("title", "On rain"),
        ("published", "2022"),
        ("position", None),
        ("license", "CC0"),
        ("source", None),
        ("restated-caveat", "I am no chemist."),
        ("curator-caveat", "Old."),
        ("status", "a guess"),
        ("hedge", "Perhaps"),
        ("claim", "Tin is soft,"),
        ("citation", "Source: a book"),
        ("note", "kept"),
    ]

    assert expected == told(facts_of(PASSAGE))


def test_how_finished_a_text_is_is_told_as_its_status() -> None:
    """A caveat that states only that is named after what it says, in the author's words or in others'."""
    restated = replace(PASSAGE, caveats=(Caveat("Status: draft", kind="status"),))
    verbatim = replace(restated, attribution=Attribution())

    assert ("restated-status", "Status: draft") in told(facts_of(restated))
    assert ("author-status", "Status: draft") in told(facts_of(verbatim))


def test_no_caveat_is_a_fact_too() -> None:
    """That none was found is told, since silence would read as an endorsement."""
    facts = facts_of(replace(PASSAGE, caveats=(), epistemic_status=None))

    assert 1 == sum(fact.kind == "no-caveat" for fact in facts)


def test_another_place_adds_what_was_not_told_yet() -> None:
    """With the passage it is told of; equal words of another kind are another fact."""
    other = replace(
        PASSAGE,
        document="copy",
        attribution=Attribution("Copy"),
        caveats=(Caveat("I am no\nchemist."), Caveat("Old.", by="curator")),
        note="another",
    )
    hit = Hit(1, PASSAGE, 0.0, (), also_in=(other, replace(other, document="third")))

    elsewhere = [(place.document, told(facts), {fact.ref for fact in facts}) for place, facts in facts_elsewhere(hit)]

    assert elsewhere == [
        ("copy", [("author-caveat", "I am no\nchemist."), ("note", "another")], {"copy#2"}),
        ("third", [], set()),
    ]


def test_a_claim_whose_source_is_named_anyway_is_not_told_twice() -> None:
    """Spans of sources count in the document, those of claims in the passage."""
    quoted = TEXT.index("Tin")
    named = Citation(100 + quoted, 100 + quoted + 5, "Lang")

    assert [] == list(unnamed_claims(PASSAGE, [named]))
    assert 1 == len(list(unnamed_claims(PASSAGE, PASSAGE.citations)))
