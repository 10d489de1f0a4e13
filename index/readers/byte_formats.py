"""Formats that are no plain text: the one place where a new one is registered. Imported where a file may be such."""

from index.readers import thread_reader_pages
from index.readers.archives.files import Files
from index.readers.chats import discord_html, slack
from index.readers.exports import activitypub, bluesky, feed, json_files, medium, substack, twitter
from index.readers.mail import files as mail
from index.readers.office import docx, epub, odt, rtf
from index.readers.paged import pdf
from index.readers.pages import page
from index.readers.parsing.base import Format

# Looked at first, since what they read is no text: a format here must tell its files by their first bytes. Where these
# may be prose, registry.py has to know them, too.
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
