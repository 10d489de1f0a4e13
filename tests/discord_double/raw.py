"""A bot without a client: sends REST requests as they are, so that a test can break a rule on purpose."""

import io
import json
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.discord_double.double import DiscordDouble
from tests.discord_double.interactions import Interaction
from tests.discord_double.kinds import Json

ASK: Json = {
    "name": "ask",
    "description": "Ask",
    "options": [
        {"type": 3, "name": "question", "description": "What", "required": True, "max_length": 10},
        {"type": 3, "name": "ref", "description": "Which", "autocomplete": True},
        {"type": 3, "name": "size", "description": "How", "choices": [{"name": "Big", "value": "big"}]},
        {"type": 4, "name": "limit", "description": "How many", "min_value": 1, "max_value": 3},
    ],
}
"""A command with an option of each checked kind."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a request got."""

    status: int
    body: Any

    @property
    def code(self) -> int:
        """Discord's error code; 0 for success."""
        return int(self.body.get("code", 0)) if self.status >= 400 else 0


class RawBot:
    """Sends requests with the bot's token, or another one."""

    def __init__(self, double: DiscordDouble, session: aiohttp.ClientSession) -> None:
        self._double = double
        self._session = session
        self.token = double.env()["DISCORD_TOKEN"]

    async def request(self, method: str, path: str, body: object = None, *, file: bytes | None = None) -> Reply:
        """Send a request; with a file as multipart."""
        url = self._double.hub.api_url + path
        headers = {"Authorization": f"Bot {self.token}"}
        form = None if file is None else _form(body, file)
        json_body = body if file is None else None
        async with self._session.request(method, url, json=json_body, data=form, headers=headers) as response:
            return Reply(response.status, await response.json() if response.content_length else {})

    async def post(self, body: Json) -> Reply:
        """Write a message to the first channel."""
        return await self.request("POST", f"/channels/{self._double.channel.id}/messages", body)

    async def edit(self, message_id: str, body: Json) -> Reply:
        """Change a message of the first channel."""
        return await self.request("PATCH", f"/channels/{self._double.channel.id}/messages/{message_id}", body)

    async def sync(self, *commands: Json) -> Reply:
        """Make these the application's commands."""
        return await self.request("PUT", f"/applications/{self._double.world.bot_id}/commands", list(commands))

    async def next_interaction(self) -> Interaction:
        """Wait for a person to do something."""
        waiting = await self._double.journal.until(
            self._double.hub.interactions.unanswered, "an interaction", self._double.timeout_s
        )
        return waiting[0]

    async def respond(self, interaction: Interaction, kind: int, data: Json | None = None) -> Reply:
        """Give a first response."""
        path = f"/interactions/{interaction.id}/{interaction.token}/callback?with_response=1"
        return await self.request("POST", path, {"type": kind} | ({} if data is None else {"data": data}))

    async def follow_up(self, interaction: Interaction, body: Json) -> Reply:
        """Write a further response."""
        return await self.request("POST", f"/webhooks/{self._double.world.bot_id}/{interaction.token}", body)

    async def change(self, method: str, interaction: Interaction, body: object = None) -> Reply:
        """Read, edit or delete the original response."""
        path = f"/webhooks/{self._double.world.bot_id}/{interaction.token}/messages/@original"
        return await self.request(method, path, body)


def _form(body: object, file: bytes) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", json.dumps(body))
    form.add_field("files[0]", io.BytesIO(file), filename="file.txt")
    return form
