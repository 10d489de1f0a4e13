"""What institutions say of what they publish is a caveat; news about institutions is none."""

import pytest

from index.marking.caveats import find_caveats
from index.seeds import read_seed

BEFORE = "The eels were counted at the weir in April, in three nights, by two people with lamps."
AFTER = "More eels were seen in May than in June, and most of them were young. The weir was closed in July."


def found(sentence: str, *paragraphs: str) -> list[str]:
    """Return the caveats of a text with a sentence among its paragraphs, where "{}" stands."""
    text = "\n\n".join(("# Eels of the lower river", *paragraphs)).format(sentence)
    return [each.text for each in find_caveats(read_seed(text.encode(), "a.md", seed="a")[0])]


@pytest.mark.parametrize(
    "sentence",
    [
        "Assume everything is subject to change.",
        "Publication as a Working Draft does not imply endorsement by the Consortium and its Members.",
        "Internet-Drafts are draft documents valid for a maximum of six months.",
        "This specification is subject to change without notice.",
        "This article is a preprint and has not been certified by peer review.",
        "Preprints are preliminary reports that have not undergone peer review.",
        "Our working papers are circulated for discussion and comment purposes.",
        (
            "While incubation status is not necessarily a reflection of the completeness or stability of the code, "
            "it does indicate that the project has yet to be fully endorsed."
        ),
        "This guidance was withdrawn on 3 May 2021.",
        "This standard has not yet been ratified.",
        "This article needs additional citations for verification.",
        "The findings and conclusions in this report have not been formally disseminated by the agency.",
        "This translation is unofficial; only the Danish text is legally binding.",
        (
            "Neither the United States Government nor any agency thereof makes any warranty, express or implied, as "
            "to the accuracy of the information."
        ),
    ],
)
def test_an_institutions_caution_counts_wherever_it_stands(sentence: str) -> None:
    """At the head, in the middle and at the end."""
    assert found(sentence, "{}", BEFORE, AFTER) == [sentence]
    assert found(sentence, BEFORE, "{}", AFTER) == [sentence]
    assert found(sentence, BEFORE, AFTER, "{}") == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "These data are preliminary or provisional.",
        "This content is no longer being updated.",
        "This is archived content and may be old.",
        "Any errors are the author's own.",
        "Draft of 3 May 2021.",
        "This work represents the views of the author alone.",
    ],
)
def test_a_shorter_one_counts_at_the_head_and_at_the_end(sentence: str) -> None:
    """In the middle it may be about anything."""
    assert found(sentence, "{}", BEFORE, AFTER) == [sentence]
    assert found(sentence, BEFORE, AFTER, "{}") == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "This project was abandoned in 1990 for lack of money.",
        "The proposal was rejected by the council in March.",
        "The claim is disputed by historians.",
        "The company may change its prices without notice.",
        "This publication was founded in 1890 in Leipzig.",
        "The law was superseded by the act of 1911.",
        "The working papers of the delegation are kept in the archive.",
        "This specification defines how messages are sent.",
        "The report was withdrawn after protests.",
        "The results were not replicated by a later team.",
        "Hilversum has been crowned with this unofficial title.",
        "Draft horses of the region were sold in autumn.",
    ],
)
def test_news_about_institutions_is_no_caution(sentence: str) -> None:
    """Not even where a caution would be."""
    assert found(sentence, "{}", BEFORE, AFTER) == []
    assert found(sentence, BEFORE, "{}", AFTER) == []


def test_words_that_repeat_a_caveat_are_said_once() -> None:
    """A sentence that stands twice in a text is one caveat."""
    sentence = "Assume everything is subject to change."

    assert found(sentence, BEFORE, "{}", AFTER, sentence, BEFORE) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "An earlier version of this article misstated the number of eels.",
        "This article was amended on 12 June 2023.",
        "This story has been corrected to say that 400 eels were counted.",
        "This post was edited on Monday to remove a wrong claim about salt.",
    ],
)
def test_what_newsrooms_correct_is_a_correction(sentence: str) -> None:
    """They hardly ever write "Correction:" above it."""
    text = f"# Eels\n\n{BEFORE}\n\n{AFTER}\n\n{sentence}"
    (caveat,) = find_caveats(read_seed(text.encode(), "a.md", seed="a")[0])

    assert (caveat.kind, caveat.text) == ("correction", sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The constitution was amended in 1994 to say so.",
        "An earlier version of the engine burned coal.",
        "The proof was corrected by her brother.",
        "The article of the treaty was updated in 1911.",
    ],
)
def test_other_things_are_amended_too(sentence: str) -> None:
    """A treaty's article is no text that speaks of itself."""
    assert found(sentence, BEFORE, AFTER, "{}") == []
