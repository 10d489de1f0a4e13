"""Nodes that die and freeze under questions: none fails, and none waits longer than a moment."""

import signal
import time
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Self

import pytest

from index.engines.library import Searcher
from index.errors import EngineError
from tests.cluster.nodes import Node, Nodes
from tests.index.engines.opensearch.contract import Stand, random_seeds

RATE = 20  # questions a second


@dataclass
class Asking:
    """Asks in a thread of its own, until it is told to stop.

    Attributes:
        took_s: of each answer.
        failed: what was raised.
        wrong: how many answers were others than those of this machine.
    """

    local: Searcher
    remote: Searcher
    took_s: list[float] = field(default_factory=list)
    failed: list[EngineError] = field(default_factory=list)
    wrong: int = 0
    _stop: Event = field(default_factory=Event)

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._ask)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _ask(self) -> None:
        terms = sorted(set(self.local.words.values()))
        number = 0
        while not self._stop.wait(1 / RATE):
            number += 1
            asked = [terms[number % len(terms)], terms[number // 7 % len(terms)]]
            began = time.monotonic()
            try:
                found = self.remote.engine.top(asked, 50)
            except EngineError as err:
                self.failed.append(err)
                continue
            self.took_s.append(time.monotonic() - began)
            self.wrong += found[1].tolist() != self.local.engine.top(asked, 50)[1].tolist()


def strike(nodes: Nodes, stand: Stand, node: Node, number: signal.Signals, during_s: float) -> Asking:
    """Send a node a signal under questions, and return what became of these."""
    local, remote = stand.both(random_seeds(120, 8))
    for _ in range(30):
        remote.engine.top(["babo"], 50)
    with Asking(local, remote) as asking:
        time.sleep(1)
        node.send(number)
        time.sleep(during_s)
    return asking


@pytest.mark.timeout(300)
def test_a_frozen_node_costs_no_question(nodes: Nodes, stand: Stand) -> None:
    """Another host is asked beside it after a moment, and before it from then on."""
    frozen = next(node for node in nodes.nodes if node is not nodes.manager())
    try:
        asking = strike(nodes, stand, frozen, signal.SIGSTOP, 6)
    finally:
        frozen.send(signal.SIGCONT)
    nodes.wait(status="green")

    assert [] == asking.failed
    assert 0 == asking.wrong
    assert len(asking.took_s) > RATE
    assert sorted(asking.took_s)[int(len(asking.took_s) * 0.99)] < 2


@pytest.mark.timeout(300)
def test_a_killed_manager_costs_no_question(nodes: Nodes, stand: Stand) -> None:
    """Kill -9; the others elect a new one, and it comes back with what it had."""
    killed = nodes.manager()
    asking = strike(nodes, stand, killed, signal.SIGKILL, 4)
    killed.end()
    nodes.start(killed)
    nodes.wait(status="green")

    assert [] == asking.failed
    assert 0 == asking.wrong
    assert max(asking.took_s) < 2


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
@pytest.mark.parametrize("is_manager", [True, False])
def test_any_node_may_go_for_long(nodes: Nodes, stand: Stand, number: signal.Signals, *, is_manager: bool) -> None:
    """40 seconds, as long as a cluster takes to notice a frozen one."""
    manager = nodes.manager()
    node = manager if is_manager else next(each for each in nodes.nodes if each is not manager)
    asking = strike(nodes, stand, node, number, 40)
    if number == signal.SIGKILL:
        node.end()
        nodes.start(node)
    else:
        node.send(signal.SIGCONT)
    nodes.wait(status="green")

    assert [] == asking.failed
    assert 0 == asking.wrong
    assert sorted(asking.took_s)[int(len(asking.took_s) * 0.99)] < 2
