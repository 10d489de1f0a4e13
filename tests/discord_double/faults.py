"""Failures on demand: rate limits, server errors, broken connections, for the next fitting requests."""

import re
from dataclasses import dataclass
from typing import Literal, TypedDict

from aiohttp import web

from tests.discord_double.respond import json_response

Kind = Literal["rate limit", "global rate limit", "cloudflare", "error", "reset"]


class FaultOptions(TypedDict, total=False):
    """What may be said of a fault beside its kind and path."""

    method: str
    status: int
    retry_after_s: float
    after: bool
    times: int


@dataclass(slots=True)
class Fault:
    """What the next fitting request meets.

    Attributes:
        path: a pattern searched in the path.
        status: of an error.
        retry_after_s: what a rate limit asks for.
        after: False: the request is refused; True: it takes effect and its response is lost.
        times: requests it is still good for.
    """

    kind: Kind
    path: str
    method: str = ""
    status: int = 500
    retry_after_s: float = 0.05
    after: bool = False
    times: int = 1

    def fits(self, method: str, path: str) -> bool:
        """Whether it applies to this request."""
        return self.times > 0 and self.method in {"", method} and re.search(self.path, path) is not None


class Faults:
    """The faults that are armed, in order."""

    def __init__(self) -> None:
        self._armed: list[Fault] = []

    def arm(self, fault: Fault) -> Fault:
        """Let a fault happen from now on."""
        self._armed.append(fault)
        return fault

    def take(self, request: web.Request, *, after: bool) -> Fault | None:
        """The fault this request meets, before or after it took effect; uses it up."""
        for fault in self._armed:
            if fault.after == after and fault.fits(request.method, request.path):
                fault.times -= 1
                return fault
        return None


def respond(fault: Fault, request: web.Request) -> web.Response:
    """What the request gets.

    Raises:
        ConnectionResetError: the connection is broken instead.
    """
    if fault.kind == "reset":
        if request.transport is not None:
            request.transport.abort()
        raise ConnectionResetError
    if fault.kind == "cloudflare":
        return web.Response(status=429, text="error code: 1015", content_type="text/plain")
    if fault.kind in {"rate limit", "global rate limit"}:
        return _rate_limited(fault)
    return json_response({"message": f"{fault.status}: on demand", "code": 0}, status=fault.status)


def _rate_limited(fault: Fault) -> web.Response:
    """A 429 of Discord's own: without `Via` the client takes it for a ban by the proxy before Discord."""
    is_global = fault.kind == "global rate limit"
    headers = {
        "Via": "1.1 double",
        "Retry-After": f"{fault.retry_after_s:g}",
        "X-RateLimit-Scope": "global" if is_global else "user",
    }
    headers |= {"X-RateLimit-Global": "true"} if is_global else {}
    body = {"message": "You are being rate limited.", "retry_after": fault.retry_after_s, "global": is_global}
    return json_response(body, status=429, headers=headers)
