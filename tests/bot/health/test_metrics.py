"""What is counted, by which names, and that nothing else is."""

import pytest

from bot.health.figures import Figures
from bot.health.metrics import Metrics, outcome_of
from bot.health.observer import UNOBSERVED
from index.answered import Answer
from index.errors import QuestionError
from index.messages import Sentence
from tests.clock import Clock

STRONG = Answer("How hard is granite?", "strong", (), (), "aaaa")
FIGURES = Figures(
    generation="aaaa",
    built_at=1_000.0,
    seeds=3,
    skipped=1,
    passages=18,
    reindex_is_failing=False,
    servers=7,
    shards=4,
    leases=2,
    latency_s={0: 0.125, 3: 0.25},
    libraries_open=5,
    libraries_bytes=600_000,
    libraries_most_bytes=256_000_000,
    undelivered=2,
)


@pytest.fixture
def metrics(clock: Clock) -> Metrics:
    """What counts, by a clock that stands."""
    return Metrics(clock)


def raising(err: Exception) -> Answer:
    """Fail as a search may."""
    raise err


def test_a_question_is_counted_by_face_and_outcome_with_its_time(metrics: Metrics, clock: Clock) -> None:
    """Once, and its time goes into the histogram of searches."""

    def answering() -> Answer:
        clock.now_s += 0.25
        return STRONG

    answer = metrics.asked("mention", answering)

    assert answer is STRONG
    assert metrics.registry.get_sample_value("caveat_questions_total", {"face": "mention", "outcome": "strong"}) == 1
    assert metrics.registry.get_sample_value("caveat_search_seconds_sum") == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("err", "outcome"), [(QuestionError(Sentence("too long")), "refused"), (ValueError("granite"), "failed")]
)
def test_what_fails_is_counted_and_raised_on(metrics: Metrics, err: Exception, outcome: str) -> None:
    """The asker's own mistake apart from ours; no time of a search is counted."""
    with pytest.raises(type(err)):
        metrics.asked("direct", lambda: raising(err))

    assert metrics.registry.get_sample_value("caveat_questions_total", {"face": "direct", "outcome": outcome}) == 1
    assert metrics.registry.get_sample_value("caveat_search_seconds_count") == 0


def test_a_declined_question_is_one_without_confidence() -> None:
    """As JSON says it."""
    assert outcome_of(Answer("Who?", "none", (), (), "aaaa")) == "none"


def test_a_reply_is_acknowledged_once(metrics: Metrics, clock: Clock) -> None:
    """One that Discord was told to wait for is not acknowledged again by what is sent."""
    watch = metrics.replying("interaction")
    clock.now_s += 1.5
    watch.acknowledged()
    clock.now_s += 2.0
    watch.sent()

    assert metrics.registry.get_sample_value("caveat_acknowledge_seconds_count") == 1
    assert metrics.registry.get_sample_value("caveat_acknowledge_seconds_sum") == pytest.approx(1.5)
    assert metrics.registry.get_sample_value("caveat_reply_seconds_sum", {"to": "interaction"}) == pytest.approx(3.5)


def test_a_reply_to_a_message_is_no_acknowledgement(metrics: Metrics) -> None:
    """Discord waits for none there."""
    metrics.replying("message").sent()

    assert metrics.registry.get_sample_value("caveat_acknowledge_seconds_count") == 0
    assert metrics.registry.get_sample_value("caveat_reply_seconds_count", {"to": "message"}) == 1


def test_a_reindex_is_timed_or_failed(metrics: Metrics, clock: Clock) -> None:
    """The operator's apart from servers' own."""

    def reindexing() -> str:
        clock.now_s += 2.0
        return "report"

    done = metrics.reindexed("operator", reindexing)
    with pytest.raises(OSError, match="full"):
        metrics.reindexed("server", lambda: raising(OSError("full")))

    assert done == "report"
    assert metrics.registry.get_sample_value("caveat_reindex_seconds_sum", {"owner": "operator"}) == pytest.approx(2)
    assert metrics.registry.get_sample_value("caveat_reindex_failures_total", {"owner": "server"}) == 1
    assert metrics.registry.get_sample_value("caveat_reindex_failures_total", {"owner": "operator"}) == 0


def test_kills_and_failures_of_the_database_are_counted_by_their_codes(metrics: Metrics) -> None:
    """What an alert looks at begins with 0."""
    before = metrics.registry.get_sample_value("caveat_sandbox_kills_total", {"limit": "memory"})
    metrics.killed("memory")
    metrics.store_failed("full")

    assert before == 0
    assert metrics.registry.get_sample_value("caveat_sandbox_kills_total", {"limit": "memory"}) == 1
    assert metrics.registry.get_sample_value("caveat_store_errors_total", {"code": "full"}) == 1


def test_figures_are_read_at_each_look(metrics: Metrics) -> None:
    """Servers as a number, shards by theirs."""
    metrics.add_figures(lambda: FIGURES)
    shown = metrics.registry.get_sample_value

    assert shown("caveat_index_info", {"generation": "aaaa"}) == 1
    assert shown("caveat_index_passages") == 18
    assert shown("caveat_servers") == 7
    assert shown("caveat_leases_held") == 2
    assert shown("caveat_gateway_latency_seconds", {"shard": "3"}) == 0.25
    assert shown("caveat_replies_undelivered_total") == 2


def test_nobody_counts_where_nothing_is_asked_for() -> None:
    """What is observed by nobody goes on all the same."""
    assert UNOBSERVED.asked("form", lambda: STRONG) is STRONG
    assert UNOBSERVED.reindexed("server", lambda: 3) == 3
    assert UNOBSERVED.replying("message") is UNOBSERVED.replying("interaction")
