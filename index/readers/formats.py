"""The formats a seed can have: the one place where a new one is registered. Imported where a seed is read."""

from index.readers import books, chat, markdown, plain, thread_reader, thread_reader_pages
from index.readers.archives.files import Files
from index.readers.chats import discord_html, slack
from index.readers.exports import activitypub, bluesky, feed, json_files, medium, substack, twitter
from index.readers.mail import files as mail
from index.readers.markups import asciidoc, latex, org, restructured
from index.readers.office import docx, epub, odt, rtf
from index.readers.paged import pdf
from index.readers.pages import page
from index.readers.parsing.base import Format
from index.readers.transcripts import pasted, subtitles

# Looked at first, since what they read is no text: a format here must tell its files by their first bytes.
BYTE_FORMATS: tuple[Format[bytes], ...] = (
    pdf.FORMAT,
    docx.FORMAT,
    odt.FORMAT,
    epub.FORMAT,
    rtf.FORMAT,
    bluesky.FORMAT,
    json_files.FORMAT,
    feed.FORMAT,
    discord_html.FORMAT,
    medium.PAGE,
    mail.BOX,
    mail.FORMAT,
    thread_reader_pages.FORMAT,
    page.FORMAT,
)
# Exports of whole accounts, known by the files in their archive; any other archive is a collection of seeds.
EXPORT_FORMATS: tuple[Format[Files], ...] = (
    twitter.FORMAT,
    activitypub.FORMAT,
    slack.FORMAT,
    substack.FORMAT,
    medium.FORMAT,
)
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
