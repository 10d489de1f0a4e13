"""Files on their way: what people attach, what the bot uploads, and the objects that name them."""

import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from tests.discord_double import limits
from tests.discord_double.errors import ApiError
from tests.discord_double.kinds import Json
from tests.discord_double.world import World


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sends."""

    filename: str
    content: bytes
    content_type: str | None = None


def store(world: World, base_url: str, upload: Upload, description: str | None = None) -> Json:
    """Keep a file and describe it as Discord does, with an address on the double."""
    file_id = world.snowflakes.make()
    world.files[file_id] = upload.content
    guessed = upload.content_type or mimetypes.guess_type(upload.filename)[0]
    filename, title = _named(upload.filename)
    url = f"{base_url}/attachments/{file_id}/{filename}"
    attachment: Json = {
        "id": str(file_id),
        "filename": filename,
        "size": len(upload.content),
        "url": url,
        "proxy_url": url,
    }
    attachment |= {"content_type": guessed} if guessed else {}
    attachment |= {"title": title} if title else {}
    return attachment | ({"description": description} if description else {})


def _named(given: str) -> tuple[str, str | None]:
    """Make a file's name as plain as Discord does; the given one, without its extension, becomes the title."""
    plain = re.sub(r"[^\w.-]", "", given.replace(" ", "_"), flags=re.ASCII).lstrip(".") or "unknown"
    return plain, None if plain == given else PurePath(given).stem


def check_sizes(files: Mapping[int, Upload]) -> None:
    """Refuse files that are too large, one by one or together; raises ApiError 40005."""
    sizes = [len(upload.content) for upload in files.values()]
    if sum(sizes) > limits.REQUEST_BYTES or any(size > limits.ATTACHMENT_BYTES for size in sizes):
        raise ApiError(40005, f"files of {sizes} bytes")


def attachments(
    world: World, base_url: str, listed: list[Json] | None, files: Mapping[int, Upload], kept: list[Json]
) -> list[Json]:
    """Work out a message's attachments from the body's list, the uploads and those it had before.

    Raises:
        ApiError: 50035 for an entry that names neither an upload nor a former attachment; 40005 for sizes.
    """
    check_sizes(files)
    if listed is None:
        return kept + [store(world, base_url, upload) for upload in files.values()]
    former = {attachment["id"]: attachment for attachment in kept}
    result = []
    for entry in listed:
        number = int(entry["id"])
        if number in files:
            result.append(store(world, base_url, files[number], entry.get("description")))
        elif str(entry["id"]) in former:
            result.append(former[str(entry["id"])])
        else:
            raise ApiError(50035, f"attachment {entry['id']} is neither uploaded nor on the message")
    if len(result) > limits.ATTACHMENTS:
        raise ApiError(50035, f"{len(result)} attachments, allowed are {limits.ATTACHMENTS}")
    return result
