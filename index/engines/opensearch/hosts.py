"""The hosts of a cluster and what lets us in; opensearch-py is imported when one of them is opened.

Knows no index. Neither a password nor what is asked is ever logged: the client's own log is silenced.
"""

import json
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import SplitResult, urlsplit

from index.errors import EngineError
from index.messages import N_

if TYPE_CHECKING:
    from opensearchpy import Urllib3HttpConnection

MISSING = N_('the engine at {host} needs the extra "opensearch": install caveat[opensearch]')
CONNECTIONS = 16  # kept open to each host
PORTS = {"http": 9200, "https": 443}
_EVERY_STATUS = range(300, 600)


@dataclass(frozen=True, slots=True)
class Access:
    """Where a cluster is, and what lets us in; neither password nor key is shown when it is printed.

    Attributes:
        urls: of its hosts: `https://search-1:9200`.
        user, password: of an account.
        api_key: in place of both.
        ca: a file with the certificates that sign those of the hosts; None for those the system trusts.
    """

    urls: tuple[str, ...]
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    api_key: str | None = field(default=None, repr=False)
    ca: Path | None = None


class Unreachable(Exception):  # noqa: N818 # no error yet: another host may answer
    """A host did not answer, for a reason that is no secret."""


class Host(Protocol):
    """One host of a cluster."""

    @property
    def name(self) -> str:
        """Its address, without secrets."""

    def perform(
        self, method: str, path: str, params: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> tuple[int, Any]:
        """Send a request; return the status and what was answered, read as JSON.

        Raises:
            Unreachable: nothing came back in time, or nothing that can be read.
        """


class OpenSearchHost(Host):
    """A host asked by opensearch-py's connection; safe for many threads."""

    def __init__(self, url: str, access: Access) -> None:
        parts = urlsplit(url)
        self._name = f"{parts.hostname}:{parts.port or PORTS[parts.scheme]}"
        self._opened = partial(_connection, parts, access)
        self._connection, self._process = self._opened(), os.getpid()

    @property
    def name(self) -> str:
        """Its address, without secrets."""
        return self._name

    def _of_this_process(self) -> "Urllib3HttpConnection":
        """Return the connection; a process that was forked off gets one of its own."""
        if self._process != os.getpid():
            self._connection, self._process = self._opened(), os.getpid()
        return self._connection

    def perform(
        self, method: str, path: str, params: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> tuple[int, Any]:
        """Send a request; return the status and what was answered; raises Unreachable."""
        from opensearchpy.exceptions import TransportError

        kind = "application/x-ndjson" if path.endswith("/_bulk") else "application/json"
        headers = {"content-type": kind}
        try:
            status, _, text = self._of_this_process().perform_request(
                method, path, params, body, timeout=timeout_s, ignore=_EVERY_STATUS, headers=headers
            )
            return status, json.loads(text) if text else {}
        except (TransportError, ValueError, OSError) as err:
            raise Unreachable(_reason(err)) from None


def _connection(parts: SplitResult, access: Access) -> "Urllib3HttpConnection":
    try:
        from opensearchpy import Urllib3HttpConnection
    except ImportError:
        raise EngineError(MISSING, host=parts.hostname) from None
    logging.getLogger("opensearch").setLevel(logging.CRITICAL)  # it would log what is asked
    return Urllib3HttpConnection(
        host=str(parts.hostname),
        port=parts.port or PORTS[parts.scheme],
        use_ssl=parts.scheme == "https",
        url_prefix=parts.path.strip("/"),
        pool_maxsize=CONNECTIONS,
        **_secrets(access),
        **_trust(parts.scheme, access),
    )


def _secrets(access: Access) -> dict[str, Any]:
    if access.api_key is not None:
        return {"headers": {"authorization": f"ApiKey {access.api_key}"}}
    return {"http_auth": (access.user, access.password or "")} if access.user is not None else {}


def _trust(scheme: str, access: Access) -> dict[str, Any]:
    if scheme != "https":
        return {}
    return {"verify_certs": True, "ssl_show_warn": False, **({"ca_certs": str(access.ca)} if access.ca else {})}


def _reason(err: Exception) -> str:
    """Say why a host did not answer, without what was asked of it."""
    cause = getattr(err, "info", None)
    text = " ".join(str(cause if isinstance(cause, Exception) else type(err).__name__).split())
    if "CERTIFICATE_VERIFY_FAILED" in text or "certificate verify failed" in text:
        return "its certificate is not one that is trusted here"
    if "timed out" in text:
        return "timed out"
    return "connection refused" if "refused" in text else type(cause or err).__name__


def open_hosts(access: Access) -> Sequence[Host]:
    """Open every host of a cluster; connects to none yet. Raises EngineError where the extra is missing."""
    return [OpenSearchHost(url, access) for url in access.urls]
