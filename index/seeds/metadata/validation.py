"""Entries to statements: which key counts, what its value means, and what a curator should be told. It knows no file.

A value that cannot be used is a warning and is not used. Only what would make the attribution wrong refuses a seed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches

from index.messages import N_, Sentence
from index.seeds.metadata import keys, values
from index.seeds.metadata.dates import ReadDate, read_date
from index.seeds.metadata.entries import MetadataEntry
from index.seeds.metadata.metadata import Metadata, both
from index.seeds.metadata.people import better_names, is_unrelated_handle, names_of
from index.seeds.metadata.values import TRUTH, UnusableError

LONGEST_SURENESS_CHARS = 200
_NO_WORD = re.compile(r"^[\W_]+|[\W_]+$")  # as in "seedling 🌱"
Fields = dict[str, list[MetadataEntry]]
_READERS: Mapping[str, Callable[[MetadataEntry], object]] = {
    "title": lambda entry: values.line(entry.value),
    "author": lambda entry: names_of(entry.value),
    "source": lambda entry: values.address(entry.value, words_too=not keys.may_be_a_path(entry.key)),
    "language": lambda entry: values.language(entry.value),
    "caveat": lambda entry: values.texts(entry.value),
    "epistemic_status": lambda entry: values.text(entry.value),
    "note": lambda entry: values.text(entry.value),
    "restated_by": lambda entry: values.line(entry.value),
    "license": lambda entry: values.named(entry.value),
    "reading": lambda entry: _reading(values.line(entry.value)),
    "tags": lambda entry: values.tags(entry.value),
    "translation_of": lambda entry: values.line(entry.value),
    "channels": lambda entry: values.tags(entry.value),
    "names": lambda entry: values.tags(entry.value),
    "consent": lambda entry: values.truth(entry.value),
}


def _reading(stated: str) -> str:
    """Read how much of a seed may be read on end; raises UnusableError for anything but the three words."""
    if (word := stated.casefold()) not in {"full", "passages", "none"}:
        raise UnusableError(N_("{stated!r} is no way to read a seed; write full, passages or none"), stated=stated)
    return word


def validate(entries: Iterable[MetadataEntry]) -> Metadata:
    """Check the entries of a front matter, or of a side-car.

    Raises SeedError, naming file and line, where different people are stated as the author. Unknown keys, and values
    that cannot be used, become warnings.
    """
    return _Validation().of(entries)


class _Validation:
    """Collects what is stated, and the warnings."""

    def __init__(self) -> None:
        self._stated: dict[str, object] = {}
        self._status: list[str] = []
        self._warnings: list[str] = []

    def of(self, entries: Iterable[MetadataEntry]) -> Metadata:
        fields = self._by_field(entries)
        self._read_language(fields)
        for field, found in fields.items():
            for entry in sorted(found, key=lambda entry: keys.rank(entry.key)):
                if entry.value not in ("", (), {}):
                    self._read(field, entry)
        self._settle_verbatim(fields)
        status = "\n".join(dict.fromkeys(self._status)) or None
        stated = self._stated.get("epistemic_status")
        self._stated["epistemic_status"] = both(status, stated if isinstance(stated, str) else None)
        return Metadata(**self._stated, warnings=tuple(self._warnings))  # type: ignore[arg-type]  # a reader per field

    def _by_field(self, entries: Iterable[MetadataEntry]) -> Fields:
        """Sort the entries by the field they are about; flags, states and unknown keys are dealt with here."""
        fields: Fields = {}
        for entry in _flattened(entries):
            if self._is_flag(entry) or self._tells_sureness(entry):
                continue
            if keys.spelt(entry.key) in keys.aliases():
                fields.setdefault(keys.canonical(entry.key), []).append(entry)
            elif not keys.is_ignored(entry.key):
                self._warnings.append(_unknown(entry))
        return fields

    def _is_flag(self, entry: MetadataEntry) -> bool:
        """Take a flag such as `draft: true` for what it says of the text; `published` is one only if it is no date."""
        meanings = keys.flag_meanings(entry.key)
        if meanings is None:
            return False
        value = _NO_WORD.sub("", " ".join(entry.value.casefold().split())) if isinstance(entry.value, str) else ""
        truth = str(TRUTH[value]).lower() if value in TRUTH else value
        if keys.spelt(entry.key) in keys.aliases() and value not in TRUTH:
            return False
        meaning = meanings.get(truth)
        if meaning:
            self._status.append(meaning)
        return True

    def _tells_sureness(self, entry: MetadataEntry) -> bool:
        """Take how sure the author is in the words of the file: "confidence: low"."""
        if not keys.tells_sureness(entry.key):
            return False
        words = values.line(entry.value) if isinstance(entry.value, str) else ""
        if 0 < len(words) <= LONGEST_SURENESS_CHARS:
            self._status.append(f"{entry.key}: {words}")
        return True

    def _read_language(self, fields: Fields) -> None:
        """Read the language first: it tells the months of two languages apart."""
        for entry in fields.pop("language", ()):
            if entry.value not in ("", (), {}):
                self._read("language", entry)

    def _read(self, field: str, entry: MetadataEntry) -> None:
        if field == "source" and keys.may_be_a_path(entry.key) and values.is_site_path(entry.value):
            return
        try:
            value = self._value(field, entry)
        except UnusableError as error:
            self._warnings.append(entry.not_used(error.sentence))
            return
        self._settle(field, entry, value)

    def _value(self, field: str, entry: MetadataEntry) -> object:
        if field == "published":
            return self._date(entry)
        if field == "verbatim":
            return self._truth(entry)
        return _READERS[field](entry)

    def _settle(self, field: str, entry: MetadataEntry, value: object) -> None:
        """Put what a key states beside what a likelier key of the same field stated before."""
        before = self._stated.get(field)
        if before is None:
            self._stated[field] = value.value if isinstance(value, ReadDate) else value
            if isinstance(value, ReadDate) and not value.is_whole:
                self._stated["published_stated"] = values.line(entry.value)
        elif isinstance(before, tuple) and isinstance(value, tuple):
            both_lists = tuple(dict.fromkeys((*before, *value)))  # two lists of tags or caveats add up
            self._stated[field] = self._authors(entry, before, value) if field == "author" else both_lists
        elif _contradicts(before, value) and keys.rank(entry.key) == 0:
            self._warnings.append(_remark(entry, Sentence("is stated twice; the first counts")))

    def _authors(self, entry: MetadataEntry, before: tuple[str, ...], value: tuple[str, ...]) -> tuple[str, ...]:
        """Return who wrote it by two keys. Raises SeedError where they name different people."""
        joined = better_names(before, value)
        if joined is None:
            template = N_("{other} is stated as the author here, and {author} elsewhere; keep one of them")
            raise entry.error(Sentence(template, other=", ".join(value), author=", ".join(before)))
        for name in (*before, *value):
            if is_unrelated_handle(name, joined):
                template = N_(
                    "{handle} is taken for another name of {author}; if it is not, state all authors in one list."
                )
                self._warnings.append(Sentence(template, handle=name, author=", ".join(joined)))
        return joined

    def _date(self, entry: MetadataEntry) -> ReadDate:
        """Return a date at the precision it is stated, or as far as it is sure."""
        stated = values.line(entry.value)
        language = self._stated.get("language")
        found = read_date(stated, language if isinstance(language, str) else None)
        if found is None:
            raise UnusableError(N_("{stated!r} is no date; write 2022-09-13, 2022-09 or 2022"), stated=stated)
        if not found.is_whole:
            self._warnings.append(_partly_sure(entry, stated, found))
        return found

    def _truth(self, entry: MetadataEntry) -> bool:
        """Read verbatim; what is neither true nor false must not make restated words the author's."""
        try:
            return values.truth(entry.value)
        except UnusableError:
            unclear = Sentence("is neither true nor false, so the words count as restated")
            self._warnings.append(_remark(entry, unclear))
            return False

    def _settle_verbatim(self, fields: Fields) -> None:
        """Settle verbatim and restated_by: words that somebody restated must not pass for the author's."""
        restated, verbatim = "restated_by" in self._stated, self._stated.get("verbatim")
        if restated and verbatim:
            self._stated["verbatim"] = False
            contradiction = Sentence("contradicts verbatim: true, so the words count as restated; state one of them")
            self._warnings.append(_remark(fields["restated_by"][0], contradiction))
        if restated and verbatim is None:
            self._stated["verbatim"] = False
            self._warnings.append(
                Sentence("restated_by is stated without verbatim, so the words count as restated; add verbatim: false.")
            )
        if self._stated.get("verbatim") is False and not restated:
            self._warnings.append(Sentence("verbatim is false, but restated_by does not say whose words these are."))


