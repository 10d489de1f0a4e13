"""What a side-car chooses of a chat reaches its reader, alone and in an archive."""

import json
import zipfile
from io import BytesIO

import pytest

from index.errors import SeedError
from index.model import Document
from index.seeds.seed import read_seed

MESSAGE = {"id": 1, "type": "message", "date": "2024-05-06T07:08:09", "from": "Ada", "from_id": "user1"}
CHATS = {
    "chats": {
        "list": [
            {"name": name, "type": "public_supergroup", "id": number, "messages": [MESSAGE | {"text": f"in {name}"}]}
            for number, name in enumerate(("All", "Some"))
        ]
    }
}


def said(documents: tuple[Document, ...]) -> list[tuple[str | None, str]]:
    """Return who says what."""
    return [(block.speaker, each.text[block.start : block.end]) for each in documents for block in each.blocks]


def test_a_side_car_names_channels_and_people() -> None:
    """Everybody else is a member, every other channel is not read."""
    data = json.dumps(CHATS).encode()

    assert said(read_seed(data, "r.json", seed="r", sidecar=b"channels: [All]\nnames: [ada]")) == [("Ada", "in All")]
    assert said(read_seed(data, "r.json", seed="r", sidecar=b"channels: Some")) == [("Member 1", "in Some")]
    with pytest.raises(SeedError, match="All, Some"):
        read_seed(data, "r.json", seed="r")


def test_a_side_car_in_an_archive_or_its_folder_chooses_too() -> None:
    """The nearest that says anything counts."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for folder in ("a", "b"):
            archive.writestr(f"{folder}/result.json", json.dumps(CHATS))
        archive.writestr("a/result.json.yaml", "channels: [All]\nconsent: true")
        archive.writestr("b/source.yaml", "channels: [Some]")

    documents = read_seed(packed.getvalue(), "chats.zip", seed="chats")

    assert said(documents) == [("Ada", "in All"), ("Member 1", "in Some")]
