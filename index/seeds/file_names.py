"""What file names say: the extension, and the seed's id, unique in its folder and the same on every machine."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from itertools import chain, count
from pathlib import PurePosixPath

from slugify import slugify

from index.readers.base import suffix_of

LONGEST_ID_CHARS = 40
_HASH_CHARS = 6


def seed_ids(names: Iterable[str]) -> dict[str, str]:
    """Give each seed its id, by paths relative to the seeds' folder, with "/".

    The id is a slug of the file's name without its extension; where two are alike ("a.txt", "a.md"), of the whole
    name, then of the path, then of the path with a short hash of it, as for a name that ASCII has no letters for.
    """
    waiting = sorted(set(names))
    ids: dict[str, str] = {}
    for slug_of in _WAYS:
        slugs: defaultdict[str, list[str]] = defaultdict(list)
        for name in waiting:
            slugs[slug_of(name)].append(name)
        taken = {"", *ids.values()}
        ids.update({group[0]: slug for slug, group in slugs.items() if len(group) == 1 and slug not in taken})
        waiting = [name for name in waiting if name not in ids]
    return ids


def free_id(name: str, taken: Collection[str]) -> str:
    """Give one more seed an id that is not *taken*; the others keep theirs."""
    slugs = (slug_of(name) for slug_of in _WAYS)
    numbered = (f"{_slug(name, LONGEST_ID_CHARS - _HASH_CHARS)}-{number}" for number in count(2))
    return next(slug for slug in chain(slugs, numbered) if slug and slug not in taken)


def _slug(words: str, longest: int = LONGEST_ID_CHARS) -> str:
    return slugify(words, max_length=longest).strip("-")


def _by_stem(name: str) -> str:
    file_name = PurePosixPath(name).name
    return _slug(file_name[: len(file_name) - len(suffix_of(name))])


def _by_name(name: str) -> str:
    return _slug(PurePosixPath(name).name)


def _by_hash(name: str) -> str:
    digest = hashlib.blake2b(name.encode(errors="surrogateescape"), digest_size=_HASH_CHARS).hexdigest()
    return f"{_slug(name, LONGEST_ID_CHARS - _HASH_CHARS - 1) or 'seed'}-{digest[:_HASH_CHARS]}"


_WAYS: tuple[Callable[[str], str], ...] = (_by_stem, _by_name, _slug, _by_hash)
