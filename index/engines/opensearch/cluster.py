"""One cluster of several hosts, asked so that a host that is dead or frozen costs no question.

A request goes to one host; where that has not answered in a moment, to the next as well, and the first answer counts.
Whatever happens, who asks is told within the time that they gave. Knows no index and nothing of passages.
"""

import json
import logging
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from threading import BoundedSemaphore
from typing import Any

from index.engines.opensearch.hosts import Host, Unreachable
from index.errors import EngineAwayError, EngineError
from index.messages import N_

log = logging.getLogger(__name__)
AWAY = N_("the search engine does not answer ({reason}); try again in a moment")
REFUSED = N_("the search engine refuses what was asked ({status}: {reason}); `caveat doctor` looks at it")
UNENTERED = N_("the search engine at {host} does not let us in ({status}); check its user and password, or its key")
ANSWER_S = 1.5  # within which a question is answered or given up: people are told within two seconds
HEDGE_S = 0.3  # after which the next host is asked too
SHUNNED_S = 10.0  # for which a host that did not answer is asked after the others
MOST_HEDGES = 4  # at once: a cluster that is slow as a whole must not be asked for twice as much
THREADS = 64
RETRIED = {429, 502, 503, 504}  # it is too busy or looks for a manager; another host may do better

Body = Mapping[str, Any] | Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of a cluster.

    Attributes:
        missing: whether "there is no such thing" is an answer, and no error.
    """

    method: str
    path: str
    body: Body | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    missing: bool = False

    @property
    def encoded(self) -> bytes | None:
        """The body as bytes; several objects as one line each."""
        if self.body is None:
            return None
        if isinstance(self.body, Mapping):
            return json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode()
        lines = (json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in self.body)
        return "".join(f"{line}\n" for line in lines).encode()


class Cluster:
    """A cluster; safe for many threads.

    Args:
        hosts: each may be asked for anything.
        hedge_s: seconds after which the next one is asked too.
    """

    def __init__(self, hosts: Sequence[Host], hedge_s: float = HEDGE_S) -> None:
        self._hosts = tuple(hosts)
        self._hedge_s = hedge_s
        self._executor, self._process = _threads(), os.getpid()
        self._failed: dict[Host, float] = {}
        self._turn = count()
        self._hedges = BoundedSemaphore(MOST_HEDGES)

    @property
    def _threads(self) -> ThreadPoolExecutor:
        """The threads that ask; a process that was forked off has none of them, and makes its own."""
        if self._process != os.getpid():
            self._executor, self._process = _threads(), os.getpid()
        return self._executor

    def ask(self, request: Call, within_s: float = ANSWER_S) -> Any:
        """Return what the cluster answers, read as JSON; None where there is no such thing and that may be.

        Raises:
            EngineAwayError: no host answered in time.
            EngineError: one refused.
        """
        encoded, end = request.encoded, time.monotonic() + within_s
        waiting: dict[Future[tuple[int, Any]], Host] = {}
        reasons: list[str] = []
        hosts = self._in_turn()
        with ExitStack() as hedges:
            while (left := end - time.monotonic()) > 0:
                host = next(hosts, None) if not waiting or self._may_hedge(hedges) else None
                if host is not None:
                    work = partial(host.perform, request.method, request.path, request.params, encoded, left)
                    waiting[self._threads.submit(work)] = host
                elif not waiting:
                    break
                done, _ = wait(waiting, min(left, self._hedge_s), FIRST_COMPLETED)
                for future in done:
                    answer = self._outcome(waiting.pop(future), future, request, reasons)
                    if answer is not None:
                        self._shun(waiting.values())
                        return answer.content
        self._shun(waiting.values())
        raise EngineAwayError(AWAY, reason="; ".join(dict.fromkeys(reasons)) or "timed out")

    def _may_hedge(self, hedges: ExitStack) -> bool:
        """Take one of the places for a request beside another until the end of the question, if one is free."""
        if not self._hedges.acquire(blocking=False):
            return False
        hedges.callback(self._hedges.release)
        return True

    def tell(self, request: Call, within_s: float) -> Any:
        """Ask one host after the other, for what takes long and must not be done twice; raises as `ask` does."""
        reasons: list[str] = []
        for host in self._in_turn():
            future = self._threads.submit(
                host.perform, request.method, request.path, request.params, request.encoded, within_s
            )
            answer = self._outcome(host, future, request, reasons)
            if answer is not None:
                return answer.content
        raise EngineAwayError(AWAY, reason="; ".join(dict.fromkeys(reasons)))

    def _in_turn(self) -> Iterator[Host]:
        """Yield the hosts, another one first each time, those that failed of late last."""
        first, now = next(self._turn) % len(self._hosts), time.monotonic()
        turned = self._hosts[first:] + self._hosts[:first]
        return iter(sorted(turned, key=lambda host: now - self._failed.get(host, -SHUNNED_S) < SHUNNED_S))

    def _outcome(
        self, host: Host, future: "Future[tuple[int, Any]]", request: Call, reasons: list[str]
    ) -> "_Answer | None":
        """Return what a host answered; None, and why, where another one is to be asked."""
        try:
            status, content = future.result()
        except Unreachable as err:
            reasons.append(f"{host.name}: {err}")
            self._shun([host])
            return None
        if status in RETRIED:
            reasons.append(f"{host.name}: {status} {reason_of(content)}")
            return None
        self._failed.pop(host, None)
        if status < 300:  # noqa: PLR2004 # as HTTP numbers them
            return _Answer(content)
        if status == 404 and request.missing:  # noqa: PLR2004
            return _Answer(None)
        if status in {401, 403}:
            raise EngineError(UNENTERED, host=host.name, status=status)
        raise EngineError(REFUSED, status=status, reason=reason_of(content))

    def _shun(self, hosts: Iterable[Host]) -> None:
        for host in hosts:
            self._failed[host] = time.monotonic()


def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="engine")


@dataclass(frozen=True, slots=True)
class _Answer:
    content: Any


def reason_of(content: Any) -> str:
    """Return the kind of an error that a cluster reports, without what was asked."""
    error = content.get("error") if isinstance(content, dict) else None
    return str(error.get("type", "error")) if isinstance(error, dict) else "error"
