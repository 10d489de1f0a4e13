"""Ghost: the published posts of an export that everybody may read; drafts and members' posts are not read."""

from collections.abc import Iterator

from index.readers.exports.entries import Entry, documents_of
from index.readers.parsing.base import ParsedDocument
from index.readers.parsing.json_values import Object, object_of, objects, text_of


def is_export(value: object) -> bool:
    """Whether JSON is an export of Ghost."""
    return isinstance(value, dict) and "posts" in _data(value) and "users" in _data(value)


def read_value(value: Object) -> tuple[ParsedDocument, ...]:
    """Read the posts. Raises FormatError where none that is public has words."""
    data = _data(value)
    posts = [post for post in objects(data.get("posts")) if text_of(post, "html") or text_of(post, "plaintext")]
    public = [post for post in posts if _is_public(post)]
    authors = dict(_authors(data))
    return documents_of((_entry(post, authors) for post in public), unpublished=len(posts) - len(public))


def _data(value: Object) -> Object:
    exported = next(iter(objects(value.get("db"))), value)
    return object_of(exported.get("data"))


def _is_public(post: Object) -> bool:
    return text_of(post, "status") == "published" and text_of(post, "visibility") in ("", "public")


def _authors(data: Object) -> Iterator[tuple[str, str]]:
    """Yield the id of each post with its author's name; of several the first."""
    names = {str(user.get("id")): text_of(user, "name") for user in objects(data.get("users"))}
    for each in reversed(list(objects(data.get("posts_authors")))):
        yield str(each.get("post_id")), names.get(str(each.get("author_id")), "")
    for post in objects(data.get("posts")):
        if post.get("author_id") is not None:
            yield str(post.get("id")), names.get(str(post.get("author_id")), "")


def _entry(post: Object, authors: dict[str, str]) -> Entry:
    return Entry(
        identity=str(post.get("uuid") or post.get("id") or text_of(post, "slug")),
        content=text_of(post, "html"),
        text="" if text_of(post, "html") else text_of(post, "plaintext"),
        title=text_of(post, "title") or None,
        above=text_of(post, "title"),
        source=text_of(post, "canonical_url") or None,
        author=authors.get(str(post.get("id"))) or None,
        when=text_of(post, "published_at"),
        language=text_of(post, "locale") or None,
    )
