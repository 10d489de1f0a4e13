"""PDF files that were cut off: a catalogue of the pages that are there, where PDFium finds none. Knows no text."""

import re

_OBJECT = re.compile(rb"(?<!\d)(\d{1,9})[ \t\r\n]+(\d{1,5})[ \t\r\n]+obj\b")
_IS_PAGE = re.compile(rb"/Type\s*/Page\b")
_LOOKED_AT = 4096  # bytes of an object in which its type stands
_MOST_PAGES = 20_000


def mended(data: bytes) -> bytes | None:
    """Return a file with a catalogue of its own at the end, from which PDFium can begin; None where no page is whole.

    Objects are looked for by their marks, as PDFium does where a table of them is missing.
    """
    pages: dict[int, bytes] = {}
    highest = 0
    starts = [(each.end(), int(each[1])) for each in _OBJECT.finditer(data)]
    for (start, number), (stop, _next) in zip(starts, [*starts[1:], (len(data), 0)], strict=False):
        highest = max(highest, number)
        body = data[start : min(stop, start + _LOOKED_AT)]
        if _IS_PAGE.search(body) and b"endobj" in body:
            pages[number] = b"%d 0 R" % number
    if not pages or len(pages) > _MOST_PAGES:
        return None
    kids = b" ".join(pages.values())
    catalogue = (
        b"\nendstream endobj\n%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n"
        b"%d 0 obj\n<</Type/Pages/Count %d/Kids[%b]>>\nendobj\ntrailer\n<</Size %d/Root %d 0 R>>\n%%%%EOF\n"
    )
    first, second = highest + 1, highest + 2
    return data + catalogue % (first, second, second, len(pages), kids, second + 1, first)
