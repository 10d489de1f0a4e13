"""Bluesky (AT protocol): the posts of a repository as a CAR file, walked from its root, each block checked by its hash.

Likes, follows and reposts are no words; blocks that the root does not lead to are older than the repository.
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from index.messages import Sentence
from index.readers.exports.posts import REPOSTS, UNSOUND, Post, documents_of
from index.readers.parsing.base import Format, FormatError, ParsedDocument
from index.readers.parsing.json_values import Object, object_of, objects, text_of

DAMAGED = Sentence("is a damaged CAR file; export the repository anew")
NO_ROOT = Sentence("is a CAR file whose root is not in it; export the repository anew")

_HEADER = re.compile(rb"[\x00-\xff]{1,3}\xa2(?:\x65roots|\x67version\x01\x65roots)")
_CID_V1_SHA256 = b"\x01\x71\x12\x20"  # version 1, DAG-CBOR, SHA-256 of 32 bytes
_CID_BYTES = len(_CID_V1_SHA256) + 32
_POSTS, _REPOSTS = b"app.bsky.feed.post/", b"app.bsky.feed.repost/"
_MOST_BLOCKS = 1_000_000
_LINK = "app.bsky.richtext.facet#link"

Blocks = Mapping[bytes, bytes]


def recognises(data: bytes) -> bool:
    """Whether a file begins as a CAR file does."""
    return bool(_HEADER.match(data[:24]))


def read(data: bytes) -> tuple[ParsedDocument, ...]:
    """Read the posts of a repository. Raises FormatError where it is damaged, or its root is not in it."""
    root, blocks = _open(data)
    repository = _Repository(blocks)
    commit = object_of(repository.block(root))
    if not commit:
        raise FormatError(DAMAGED if root in blocks else NO_ROOT)
    entries = list(repository.entries(commit.get("data") or commit.get("root")))
    did = text_of(commit, "did")
    posts = [
        _post(key.rpartition(b"/")[2].decode("utf-8", "replace"), did, record)
        for key, record in entries
        if key.startswith(_POSTS)
    ]
    reposts = sum(key.startswith(_REPOSTS) for key, _ in entries)
    return documents_of(posts, _name(entries), {UNSOUND: repository.unsound, REPOSTS: reposts})


def _open(data: bytes) -> tuple[bytes, Blocks]:
    """Return the root's name and the bytes of each block by its name; nothing is decoded yet but the header."""
    length, at = _varint(data, 0)
    header = object_of(_decoded(data[at : at + length]))
    roots = [root for root in header.get("roots", ()) if isinstance(root, bytes)]
    at += length
    blocks: dict[bytes, bytes] = {}
    while at < len(data) and len(blocks) < _MOST_BLOCKS:
        length, start = _varint(data, at)
        at = start + length
        if length <= _CID_BYTES or at > len(data):
            continue
        blocks.setdefault(data[start : start + _CID_BYTES], data[start + _CID_BYTES : at])
    return (roots[0] if roots else b""), blocks


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return the number that stands at a place and where it ends. Raises FormatError where none does."""
    number = 0
    for shift in range(0, 63, 7):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:  # noqa: PLR2004 the bit that says whether another byte follows
            return number, at
    raise FormatError(DAMAGED)


def _decoded(block: bytes) -> Any:
    import libipld  # here, since a process that only answers decodes nothing

    try:
        return libipld.decode_dag_cbor(block)
    except (ValueError, RecursionError):
        return None


class _Repository:
    """The blocks of a repository; `unsound` counts those whose bytes are not what their names say."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        self.unsound = 0

    def block(self, name: object) -> Any:
        """Return what a block holds; None where it is missing, of another kind, damaged or not what its name says."""
        data = self._blocks.get(name) if isinstance(name, bytes) else None
        if data is None or not isinstance(name, bytes) or not name.startswith(_CID_V1_SHA256):
            return None
        if sha256(data).digest() != name[len(_CID_V1_SHA256) :]:
            self.unsound += 1
            return None
        found = _decoded(data)
        self.unsound += found is None
        return found

    def entries(self, tree: object) -> Iterator[tuple[bytes, Object]]:
        """Yield the key and the record of each entry of a tree, in order of the keys; each node is entered once."""
        entered: set[bytes] = set()
        waiting: list[object] = [tree]
        found: list[tuple[bytes, object]] = []
        while waiting:
            name = waiting.pop()
            if not isinstance(name, bytes) or name in entered:
                continue
            entered.add(name)
            node = object_of(self.block(name))
            waiting.append(node.get("l"))
            for key, entry in _keys(node):
                waiting.append(entry.get("t"))
                found.append((key, entry.get("v")))
        for key, value in sorted(found, key=lambda each: each[0]):
            if key.startswith((_POSTS, _REPOSTS, b"app.bsky.actor.profile/")):
                yield key, object_of(self.block(value))


def _keys(node: Object) -> Iterator[tuple[bytes, Object]]:
    """Yield the entries of a node with their whole keys: each states only what differs from the one before."""
    before = b""
    for entry in objects(node.get("e")):
        shared, rest = entry.get("p"), entry.get("k")
        before = before[: shared if isinstance(shared, int) else 0] + (rest if isinstance(rest, bytes) else b"")
        yield before, entry


def _name(entries: list[tuple[bytes, Object]]) -> str | None:
    profiles = (record for key, record in entries if key.startswith(b"app.bsky.actor.profile/"))
    return text_of(next(profiles, {}), "displayName").strip() or None


def _post(key: str, did: str, record: Object) -> Post:
    words = text_of(record, "text")
    languages = [each for each in record.get("langs") or () if isinstance(each, str)]
    own = f"at://{did}/app.bsky.feed.post/"
    parent = text_of(record, "reply", "parent", "uri")
    return Post(
        identity=key,
        words=words,
        source=f"https://bsky.app/profile/{did}/post/{key}",
        when=text_of(record, "createdAt"),
        parent=parent.removeprefix(own) if parent.startswith(own) else None,
        links=tuple(_links(record, words)),
        labels=tuple(text_of(each, "val") for each in objects(object_of(record, "labels").get("values"))),
        language=languages[0] if len(languages) == 1 else None,
    )


def _links(record: Object, words: str) -> Iterator[tuple[int, int, str]]:
    """Yield the links of a post; their places are counted in bytes of UTF-8."""
    data = words.encode()
    for facet in objects(record.get("facets")):
        first, last = (object_of(facet, "index").get(name) for name in ("byteStart", "byteEnd"))
        address = next(
            (text_of(each, "uri") for each in objects(facet.get("features")) if each.get("$type") == _LINK), ""
        )
        if isinstance(first, int) and isinstance(last, int) and address.startswith(("http://", "https://")):
            start = len(data[:first].decode("utf-8", "ignore"))
            yield start, start + len(data[first:last].decode("utf-8", "ignore")), address


FORMAT = Format("Bluesky repository", read, frozenset({".car"}), recognises)
