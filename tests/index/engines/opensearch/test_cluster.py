"""Hosts that are dead, frozen or busy: none of them costs a question, and whoever asks is told in time."""

import time
from collections.abc import Iterator, Mapping
from threading import Event
from typing import Any

import pytest

from index.engines.opensearch.cluster import Call, Cluster
from index.engines.opensearch.hosts import Access, Host, OpenSearchHost, Unreachable
from index.errors import EngineAwayError, EngineError

FINE: tuple[int, Any] = (200, {"fine": True})
PING = Call("GET", "/")


class StubHost(Host):
    """A host that answers what a test says, or hangs until the test ends."""

    def __init__(self, name: str, answer: tuple[int, Any] | str | Event) -> None:
        self._name, self.answer, self.asked = name, answer, 0

    @property
    def name(self) -> str:
        """Its name."""
        return self._name

    def perform(
        self, method: str, path: str, params: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> tuple[int, Any]:
        """Answer, refuse, or hang."""
        self.asked += 1
        if isinstance(self.answer, Event):
            self.answer.wait(timeout_s)
            raise Unreachable("timed out")
        if isinstance(self.answer, str):
            raise Unreachable(self.answer)
        return self.answer


@pytest.fixture
def frozen() -> Iterator[Event]:
    """What a frozen host waits for; it is let go at the end."""
    event = Event()
    yield event
    event.set()


def test_a_frozen_host_costs_a_moment_once(frozen: Event) -> None:
    """The next host is asked beside it, and first from then on."""
    hosts = [StubHost("frozen", frozen), StubHost("fine", FINE)]
    cluster = Cluster(hosts, hedge_s=0.01)

    answers = [cluster.ask(PING) for _ in range(6)]

    assert [{"fine": True}] * 6 == answers
    assert 1 == hosts[0].asked


@pytest.mark.parametrize("answer", ["connection refused", (503, {}), (429, {}), (502, {})], ids=str)
def test_a_host_that_is_dead_or_busy_is_passed_over(answer: Any) -> None:
    """Another one answers at once."""
    cluster = Cluster([StubHost("first", answer), StubHost("second", FINE)])

    assert [{"fine": True}] * 3 == [cluster.ask(PING) for _ in range(3)]


def test_where_all_are_frozen_whoever_asks_is_told_in_time(frozen: Event) -> None:
    """Within the time that they gave."""
    cluster = Cluster([StubHost(f"host-{number}", frozen) for number in range(3)], hedge_s=0.01)
    began = time.monotonic()

    with pytest.raises(EngineAwayError, match="timed out"):
        cluster.ask(PING, within_s=0.1)

    assert time.monotonic() - began < 1


def test_where_all_are_dead_each_reason_is_named() -> None:
    """So that an operator knows where to look."""
    cluster = Cluster([StubHost("a:9200", "connection refused"), StubHost("b:9200", "timed out")])

    with pytest.raises(EngineAwayError, match=r"a:9200: connection refused; b:9200: timed out|b:9200.*a:9200"):
        cluster.ask(PING)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((401, {}), "does not let us in .*check its user and password"),
        ((403, {}), "does not let us in"),
        ((400, {"error": {"type": "parsing_exception", "reason": "about a question"}}), "refuses .*parsing_exception"),
        ((404, {"error": {"type": "index_not_found_exception"}}), "index_not_found_exception"),
    ],
)
def test_a_refusal_is_a_sentence_without_the_question(answer: Any, sentence: str) -> None:
    """No other host is asked, since it would refuse too."""
    other = StubHost("other", FINE)
    cluster = Cluster([StubHost("first", answer), other])

    with pytest.raises(EngineError, match=sentence) as told:
        cluster.ask(PING)

    assert "about a question" not in str(told.value)
    assert 0 == other.asked


def test_what_may_be_missing_is_none() -> None:
    """Where whoever asks says so."""
    assert Cluster([StubHost("first", (404, {}))]).ask(Call("GET", "/there", missing=True)) is None


def test_a_real_connection_that_nobody_takes_is_unreachable(unused_port: int) -> None:
    """With a reason, and without a word in the log."""
    host = OpenSearchHost(f"http://127.0.0.1:{unused_port}", Access(()))

    with pytest.raises(Unreachable, match="refused"):
        host.perform("GET", "/", {}, None, 1.0)


@pytest.fixture
def unused_port() -> int:
    """A port on which nobody listens."""
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
