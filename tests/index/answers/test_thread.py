"""The bar on an exported thread: plain questions find their post, and what it does not say is declined."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.answered import Answer
from index.answers.answer import AnswerSettings, ask
from index.building.build import build
from index.engines.library import Library, Searcher
from tests.conftest import write_seeds
from tests.shared import shared

# Each question with the posts that answer it; the last five are misspelt.
QUESTIONS: Sequence[tuple[str, set[int]]] = (
    ("Why is the author writing about the Armenia-Azerbaijan conflict?", {1}),
    ("How long did the author live in the region?", {1}),
    ("Should I take this with a grain of salt?", {1}),
    ("Where are the clashes between Azeri and Armenian forces?", {2}),
    ("Is the fighting in Nagorno-Karabakh?", {2}),
    ("Is there a Russian ceasefire?", {2}),
    ("What territory did Azerbaijan demand during the ceasefire negotiations?", {3}),
    ("What did Nikol Pashinyan say Azerbaijan demanded?", {3}),
    ("Where is Nrnadzor?", {3}),
    ("What is the Erivan Khanate?", {4}),
    ("What is Azeri revanchism?", {4}),
    ("What do Azeris mean by Western Azerbaijan?", {4}),
    ("What did Aliyev say about Yerevan in 2008?", {5}),
    ("Who was granted Yerevan in 1918?", {5}),
    ("Is Armenia defaulting on its treaty obligations from the 2020 war?", {6}),
    ("What about the corridor to Nakhchivan?", {6}),
    ("What happened at the CSTO emergency meeting?", {7}),
    ("Was there a protest outside the Armenian parliament?", {7}),
    ("What has Iran mobilized?", {8}),
    ("Are Iranian forces at the border?", {8}),
    ("Why are the Azeris moving now?", {9}),
    ("Is Russia unwilling to defend Armenia?", {9}),
    ("Does the author follow the Ukraine war?", {9}),
    ("Can Armenia hold out on its own?", {10}),
    ("How large is Azerbaijan's military budget?", {10}),
    ("Who backs Azerbaijan?", {10}),
    ("How is Turkey's economy doing?", {11}),
    ("Why does Erdogan need a distraction?", {11}),
    ("Is this the worst time for Russia to have another conflict?", {12}),
    ("What choice does Russia face?", {13}),
    ("What happens if Russia leaves Armenia to twist in the wind?", {13}),
    ("Is Iran an ally of Armenia?", {14}),
    ("Does Iran have a large Azeri minority?", {14}),
    ("Did NATO instigate the conflict?", {15}),
    ("Is the U.S. neutral on the conflict?", {16}),
    ("Did azerbajan send troops to Iraq?", {16}),
    ("Is it a relgious war?", {17}),
    ("Will pashinian resign?", {3, 7}),
    ("What does Errdogan want?", {11}),
    ("What did Iran mobilze to the border?", {8}),
)
# The first eight are about the page that the thread was exported from, the others about nothing that is in it.
FOREIGN = (
    "How do I become a premium member?",
    "How can I donate?",
    "What is the Bitcoin address?",
    "How do I unroll a thread?",
    "Who made Thread Reader?",
    "How do I save this as a PDF?",
    "How much is the premium membership per month?",
    "How do I follow ThreadReaderApp?",
    "How do I bake sourdough bread?",
    "Who won the World Cup in 2018?",
    "What is the capital of Peru?",
    "How does photosynthesis work?",
    "What is the best laptop for students?",
    "When was the Eiffel Tower built?",
    "How do I train a puppy?",
    "What is quantum entanglement?",
    "Who wrote Pride and Prejudice?",
)


@pytest.fixture(scope="module")
def thread(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """The exported thread, as it is served."""
    folder = tmp_path_factory.mktemp("thread")
    write_seeds(folder / "seeds", {"thread.txt": shared("seed", "thread-original.txt").read_bytes()})
    build(folder / "seeds", folder / "root")
    return Library([folder / "root"]).reload()


def posts(answer: Answer) -> list[int]:
    """Return the numbers of the posts shown, best first."""
    return [hit.passage.number for hit in answer.hits]


def test_plain_questions_find_their_post(thread: Searcher) -> None:
    """Of forty, at least 39 have it among the first three, and 36 first."""
    found = {question: posts(ask(thread, question, AnswerSettings(limit=3))) for question, _ in QUESTIONS}

    missed = [question for question, right in QUESTIONS if right.isdisjoint(found[question])]
    second = [question for question, right in QUESTIONS if right.isdisjoint(found[question][:1])]
    assert len(missed) <= 1, missed
    assert len(second) <= 4, second


def test_what_the_thread_does_not_say_is_declined(thread: Searcher) -> None:
    """Of seventeen questions about the page or about other things, at least sixteen."""
    answered = [question for question in FOREIGN if ask(thread, question).answered]

    assert len(answered) <= 1, answered


def test_the_threshold_is_far_from_both(thread: Searcher) -> None:
    """All but one question stay where they are, should the bar for an answer be a third higher or lower."""
    threshold = AnswerSettings().threshold
    strict, lenient = AnswerSettings(threshold=threshold * 4 / 3), AnswerSettings(threshold=threshold * 2 / 3)

    declined = [question for question, _ in QUESTIONS if not ask(thread, question, strict).answered]
    answered = [question for question in FOREIGN if ask(thread, question, lenient).answered]

    assert max(len(declined), len(answered)) <= 1, declined + answered


def labelled() -> list[dict[str, object]]:
    """Return questions in several voices: plain, short, misspelt; about the page, near the subject, unrelated."""
    path = Path(__file__).parents[1] / "labelled" / "thread.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_what_is_found_is_answered_in_any_voice(thread: Searcher) -> None:
    """Of the questions whose post is among the first three, the threshold keeps back one in twenty at most."""
    asked = [(str(row["question"]), set(row["posts"])) for row in labelled() if row["posts"]]  # type: ignore[call-overload]
    found = [
        question for question, right in asked if right & set(posts(ask(thread, question, AnswerSettings(threshold=0))))
    ]

    declined = [question for question in found if not ask(thread, question).answered]

    assert len(found) >= 0.8 * len(asked)
    assert len(declined) <= 0.05 * len(found), declined


def test_what_is_about_other_things_is_declined_in_any_voice(thread: Searcher) -> None:
    """Of the questions about the page or unrelated things, 97 in a hundred."""
    asked = [str(row["question"]) for row in labelled() if row["kind"] in {"furniture", "unrelated"}]

    answered = [question for question in asked if ask(thread, question).answered]

    assert len(answered) <= 0.03 * len(asked), answered
