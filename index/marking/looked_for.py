"""In which languages caveats are looked for; apart from looking for them, which takes long to import."""

from index.text.analysis import primary

LANGUAGES = frozenset({"en", "de", "es", "ru"})  # those of caveats.yaml


def are_looked_for(language: str | None) -> bool:
    """Tell whether anything is known of how authors caution in a language (BCP 47)."""
    return primary(language) in LANGUAGES
