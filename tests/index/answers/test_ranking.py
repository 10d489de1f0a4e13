"""How passages are ordered, beyond their BM25 score."""

from index.answers.coverage import Coverage
from index.answers.ranking import PROOF_SHARE, proof_share, search
from index.engines.library import Searcher
from index.evaluation.collection import Row, RowPart
from index.questions.query import read_question
from index.settings import BuildSettings

WORDS = (
    "granite quarry timber salt copper wool grain barley cattle sheep herring tallow candle rope sail anchor mast tar"
)


def covered(question: str) -> Coverage:
    """Return what a passage that holds everything covers of a question."""
    searcher = Searcher(
        [RowPart([Row("0", "", f"They sold {WORDS}."), Row("1", "", "Other things.")], BuildSettings())]
    )
    coverage = search(searcher, read_question(question, searcher)).coverage
    assert coverage is not None
    return coverage


def test_a_long_need_is_hardly_held_as_a_whole() -> None:
    """What a passage holds of it raises its score by less than what it holds of a short question."""
    assert proof_share(covered(WORDS)) < proof_share(covered("granite quarry")) == PROOF_SHARE
