"""How a document is known again once its bytes are gone. Knows no database, so that any process may compute it."""

from hashlib import sha256

import regex

_NO_LETTERS = regex.compile(r"[^\p{L}\p{N}]+")


def text_checksum(text: str) -> str:
    """Return a checksum of a document's letters and digits, whatever their case, format or typography."""
    return sha256(_NO_LETTERS.sub("", text.casefold()).encode(errors="surrogatepass")).hexdigest()
