"""The contract of engines over a cluster in memory: scored by our script, and by what is built in."""

from itertools import product
from pathlib import Path

import pytest

from tests.index.engines.opensearch.contract import CONTRACT, Stand, assert_equal_best, random_seeds
from tests.index.engines.opensearch.fake import FakeCluster, coarse


@pytest.mark.parametrize(
    ("rule", "forbids_scripts"), [*product(CONTRACT, [False]), *product(["same_best", "same_beside_own"], [True])]
)
def test_the_cluster_gives_what_this_machine_gives(tmp_path: Path, rule: str, *, forbids_scripts: bool) -> None:
    """Whatever lengths and scores the cluster makes of passages, by our script or by what is built in."""
    cluster = FakeCluster()
    cluster.forbids_scripts = forbids_scripts

    CONTRACT[rule](Stand(cluster.client(), tmp_path))


def test_a_question_is_one_search(tmp_path: Path) -> None:
    """Candidates come with all that an answer needs of them."""
    cluster = FakeCluster()
    _, remote = Stand(cluster.client(), tmp_path).both(random_seeds(90, 6))
    term = next(iter(remote.words.values()))
    cluster.requests.clear()

    numbers, _ = remote.engine.top([term], 50)
    remote.engine.passages(numbers.tolist())

    assert [("POST", "_search")] == [(method, path.rpartition("/")[2]) for method, path in cluster.requests]


def test_more_is_asked_for_until_nothing_better_can_be_left(tmp_path: Path) -> None:
    """A cluster that knows lengths much too coarsely brings the best last."""
    cluster = FakeCluster()
    local, remote = Stand(cluster.client(), tmp_path).both(random_seeds(160, 7))
    for index in cluster.indexes.values():
        script: dict[str, str] = index.body["settings"]["similarity"]["caveat"]["script"]
        script["source"] = script["source"].replace("doc.length", "(doc.length / 90)")
    term = max(local.words.values(), key=local.engine.document_frequency)
    cluster.requests.clear()

    expected, found = (each.engine.top([term, "babo"], 20) for each in (local, remote))

    assert expected[1].tolist() == found[1].tolist()
    assert len(cluster.requests) > 1


def test_lengths_are_remembered_as_lucene_remembers_them() -> None:
    """Exact below 40, then four bits, never longer than they are."""
    remembered = {length: coarse(length) for length in (0, 23, 24, 39, 40, 41, 42, 88, 90, 1_000)}

    assert {0: 0, 23: 23, 24: 24, 39: 39, 40: 40, 41: 40, 42: 42, 88: 88, 90: 88, 1_000: 984} == remembered


def test_more_terms_than_a_query_takes_are_asked_for_in_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left by several queries is bounded by all of them together."""
    monkeypatch.setattr("index.engines.opensearch.remote.MOST_TERMS", 7)
    local, remote = Stand(FakeCluster().client(), tmp_path).both(random_seeds(160, 9))
    terms = sorted(set(local.words.values()))

    for wanted in (1, 20):
        assert_equal_best(local.engine, remote.engine, terms[:40], wanted)
