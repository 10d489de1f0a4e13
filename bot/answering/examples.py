"""Questions that the seeds of a place do answer, found by asking them; for cards that show people how to ask."""

from collections.abc import Iterator
from itertools import islice

from bot.serving.scope import Scope
from bot.wording import talk as wording
from bot.wording.i18n import gettext as _
from index.errors import QuestionError
from index.showing.markup import one_line
from index.snapshots.holdings import StoredDocument

EXAMPLES = 3
OWN = "own/"  # how the ids of a server's own seeds begin
MOST_DOCUMENTS = 30  # that are looked at
TOPICS = 4  # of a document, so that the examples are about several
TRIED = 40  # questions that are asked at most
TOPIC_CHARS = 80


def example_questions(scope: Scope) -> tuple[str, ...]:
    """Return up to three questions that are answered here, about a server's own seeds first; slow, as it asks them."""
    candidates = islice(dict.fromkeys(_candidates(scope)), TRIED)
    return tuple(islice((each for each in candidates if _is_answered(scope, each)), EXAMPLES))


def _candidates(scope: Scope) -> Iterator[str]:
    """Yield what might be asked: of headings, one document after the other, then of the documents themselves."""
    documents = sorted(scope.documents(), key=lambda each: not each.id.startswith(OWN))[:MOST_DOCUMENTS]
    topics = [_topics(scope, each) for each in documents]
    for which in range(TOPICS):
        yield from (_(wording.WHAT_ABOUT).format(topic=each[which]) for each in topics if which < len(each))
    for each in documents:
        if title := _fitting(each.attribution.title or each.id.removeprefix(OWN)):
            is_known = bool(each.attribution.authors)
            yield _(wording.WHO_WROTE).format(title=title) if is_known else _(wording.WHAT_ABOUT).format(topic=title)


def _topics(scope: Scope, document: StoredDocument) -> list[str]:
    """Return headings of a document, each once, without its title and those above the author's caveats."""
    summary = scope.summarise(document.id)
    above_caveats = (scope.passage(ref).heading for ref in summary.caveat_refs if ref)
    left_out = {_fitting(each) for each in (document.attribution.title, *above_caveats)}
    return [each for each in map(_fitting, summary.headings) if each and each not in left_out]


def _fitting(words: str | None) -> str:
    line = one_line(words or "").rstrip(".:?!")
    return line if len(line) <= TOPIC_CHARS else ""


def _is_answered(scope: Scope, question: str) -> bool:
    try:
        return scope.ask(question).answered
    except QuestionError:
        return False
