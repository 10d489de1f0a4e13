"""ActivityPub (Mastodon, Pixelfed, WordPress …): the public posts of an outbox, or of a file with one object.

Public is what is addressed to everybody; what everybody may read but nobody is shown ("unlisted"), what followers or
single people are sent, is not.
"""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from index.messages import Sentence
from index.readers.archives.files import Files
from index.readers.exports import entries
from index.readers.exports.posts import NOT_PUBLIC, REPOSTS, Post, Quoted, documents_of, html_words
from index.readers.parsing.base import Format, FormatError, ParsedDocument
from index.readers.parsing.json_values import Object, load_json, object_of, objects, text_of, values_of

NOT_FOR_ALL = Sentence("is not addressed to everybody, so it is not read")

_PUBLIC = frozenset(("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"))
_WORDS = frozenset(("Note", "Article", "Question", "Page"))
_LONG = frozenset(("Article", "Page"))
_COLLECTIONS = frozenset(("OrderedCollection", "OrderedCollectionPage", "Collection", "CollectionPage"))
_STREAMS = "https://www.w3.org/ns/activitystreams"


def is_activity(value: object) -> bool:
    """Whether JSON is a collection, an activity or an object with words of this protocol."""
    if not isinstance(value, dict):
        return False
    kinds = _types(value)
    says_so = any(_STREAMS in str(each) for each in values_of(value.get("@context")))
    return bool(kinds & _COLLECTIONS and _items(value)) or (says_so and bool(kinds & (_WORDS | {"Create", "Update"})))


def read_value(value: Object) -> tuple[ParsedDocument, ...]:
    """Read the posts of a file. Raises FormatError where none is public."""
    if _types(value) & _COLLECTIONS:
        return _of_outbox(value, {})
    found = value if _types(value) & _WORDS else object_of(value, "object")
    addressed = {**value, **found}
    if ("to" in addressed or "cc" in addressed) and not _is_public(addressed):
        raise FormatError(NOT_FOR_ALL)
    return _documents([found], None, {})


def recognises(files: Files) -> bool:
    """Whether an archive is an account's: it has an outbox and says whose."""
    return any(str(PurePosixPath(path).parent / "actor.json") in files for path in _outboxes(files))


def read(files: Files) -> tuple[ParsedDocument, ...]:
    """Read the outbox of an archive; nothing else in it is public by what it is."""
    outbox = _outboxes(files)[0]
    actor = load_json(files[str(PurePosixPath(outbox).parent / "actor.json")])
    return _of_outbox(object_of(load_json(files[outbox])), object_of(actor))


def _outboxes(files: Files) -> list[str]:
    return sorted((path for path in files if PurePosixPath(path).name == "outbox.json"), key=len)


def _of_outbox(outbox: Object, actor: Object) -> tuple[ParsedDocument, ...]:
    own: list[Object] = []
    reposts = not_public = 0
    for activity in _items(outbox):
        found = activity if _types(activity) & _WORDS else object_of(activity, "object")
        is_own = bool(_types(activity) & (_WORDS | {"Create"})) and _is_by_one(activity, found)
        is_public = _is_public(found if "to" in found or "cc" in found else activity)
        reposts += not is_own and "Announce" in _types(activity)
        not_public += is_own and not is_public
        if is_own and is_public and _types(found) & _WORDS:
            own.append(found)
    return _documents(own, _name(actor), {NOT_PUBLIC: not_public, REPOSTS: reposts})


def _documents(own: list[Object], author: str | None, left_out: Mapping[str, int]) -> tuple[ParsedDocument, ...]:
    """Return a document for each thread of notes and for each article, which has headings and paragraphs."""
    articles = [_article(each, author) for each in own if _types(each) & _LONG]
    notes = [_post(each) for each in own if not _types(each) & _LONG]
    drafts = documents_of(notes, author, left_out) if notes or not articles else ()
    return (*drafts, *(entries.documents_of(articles) if articles else ()))


def _article(found: Object, author: str | None) -> entries.Entry:
    post = _post(found)
    return entries.Entry(
        identity=post.identity,
        content=_content(found),
        title=post.title,
        source=post.source,
        author=post.author or author,
        when=post.when,
        language=post.language,
    )


def _items(collection: Object) -> list[Object]:
    """Return what a collection holds, that of its first page included."""
    pages = (collection, object_of(collection, "first"))
    return [each for page in pages for key in ("orderedItems", "items") for each in objects(page.get(key))]


def _is_by_one(activity: Object, found: Object) -> bool:
    """Whether an activity is about its actor's own words, as far as both say whose they are."""
    actor, author = _address(activity.get("actor")), _address(found.get("attributedTo"))
    return not actor or not author or actor == author


def _types(value: Object) -> set[str]:
    return {each for each in values_of(value.get("type")) if isinstance(each, str)}


def _is_public(addressed: Object) -> bool:
    return any(each in _PUBLIC for each in values_of(addressed.get("to")) if isinstance(each, str))


def _post(found: Object) -> Post:
    words, links = html_words(_content(found))
    languages = list(object_of(found, "contentMap"))
    return Post(
        identity=text_of(found, "id") or _web(found.get("url")) or "",
        words=words,
        source=_web(found.get("url")) or _web(found.get("id")),
        when=text_of(found, "published"),
        parent=_address(found.get("inReplyTo")) or None,
        links=links,
        caution=html_words(text_of(found, "summary"))[0].strip(),
        quoted=_quoted(found),
        title=text_of(found, "name") or None,
        language=languages[0] if len(languages) == 1 else None,
        author=_name(object_of(next(iter(values_of(found.get("attributedTo"))), None))),
    )


def _content(found: Object) -> str:
    return text_of(found, "content") or next(filter(None, map(text_of, object_of(found, "contentMap").values())), "")


def _quoted(found: Object) -> Quoted | None:
    """Return the post of somebody else that stands in a post's tags, as bridges and Misskey write it."""
    return next(_all_quoted(found), None)


def _all_quoted(found: Object) -> Iterator[Quoted]:
    inner = (*objects(values_of(found.get("tag"))), *objects(values_of(found.get("quote"))))
    for each in inner:
        speaker = _name(object_of(next(iter(values_of(each.get("attributedTo"))), None)))
        if speaker and text_of(each, "content"):
            yield Quoted(html_words(text_of(each, "content"))[0], speaker, _web(each.get("href") or each.get("url")))


def _name(actor: Object) -> str | None:
    return text_of(actor, "name").strip() or text_of(actor, "preferredUsername").strip() or None


def _address(value: object) -> str:
    """Return what a link, an object or a list of them points to first."""
    first = next(iter(values_of(value)), "")
    return first if isinstance(first, str) else text_of(first, "id") or text_of(first, "href") or text_of(first, "url")


def _web(value: object) -> str | None:
    """Return the first address of the web; others are no links."""
    for each in values_of(value):
        address = each if isinstance(each, str) else text_of(each, "href")
        if address.startswith(("http://", "https://")):
            return address
    return None


FORMAT = Format("ActivityPub archive", read, recognises=recognises)
