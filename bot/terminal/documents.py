"""Answers about a document itself, on a terminal and as JSON: what is known of it, nothing of it without its caveat."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from bot.wording import citing
from bot.wording import documents as wording_documents
from bot.wording.accounts import hedges_by_reason
from bot.wording.i18n import gettext as _
from index.answered import DocumentSummary
from index.model import Passage
from index.showing.attribution import attribution_line, caveat_lines
from index.showing.markup import one_line
from index.text.characters import visible

LIST = " · "


def shown_document(summary: DocumentSummary) -> Iterator[str]:
    """Yield in lines what is known of a document, and how it begins."""
    yield from ("", f"[{_(wording_documents.ABOUT)} · {summary.document}]")
    yield from (f"  {line}" for line in document_lines(summary))
    yield f"  {_(wording_documents.BEGINS)}"
    yield from (f"> {line}" for line in visible(summary.first.text).splitlines())


def shown_choices(choices: tuple[Passage, ...]) -> Iterator[str]:
    """Yield in lines which documents may be meant, each with its author and caveats."""
    yield _(wording_documents.WHICH)
    for first in choices:
        yield from ("", f"[{first.document}]", *(f"  {line}" for line in _attributed(first, ())))


def document_lines(summary: DocumentSummary) -> Iterator[str]:
    """Yield the facts of a document, one a line."""
    yield from _attributed(summary.first, summary.caveat_refs)
    yield f"~ {hedges_by_reason(summary)}"
    if summary.headings:
        yield f"# {_(wording_documents.HEADINGS).format(headings=LIST.join(map(one_line, summary.headings)))}"
    yield f"→ {_(wording_documents.SOURCES if summary.sources else wording_documents.NO_SOURCES)}"
    for ref, citation in summary.sources:
        yield f"→ {wording_documents.SOURCE_IN.format(ref=ref, source=one_line(citation.text))}"


def _attributed(first: Passage, caveat_refs: tuple[str | None, ...]) -> Iterator[str]:
    words = citing.words()
    yield f"— {attribution_line(first, words)}"
    for line, ref in zip_longest(caveat_lines(first, words), caveat_refs):
        where = f" ({_(wording_documents.STANDS_IN).format(ref=ref)})" if ref else ""
        yield f"! {line[:1].upper()}{line[1:]}{where}"


def document_json(summary: DocumentSummary) -> dict[str, Any]:
    """Return what is known of a document as plain values."""
    first, attribution = summary.first, summary.first.attribution
    return {
        "seed": first.seed,
        "document": summary.document,
        "title": attribution.title,
        "author": attribution.author,
        "published": attribution.published,
        "source": attribution.source,
        "verbatim": attribution.verbatim,
        "restated_by": attribution.restated_by,
        "caveats": [
            {"text": caveat.text, "by": caveat.by, "kind": caveat.kind, "date": caveat.date, "ref": ref}
            for caveat, ref in zip(first.caveats, summary.caveat_refs, strict=True)
        ],
        "epistemic_status": first.epistemic_status,
        "tags": list(first.tags),
        "sources": [{"ref": ref, "text": citation.text} for ref, citation in summary.sources],
        "hedges": dict(summary.hedges),
        "passages": summary.passages,
        "about": list(summary.headings) or [first.text],
    }
