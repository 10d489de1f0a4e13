"""The documents of one generation that the reading room shows, and how they are listed. Knows no HTML.

Made once for a generation; holds names and numbers alone, and reads passages when a page is made.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal

from bot.serving.scope import Scope
from bot.web.drawing.paths import author_path, document_path, tag_path, year_path
from bot.web.drawing.publicity import Shown, shown_of
from index.model import Passage
from index.showing.attribution import date_parts
from index.showing.markup import one_line
from index.snapshots.holdings import StoredDocument

Kind = Literal["tag", "year"]


class PublicScope:
    """What of a scope is shown.

    Args:
        scope: what there is.
        default: how much is shown of documents that do not state it.
    """

    def __init__(self, scope: Scope, default: Shown) -> None:
        self.scope = scope
        self._default: Shown = default
        self.generation = scope.generation

    @cached_property
    def documents(self) -> tuple[StoredDocument, ...]:
        """The documents of which something is shown, by title."""
        every = (each for each in self.scope.documents() if self.shown(each) != "none" and each.passages)
        return tuple(sorted(every, key=lambda each: (title_of(each).casefold(), each.id)))

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each document that is shown, by its id."""
        return {each.id: place for place, each in enumerate(self.documents)}

    @cached_property
    def asked(self) -> Scope:
        """What questions are answered from: nothing of a document of which nothing is shown."""
        is_all = len(self.documents) == sum(bool(each.passages) for each in self.scope.documents())
        return self.scope if is_all else self.scope.of_documents(self.places)

    @cached_property
    def by_path(self) -> Mapping[str, str]:
        """The document at each path."""
        return {document_path(each.id): each.id for each in self.documents}

    @cached_property
    def authors_by_path(self) -> Mapping[str, str]:
        """The author at each path."""
        return {author_path(each): each for each in self.authors}

    @cached_property
    def lists(self) -> Mapping[str, tuple[Kind, str, tuple[StoredDocument, ...]]]:
        """Each list of documents but those of all and of an author, by its path: of what, its name, what is in it."""
        found: dict[str, tuple[Kind, str, tuple[StoredDocument, ...]]] = {}
        found.update((tag_path(tag), ("tag", tag, documents)) for tag, documents in self.tags.items())
        found.update((year_path(year), ("year", year, documents)) for year, documents in self.years.items())
        return found

    def shown(self, document: StoredDocument) -> Shown:
        """Return how much of a document is shown."""
        return shown_of(document.attribution, self._default)

    def document(self, document: str) -> StoredDocument | None:
        """Return a document that is shown, by its id."""
        place = self.places.get(document)
        return None if place is None else self.documents[place]

    def beside(self, document: StoredDocument) -> tuple[StoredDocument | None, StoredDocument | None]:
        """Return the documents before and after one, by title."""
        place = self.places[document.id]
        before = self.documents[place - 1] if place else None
        return before, self.documents[place + 1] if place + 1 < len(self.documents) else None

    def passage(self, key: str) -> Passage | None:
        """Return a passage that is shown, by its key."""
        found = self.scope.find(key)
        return found if found and found.document in self.places else None

    @cached_property
    def newest(self) -> tuple[StoredDocument, ...]:
        """The documents by date, the newest first; those without one last."""
        return tuple(sorted(self.documents, key=lambda each: each.attribution.published or "", reverse=True))

    @cached_property
    def authors(self) -> Mapping[str, tuple[StoredDocument, ...]]:
        """The documents of each author, by name."""
        return _grouped((author, each) for each in self.documents for author in each.attribution.authors)

    @cached_property
    def tags(self) -> Mapping[str, tuple[StoredDocument, ...]]:
        """The documents with each tag."""
        return _grouped((one_line(tag), each) for each in self.documents for tag in each.tags if one_line(tag))

    @cached_property
    def years(self) -> Mapping[str, tuple[StoredDocument, ...]]:
        """The documents of each year, the newest first."""
        found = _grouped((f"{year:04}", each) for each in self.documents for year in _year(each))
        return dict(sorted(found.items(), reverse=True))


def title_of(document: StoredDocument) -> str:
    """Return the title of a document in one line, or its id where it states none."""
    return one_line(document.attribution.title or "") or document.id


def _year(document: StoredDocument) -> list[int]:
    return date_parts(document.attribution.published or "")[:1]


def _grouped(pairs: Iterable[tuple[str, StoredDocument]]) -> Mapping[str, tuple[StoredDocument, ...]]:
    groups: dict[str, dict[str, StoredDocument]] = {}
    for name, document in pairs:
        groups.setdefault(name, {})[document.id] = document
    return {name: tuple(groups[name].values()) for name in sorted(groups, key=_by_name)}


def _by_name(name: str) -> tuple[str, str]:
    return name.casefold(), name
