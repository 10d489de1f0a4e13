"""The formats a seed can have: the one place where a new one is registered."""

from index.errors import SeedError
from index.messages import N_, Sentence
from index.readers import markdown, plain, thread_reader
from index.readers.base import Format, suffix_of

# In order: those that recognise a text by what it says come before those that go by the file's name.
FORMATS: tuple[Format, ...] = (thread_reader.FORMAT, markdown.FORMAT, plain.FORMAT)


def known_suffixes() -> tuple[str, ...]:
    """Return the extensions that name a format, sorted."""
    return tuple(sorted(suffix for form in FORMATS for suffix in form.suffixes if suffix))


def format_of(name: str, text: str) -> Format:
    """Choose the format of a file. Raises SeedError where there is none for it."""
    suffix = suffix_of(name)
    for form in FORMATS:
        if suffix in form.suffixes or form.recognises(text):
            return form
    known = ", ".join(known_suffixes())
    template = N_("{suffix} is not a format that can be read; save its text as one of {known}")
    raise SeedError(name, Sentence(template, suffix=suffix, known=known))
