"""What file names say: the ids of seeds and of the documents in them, the day of a blog's post."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain, count

from slugify import slugify

from index.readers.parsing.base import suffix_of
from index.text.dates import iso_date

LONGEST_ID_CHARS = 40
_HASH_CHARS = 6
_POST = re.compile(r"(\d{4})-(\d{2})-(\d{2})-\S+")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


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


def day_of_post(name: str) -> str | None:
    """Return the day in the name of a file as Jekyll has it: "2019-03-03-mills.md" was published on 3 March 2019."""
    found = _POST.fullmatch(name.rpartition("/")[2])
    try:
        return iso_date(*map(int, found.groups())) if found else None
    except ValueError:  # 30 February
        return None


def free_id(name: str, taken: Collection[str]) -> str:
    """Give one more seed an id that is not *taken*; the others keep theirs."""
    slugs = (slug_of(name) for slug_of in _WAYS)
    numbered = (f"{_slug(name, LONGEST_ID_CHARS - _HASH_CHARS)}-{number}" for number in count(2))
    return next(slug for slug in chain(slugs, numbered) if slug and slug not in taken)


def document_ids(seed: str, identities: Sequence[str]) -> list[str]:
    """Give each document of a seed its id: by its own identity, so that no other's changes when one is added.

    A document without an identity goes by the seed's id where it is the only one, else by its number.
    """
    if list(identities) == [""]:
        return [seed]
    names = [_named(identity) if identity else str(number) for number, identity in enumerate(identities, start=1)]
    seen: Counter[str] = Counter()
    ids = []
    for name in names:
        seen[name] += 1
        ids.append(f"{seed}.{name}" if seen[name] == 1 else f"{seed}.{name}.{seen[name]}")
    return ids


def _named(identity: str) -> str:
    """Slug an identity; one that the slug does not keep whole gets a short hash, as two could come to the same."""
    slug = _slug(identity)
    return slug if slug == identity.casefold() else "-".join(filter(None, (_shortened(slug), _digest(identity))))


def _shortened(slug: str) -> str:
    return slug[: LONGEST_ID_CHARS - _HASH_CHARS - 1].rstrip("-")


def _slug(words: str, longest: int = LONGEST_ID_CHARS) -> str:
    if len(words) <= longest and _SLUG.fullmatch(words):  # as most names of files are, at a tenth of the cost
        return words
    return slugify(words, max_length=longest).strip("-")


def _by_stem(name: str) -> str:
    file_name = name.rpartition("/")[2]
    return _slug(file_name[: len(file_name) - len(suffix_of(name))])


def _by_name(name: str) -> str:
    return _slug(name.rpartition("/")[2])


def _by_hash(name: str) -> str:
    return f"{_slug(name, LONGEST_ID_CHARS - _HASH_CHARS - 1) or 'seed'}-{_digest(name)}"


def _digest(name: str) -> str:
    digest = hashlib.blake2b(name.encode(errors="surrogateescape"), digest_size=_HASH_CHARS).hexdigest()
    return digest[:_HASH_CHARS]


_WAYS: tuple[Callable[[str], str], ...] = (_by_stem, _by_name, _slug, _by_hash)


def ids_stated(stated: str) -> tuple[str, ...]:
    """Return the ids that a seed may have by what somebody calls it: its id, or its file's name."""
    name = stated.strip().removeprefix("./")
    stem = name[: len(name) - len(suffix_of(name))]
    return tuple(
        dict.fromkeys((name, *(slugify(each)[:LONGEST_ID_CHARS] for each in (stem, name, stem.rpartition("/")[2]))))
    )