def _remark(entry: MetadataEntry, problem: str) -> str:
    template = N_("{key} ({file}, line {line}) {problem}.")
    return Sentence(template, key=entry.key, file=entry.file, line=entry.line, problem=problem)


def _contradicts(before: object, value: object) -> bool:
    return before != (value.value if isinstance(value, ReadDate) else value)


def _flattened(entries: Iterable[MetadataEntry]) -> Iterator[MetadataEntry]:
    """Let the keys in Hugo's params and the like count as if they stood outside, behind those that do."""
    inner: list[MetadataEntry] = []
    for entry in entries:
        if keys.is_container(entry.key):
            found = entry.value.items() if isinstance(entry.value, Mapping) else ()
            inner += [MetadataEntry(key, value, entry.path, entry.line) for key, value in found if keys.is_known(key)]
        else:
            yield entry
    yield from inner


def _partly_sure(entry: MetadataEntry, stated: str, found: ReadDate) -> str:
    where = {"key": entry.key, "file": entry.file, "line": entry.line, "stated": stated}
    if found.readings:
        template = N_("{key} ({file}, line {line}): of {stated!r} only {value} is sure; write {first} or {last}.")
        return Sentence(template, **where, value=found.value, first=found.readings[0], last=found.readings[-1])
    template = N_("{key} ({file}, line {line}): of {stated!r} only {value} is sure.")
    return Sentence(template, **where, value=found.value)


def _unknown(entry: MetadataEntry) -> str:
    spelt = {keys.spelt(name): name for name in keys.names()}
    near = get_close_matches(keys.spelt(entry.key), spelt, n=1, cutoff=0.75)
    where = {"key": entry.key, "file": entry.file, "line": entry.line}
    if near:
        return Sentence(
            "The key {key!r} ({file}, line {line}) is unknown and ignored; did you mean {near}?",
            **where,
            near=spelt[near[0]],
        )
    return Sentence("The key {key!r} ({file}, line {line}) is unknown and ignored.", **where)
