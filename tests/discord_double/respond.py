"""Makes HTTP responses the way Discord's look to the client."""

import json
from collections.abc import Mapping

from aiohttp import web

from tests.discord_double.kinds import Json


def json_response(body: Json | list[Json], status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """A response whose type is exactly `application/json`: with a charset the client would take the body for text."""
    typed = {**(headers or {}), "Content-Type": "application/json"}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=typed)
