"""What leaves a page to be used elsewhere: citations, what a link's preview says, what programs read. Knows no HTML.

None of it says on which day it was read: a page is the same for everybody who fetches it.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

from bot.wording import cards as wording_cards
from bot.wording.i18n import gettext as _
from bot.wording.web import pages as wording
from index.model import Passage
from index.showing.attribution import Labels, caveat_lines, csl_json, markdown_quote, plain_quote, web_address
from index.showing.bibliography import bibtex, document_item
from index.showing.markup import one_line, to_a_word
from index.text.characters import visible

PREVIEW_BYTES: Final = 350  # what chats show of a description
Citations = tuple[tuple[str, str], ...]


def passage_citations(passage: Passage, labels: Labels) -> Citations:
    """Return the forms in which a passage can be cited, each with its name."""
    item = csl_json(passage, None, labels)
    return (
        (wording_cards.CITE_MARKDOWN, markdown_quote(passage, None, labels)),
        (_(wording.PLAIN), plain_quote(passage, None, labels)),
        *_references(item),
    )


def document_citations(head: Passage, labels: Labels) -> Citations:
    """Return the forms in which a whole document can be cited."""
    return _references(document_item(head, None, labels))


def _references(item: Any) -> Citations:
    return ("BibTeX", bibtex([item])), (wording_cards.CITE_CSL, json.dumps(item, ensure_ascii=False, indent=1))


def preview(passage: Passage, labels: Labels) -> str:
    """Describe a passage in a few words for links to it: what is cautioned, then how it begins."""
    return cut_to_bytes(" — ".join((*caveat_lines(passage, labels), one_line(passage.text))), PREVIEW_BYTES)


def cut_to_bytes(text: str, most: int) -> str:
    """Cut a line at a word, so that with an ellipsis it takes at most so many bytes of UTF-8."""
    if len(text.encode()) <= most:
        return text
    beginning = text.encode()[: most - len("…".encode())].decode(errors="ignore")
    return to_a_word(beginning)


def quotation(passage: Passage, labels: Labels, address: str | None) -> dict[str, Any]:
    """Describe a passage as schema.org's Quotation; what a seed does not state is left out."""
    stated = passage.attribution
    whole = {
        "@type": "CreativeWork",
        "name": one_line(stated.title or ""),
        "url": stated.source if web_address(stated.source) else "",
        "datePublished": stated.published,
        "license": stated.license,
    }
    described = {
        "text": visible(passage.text),
        "description": " ".join(caveat_lines(passage, labels)),
        "inLanguage": passage.language,
        "url": address,
        "creator": [{"@type": "Person", "name": one_line(each)} for each in stated.authors],
        "isPartOf": {name: value for name, value in whole.items() if value},
        "citation": _cited(passage),
    }
    head = {"@context": "https://schema.org", "@type": "Quotation"}
    return head | {name: value for name, value in described.items() if value}


def _cited(passage: Passage) -> Sequence[str]:
    return [each.url or one_line(each.text) for each in passage.citations if not each.truncated]
