"""Words of any script in Latin letters, so that a name typed in one is found in another. Knows no vocabulary."""

from functools import lru_cache

from anyascii import anyascii


@lru_cache(maxsize=1024)
def romanisations(word: str) -> tuple[str, ...]:
    """Return the ways a folded word may be written in Latin letters, the likeliest first; none for a Latin word.

    Cyrillic and Armenian begin with one letter what Latin spells with two or one: "Ереван" is Yerevan or Erevan.
    """
    if word.isascii():
        return ()
    latin = "".join(letter for letter in anyascii(word).lower() if letter.isalnum())
    if not latin or latin == word:
        return ()
    return (f"y{latin}", latin) if latin.startswith("e") else (latin,)
