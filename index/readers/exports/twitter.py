"""X (Twitter): the owner's posts of an archive; messages, drafts, likes and deleted posts are not read."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import PurePosixPath

from index.messages import Sentence
from index.readers.archives.files import Files
from index.readers.exports.posts import REPOSTS, Post, documents_of
from index.readers.parsing.base import Format, FormatError, ParsedDocument
from index.readers.parsing.json_values import Object, json_of, load_json, object_of, objects, text_of

PROTECTED = Sentence("is of an account whose posts are protected, so they are not public and not read")
NO_TWEETS = Sentence("is a part of an X archive that holds no posts; add data/tweets.js, or the whole archive")

_TWEETS = re.compile(r"tweets?(?:-part\d+)?\.js")
_IS_TWEETS = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*window\.YTD\.tweets?\.part\d+\s*=")
_IS_PART = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*window\.YTD\.\w+")
_IS_REPOST = re.compile(r"RT @\w+:")
_AT_END = re.compile(r"(?:\s*https://t\.co/\w+)+\s*$")
_CUT = ("…", "...")
_HEAD_BYTES = 200
_NOTE_CHARS = 120  # at the beginning of a long post that are the same in its short form


def is_part(data: bytes) -> bool:
    """Whether a file is one of those that an archive of an account consists of."""
    return bool(_IS_PART.match(data[:_HEAD_BYTES]))


def read_part(data: bytes) -> tuple[ParsedDocument, ...]:
    """Read a file of an archive; only the one with the posts holds what is public."""
    if not _IS_TWEETS.match(data[:_HEAD_BYTES]):
        raise FormatError(NO_TWEETS)
    return _documents([load_json(data)], Owner())


class Owner:
    """Whose archive it is, as far as it says so."""

    def __init__(self, account: object = None) -> None:
        found = object_of(next(objects(account), {}), "account")
        self.name = text_of(found, "accountDisplayName") or None
        self.handle = text_of(found, "username")
        self.id = text_of(found, "accountId")


def recognises(files: Files) -> bool:
    """Whether an archive is one of an account: the file of its posts lies in "data"."""
    return any(_is_tweets(path) for path in files)


def read(files: Files) -> tuple[ParsedDocument, ...]:
    """Read the posts of an archive. Raises FormatError where they are protected, or there are none."""
    tweets = sorted(path for path in files if _is_tweets(path))
    folder = PurePosixPath(tweets[0]).parent
    if _is_protected(json_of(files, folder / "protected-history.js")):
        raise FormatError(PROTECTED)
    owner = Owner(json_of(files, folder / "account.js"))
    notes = [object_of(each, "noteTweet") for each in objects(json_of(files, folder / "note-tweet.js"))]
    return _documents([load_json(files[path]) for path in tweets], owner, notes)


def _is_tweets(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(_TWEETS.fullmatch(parts[-1])) and parts[-2:-1] == ("data",)


def _is_protected(history: object) -> bool:
    """Whether the last of the changes to who may see the account was to protect it."""
    found = [object_of(each, "protectedHistory") for each in objects(history)]
    last = max(found, key=lambda each: text_of(each, "protectedAt"), default={})
    return text_of(last, "action").casefold() == "protect"


def _documents(parts: Iterable[object], owner: Owner, notes: Iterable[Object] = ()) -> tuple[ParsedDocument, ...]:
    tweets = [object_of(each, "tweet") or each for part in parts for each in objects(part)]
    own = [tweet for tweet in tweets if not _is_repost(tweet)]
    long = {_folded(text_of(note, "core", "text"))[:_NOTE_CHARS]: text_of(note, "core", "text") for note in notes}
    ids = {_identity(tweet) for tweet in own}
    posts = (_post(tweet, owner, ids, long) for tweet in own)
    return documents_of(posts, owner.name, {REPOSTS: len(tweets) - len(own)})


def _is_repost(tweet: Object) -> bool:
    return bool(_IS_REPOST.match(_full_text(tweet)) or object_of(tweet, "retweeted_status"))


def _post(tweet: Object, owner: Owner, ids: set[str], long: dict[str, str]) -> Post:
    identity, language = _identity(tweet), text_of(tweet, "lang")
    note = long.get(_folded(_AT_END.sub("", _full_text(tweet)))[:_NOTE_CHARS])
    parent = text_of(tweet, "in_reply_to_status_id_str") or text_of(tweet, "in_reply_to_status_id")
    return Post(
        identity=identity,
        words=_expanded(note or _full_text(tweet), tweet),
        source=f"https://x.com/{owner.handle or 'i'}/status/{identity}",
        when=_moment(text_of(tweet, "created_at")),
        parent=parent if parent in ids else None,
        language=language if re.fullmatch(r"[a-z]{2}", language) else None,
    )


def _identity(tweet: Object) -> str:
    return text_of(tweet, "id_str") or text_of(tweet, "id")


def _full_text(tweet: Object) -> str:
    return text_of(tweet, "full_text") or text_of(tweet, "text")


def _folded(words: str) -> str:
    return " ".join(unescape(words).rstrip("".join(_CUT)).split())


def _expanded(words: str, tweet: Object) -> str:
    """Return what the author typed: entities decoded, links as they led before they were shortened, pictures' gone."""
    for short, address in _addresses(tweet):
        words = words.replace(short, address)
    return unescape(words).strip()


def _addresses(tweet: Object) -> Iterator[tuple[str, str]]:
    for entities in (object_of(tweet, "entities"), object_of(tweet, "extended_entities")):
        for url in objects(entities.get("urls")):
            short, address = text_of(url, "url"), text_of(url, "expanded_url")
            if short and address.startswith(("http://", "https://")):
                yield short, address
        for media in objects(entities.get("media")):
            if text_of(media, "url"):
                yield text_of(media, "url"), ""


def _moment(created: str) -> str:
    """Return a moment as ISO 8601, whichever of the two ways of an archive it is written in."""
    try:
        return datetime.strptime(created, "%a %b %d %H:%M:%S %z %Y").astimezone(UTC).isoformat()
    except ValueError:
        return created


FORMAT = Format("X archive", read, recognises=recognises)
