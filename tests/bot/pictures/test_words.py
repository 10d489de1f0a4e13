"""What a picture holds, and what it says to whoever does not see it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.words import ALT_CHARS, picture_words
from index.model import Attribution, Caveat, Hedge, Passage
from index.showing.attribution import ENGLISH

WORDS = "The harbour floods at spring tide, I think."
PASSAGE = Passage(
    *("k3y0000000", "tides", "tides.md", 1, 2, 0, len(WORDS), WORDS),
    Attribution(title="Tides", authors=("Mira Holt",)),
    (Caveat("take this with a grain of salt", "author"),),
    hedges=(Hedge(36, 43, "speculation"),),
    language="en",
)


def test_doubt_is_a_run_of_its_own() -> None:
    """Joined, the runs are the passage."""
    runs = picture_words(PASSAGE, ENGLISH).runs

    assert "".join(run.text for run in runs) == WORDS
    assert [run.text for run in runs if run.is_doubted] == [WORDS[36:43]]


@given(st.text(max_size=3_000))
def test_the_caveat_is_never_cut_from_what_is_read_aloud(text: str) -> None:
    """However long the passage is, its caveat and author come first."""
    alt = picture_words(replace(PASSAGE, text=text, end=len(text), hedges=()), ENGLISH).alt

    assert len(alt) <= ALT_CHARS
    assert alt.startswith("Author's caveat: take this with a grain of salt Mira Holt · Tides")


def test_a_document_without_a_caveat_says_so() -> None:
    """There is no picture without a word on caution."""
    assert picture_words(replace(PASSAGE, caveats=()), ENGLISH).cautions == (
        ENGLISH.no_caveat[:1].upper() + ENGLISH.no_caveat[1:],
    )
