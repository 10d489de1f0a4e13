"""The way of every REST request: noted, failed on demand, authorised, checked, answered. Knows no route."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import BodyPartReader, web

from tests.discord_double import faults, limits, openapi
from tests.discord_double.errors import ApiError
from tests.discord_double.hub import Hub
from tests.discord_double.journal import Request
from tests.discord_double.kinds import Json
from tests.discord_double.respond import json_response
from tests.discord_double.uploads import Upload
from tests.discord_double.world import Channel, Guild, StoredMessage

BASE = "/api/v10"
UNAUTHORISED = 40001
INVALID_FORM = 50035
RATE_LIMIT = {
    "X-RateLimit-Limit": "1000",
    "X-RateLimit-Remaining": "999",
    "X-RateLimit-Reset-After": "1",
    "Via": "1.1 double",
}
"""Roomy, so that only a fault slows the client down; the bucket's name is added per route."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request as a route sees it: read and checked."""

    hub: Hub
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Json
    items: list[Json]
    files: Mapping[int, Upload]

    def channel(self) -> Channel:
        """The channel of the path; raises ApiError 10003."""
        channel = self.hub.world.channels.get(int(self.path["channel_id"]))
        if channel is None:
            raise ApiError(10003)
        return channel

    def guild(self) -> Guild:
        """The guild of the path, where the bot is in it; raises ApiError 10004."""
        guild = self.hub.world.guilds.get(int(self.path["guild_id"]))
        if guild is None or not guild.has_bot:
            raise ApiError(10004)
        return guild

    def message(self) -> StoredMessage:
        """The message of the path; raises ApiError 10008, for ephemeral ones too."""
        message = self.hub.world.messages.get(int(self.path["message_id"]))
        if message is None or message.deleted or message.seen_by or message.channel_id != self.channel().id:
            raise ApiError(10008)
        return message


Result = Json | list[Json] | None
Route = Callable[[Call], Result]


def handler(hub: Hub, route: Route, *, authorised: bool = True) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Make the web handler of a route.

    Args:
        hub: the parts of the double.
        route: what the request does.
        authorised: whether the bot's token is needed; interaction routes carry their own.
    """

    async def handle(request: web.Request) -> web.Response:
        noted = Request(request.method, request.path.removeprefix(BASE))
        hub.journal.requests.append(noted)
        hub.serving += 1
        try:
            response = await _answer(hub, route, request, noted, authorised=authorised)
            noted.status = response.status
        finally:
            hub.serving -= 1
            hub.journal.changed()
        return response

    return handle


async def _answer(hub: Hub, route: Route, request: web.Request, noted: Request, *, authorised: bool) -> web.Response:
    body, files = await _read(request)
    noted.body = body
    if fault := hub.faults.take(request, after=False):
        return faults.respond(fault, request)
    try:
        if authorised:
            _check_token(hub, request)
        _check_body(request, noted)
        result = route(_call(hub, request, body, files))
    except ApiError as error:
        noted.code = error.code
        hub.journal.refuse(f"{noted.method} {noted.path}", error)
        return _error_response(error)
    if fault := hub.faults.take(request, after=True):
        return faults.respond(fault, request)
    return _success(request, result)


def _check_token(hub: Hub, request: web.Request) -> None:
    if request.headers.get("Authorization") != f"Bot {hub.token}":
        raise ApiError(UNAUTHORISED)


def _call(hub: Hub, request: web.Request, body: Json | list[Json] | None, files: Mapping[int, Upload]) -> Call:
    fields = body if isinstance(body, dict) else {}
    items = body if isinstance(body, list) else []
    return Call(hub, request.match_info, request.query, fields, items, files)


def _success(request: web.Request, result: Result) -> web.Response:
    """A 200 with JSON, or an empty 204."""
    resource = request.match_info.route.resource
    bucket = f"{request.method} {resource.canonical if resource else request.path}"
    headers = RATE_LIMIT | {"X-RateLimit-Bucket": f"{hash(bucket) & 0xFFFFFFFF:08x}"}
    return web.Response(status=204, headers=headers) if result is None else json_response(result, headers=headers)


def _error_response(error: ApiError) -> web.Response:
    body: Json = {"message": error.message, "code": 0 if error.code == UNAUTHORISED else error.code}
    if error.code == INVALID_FORM:
        body["errors"] = {"_errors": [{"code": "DOUBLE", "message": error.detail}]}
    return json_response(body, error.status)


async def _read(request: web.Request) -> tuple[Json | list[Json] | None, Mapping[int, Upload]]:
    """The JSON body and the files, from a JSON or a multipart request."""
    if request.content_type == "multipart/form-data":
        return await _read_multipart(request)
    text = await request.text()
    try:
        return (json.loads(text) if text else None), {}
    except ValueError:
        return None, {}


async def _read_multipart(request: web.Request) -> tuple[Json | None, Mapping[int, Upload]]:
    body: Json | None = None
    files: dict[int, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        if part.name == "payload_json":
            body = json.loads(await part.text())
        elif part.name.startswith("files["):
            number = int(part.name.removeprefix("files[").removesuffix("]"))
            files[number] = Upload(part.filename or "", bytes(await part.read()))
    return body, files


def _check_body(request: web.Request, noted: Request) -> None:
    """Hold the body against the API description; raises ApiError 50035, or 50109 where it is no JSON."""
    if request.content_length and noted.body is None and request.method != "GET":
        raise ApiError(50109)
    if noted.body is not None and (problem := openapi.problem(noted.method, noted.path, noted.body)):
        raise ApiError(INVALID_FORM, f"API description: {problem}")


async def unknown(hub: Hub, request: web.Request) -> web.Response:
    """Refuse a route the double does not have, and say so, since the gap may be the double's."""
    error = ApiError(0, "the double has no such route")
    hub.journal.requests.append(Request(request.method, request.path, status=404))
    hub.journal.refuse(f"{request.method} {request.path}", error)
    return _error_response(error)


MAX_BODY_BYTES = limits.REQUEST_BYTES * 2
"""The double reads more than Discord takes, so that it can refuse with Discord's own error."""
