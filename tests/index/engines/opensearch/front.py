"""What stands before a cluster that is not open to everybody: TLS with a certificate of one's own, and a check of whom.

The security plugin of OpenSearch cannot be had from a registry; this does to a client what it does.
"""

import json
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import trustme

from tests.index.engines.opensearch.fake import FakeCluster

Backend = Callable[[str, str, Mapping[str, str], bytes | None], tuple[int, Any]]


def basic(user: str, password: str) -> str:
    """Return the header of an account."""
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"


@contextmanager
def front(authority: trustme.CA, authorization: str, backend: Backend) -> Iterator[str]:
    """Run one, and give its address."""

    class Handler(BaseHTTPRequestHandler):
        """Lets in whom it knows."""

        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            """Answer any method."""
            length = int(self.headers.get("content-length") or 0)
            body = self.rfile.read(length) if length else None
            parts = urlsplit(self.path)
            status: int = 401
            content: Any = {}
            if self.headers.get("authorization") == authorization:
                status, content = backend(self.command, parts.path, dict(parse_qsl(parts.query)), body)
            written = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 # as the base class calls them

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Log nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def of_fake(cluster: FakeCluster) -> Backend:
    """Put a front before a cluster in memory."""
    return cluster.answer


def pem(authority: trustme.CA, folder: Path) -> Path:
    """Write the certificate of an authority into a folder."""
    path = folder / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path
