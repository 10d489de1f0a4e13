"""The formats of text: the one place where a new one is registered. Imported where a seed is read."""

from index.readers import books, chat, markdown, plain, thread_reader
from index.readers.markups import asciidoc, latex, org, restructured
from index.readers.parsing.base import Format
from index.readers.transcripts import pasted, subtitles

# In order: those that recognise a text by what it says come before those that go by the file's name.
TEXT_FORMATS: tuple[Format[str], ...] = (
    subtitles.FORMAT,
    pasted.FORMAT,
    restructured.FORMAT,
    asciidoc.FORMAT,
    org.FORMAT,
    latex.FORMAT,
    thread_reader.FORMAT,
    books.FORMAT,
    chat.FORMAT,
    markdown.FORMAT,
    plain.FORMAT,
)
