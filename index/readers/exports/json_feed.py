"""JSON Feed: a blog's entries, each a document."""

from index.readers.exports.entries import Entry, documents_of
from index.readers.parsing.base import ParsedDocument
from index.readers.parsing.json_values import Object, objects, text_of


def is_feed(value: object) -> bool:
    """Whether JSON says that it is a feed."""
    return isinstance(value, dict) and "jsonfeed.org/version" in text_of(value, "version")


def read_value(value: Object) -> tuple[ParsedDocument, ...]:
    """Read the entries of a feed. Raises FormatError where none has words."""
    return documents_of(_entry(item, value) for item in objects(value.get("items")))


def _entry(item: Object, feed: Object) -> Entry:
    people = [*objects(item.get("authors")), item.get("author"), *objects(feed.get("authors")), feed.get("author")]
    return Entry(
        identity=text_of(item, "id") or text_of(item, "url"),
        content=text_of(item, "content_html") or text_of(item, "summary"),
        text=text_of(item, "content_text"),
        title=text_of(item, "title") or text_of(feed, "title") or None,
        above=text_of(item, "title"),
        source=text_of(item, "url") or None,
        author=next(filter(None, (text_of(person, "name") for person in people)), None),
        when=text_of(item, "date_published"),
        language=text_of(item, "language") or text_of(feed, "language") or None,
    )
