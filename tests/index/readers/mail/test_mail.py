"""Mail: the author's own words, no addresses, and mails that would break a reader."""

import pytest

from index.readers.mail.files import is_box, is_mail, read_box, read_mail
from index.readers.parsing.base import FormatError

HEAD = """From: "Vik, Ada" <ada@e.org>
To: Bob <bob@x.example>, list@e.org
Subject: =?utf-8?q?Frost_=E2=9D=84?=
Date: Thu, 2 Jan 2020 03:04:05 +0100
Message-ID: <1@e.org>
MIME-Version: 1.0
"""


def text_of(body: str, kind: str = "text/plain") -> str:
    """Return what is read of a mail with this body."""
    (draft,) = read_mail(f"{HEAD}Content-Type: {kind}; charset=utf-8\n\n{body}".encode())
    return draft.text


def test_a_mail_states_who_when_and_what() -> None:
    """A name with a comma is one author; the identity is the Message-ID."""
    (draft,) = read_mail(f"{HEAD}Archived-At: <https://e.org/1>\n\nIt froze.\n\nHard.".encode())

    assert (draft.text, draft.title, draft.authors) == ("It froze.\n\nHard.", "Frost ❄", ("Vik, Ada",))
    assert (draft.published, draft.identity, draft.source) == ("2020-01-02", "1@e.org", "https://e.org/1")


def test_an_archive_hides_addresses_and_not_names() -> None:
    """Mailman's archives write "ada at a.example (Ada Vik)"."""
    (document,) = read_mail(b"From: ada at a.example (Ada Vik)\nSubject: Ice\n\nIt froze over.\n")

    assert ("Ada Vik",) == document.authors


def test_an_address_alone_names_no_author() -> None:
    """It is not shown, either."""
    (draft,) = read_mail(b"From: ada@e.org\nMessage-ID: <1@e.org>\n\nHi")

    assert draft.authors == ()


@pytest.mark.parametrize(
    "others",
    [
        "On Mon, 1 Jan 2020 at 10:00, Bob <bob@x.example> wrote:\n> his words\n>\n> more",
        "On Mon, 1 Jan 2020 at 10:00, Bob Somebody With A Name\n<bob@x.example> wrote:\n\n> his words",
        "Am 01.01.2020 um 10:00 schrieb Bob:\n> his words",
        "Le 1 janv. 2020, Bob a écrit :\n> his words",
        "-- \nAda\nhis words",
        "-----Original Message-----\nFrom: Bob\nhis words",
        "---------- Forwarded message ---------\nhis words",
        "_______________________________________________\nfrost mailing list\nhttps://e.org/his words",
        "To unsubscribe from his words, click here",
        "This email was sent to his words",
        "Write to bob@x.example about his words",
        "Sent from my iPhone",
    ],
)
def test_what_the_author_did_not_write_is_left_out(others: str) -> None:
    """Quoted mails, signatures, footers, lines with a recipient's address; and the curator is told."""
    (draft,) = read_mail(f"{HEAD}\nIt froze.\n\n{others}\n".encode())

    assert draft.text == "It froze."
    assert "Left out" in draft.warnings[0]


@pytest.mark.parametrize(
    "own",
    [
        "On Mondays she wrote: it froze.",
        "I did not unsubscribe myself, said nobody, " + "and so on " * 40,
        "This is not financial advice; unsubscribe if you want some.",
        "A rule:\n____________________\n" + "\n".join(f"line {n}" for n in range(9)),
        "a -- b",
        "5 > 4",
        "> nothing\n\nbut this",
    ],
)
def test_the_author_s_own_words_are_kept(own: str) -> None:
    """Look-alikes of what is left out."""
    assert text_of(own).split()[-1] == own.rsplit(maxsplit=1)[-1]


def test_a_newsletter_in_html_is_read_where_its_text_is_a_stub() -> None:
    """Preview texts, quotes and footers are left out."""
    html = (
        '<div style="display:none">preview</div><h1>Frost</h1><p>It froze hard that year, and I saw it.</p>'
        '<div class="gmail_quote"><p>his words</p></div><blockquote type="cite">his words</blockquote>'
        '<p>You can <a href="https://e.org/u">unsubscribe</a> here.</p><p>for bob@x.example</p>'
    )
    parts = (
        '--b\nContent-Type: text/plain\n\nView in browser\n--b\nContent-Type: text/html; charset="utf-8"\n\n'
        f"{html}\n--b--\n"
    )
    (draft,) = read_mail(f'{HEAD}Content-Type: multipart/alternative; boundary="b"\n\n{parts}'.encode())

    assert draft.text == "It froze hard that year, and I saw it."
    assert draft.blocks[0].heading == "Frost"


def test_attachments_are_not_read() -> None:
    """Nor mails in a mail."""
    parts = (
        "--b\nContent-Type: text/plain\n\nIt froze.\n"
        "--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nattached\n"
        "--b\nContent-Type: message/rfc822\n\nFrom: Bob <b@e.org>\n\ninner\n--b--\n"
    )

    (draft,) = read_mail(f'{HEAD}Content-Type: multipart/mixed; boundary="b"\n\n{parts}'.encode())

    assert draft.text == "It froze."


def test_lines_that_a_program_broke_are_joined() -> None:
    """As the mail says of itself (RFC 3676)."""
    assert text_of("It froze \nhard.\n\n-- \nAda", "text/plain; format=flowed") == "It froze hard."


@pytest.mark.parametrize("charset", ["klingon", "utf-8", '"'])
def test_an_encoding_that_nobody_knows_is_read_as_far_as_it_goes(charset: str) -> None:
    """The words are there."""
    (draft,) = read_mail(
        b"From: a@b.c\nSubject: x\nContent-Type: text/plain; charset=" + charset.encode() + b"\n\nwords \xff"
    )

    assert draft.text.startswith("words")


def test_headers_of_a_megabyte_are_cut() -> None:
    """Encoded words that never end; of two senders the first counts."""
    head = b"From: =?utf-8?q?" + b"=41" * 300_000 + b"\nFrom: other@b.c\nSubject: " + b"=?x-unknown?b?/////?= " * 20_000

    (draft,) = read_mail(head + b"\nContent-Type: text/plain; charset=klingon\n\nwords")

    assert draft.text == "words"


def test_parts_nested_too_deeply_are_refused() -> None:
    """Before they are parsed."""
    parts = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(2000))

    with pytest.raises(FormatError, match="nested too deeply"):
        read_mail(b"From: a@b.c\nSubject: x\n" + parts + b"\nwords")


def test_a_box_is_cut_where_mails_begin_and_nowhere_else() -> None:
    """Lines of a text that begin with "From", escaped or not, are its own."""
    mail = (
        b"From a@b.c Mon Jan  1 00:00:00 2024\nFrom: A <a@b.c>\nMessage-ID: <%d@b.c>\n\n"
        b"From here on it is text.\n>From quoted\n\nFrom nobody in 2024\nmore\n"
    )
    data = b"".join(mail % number for number in range(50))

    drafts = read_box(data)

    assert is_box(data)
    assert len(drafts) == 50
    assert {draft.text for draft in drafts} == {"From here on it is text.\nFrom quoted\n\nFrom nobody in 2024\nmore"}
    assert drafts[1].identity == "1@b.c"


def test_a_mail_that_is_twice_in_a_box_is_read_once() -> None:
    """One that cannot be read is counted."""
    mail = b"From a Mon Jan  1 00:00:00 2024\nFrom: A <a@b.c>\nMessage-ID: <1@b.c>\n\nwords\n\n"
    broken = b"From a Mon Jan  1 00:00:00 2024\nFrom: A <a@b.c>\n" + b"Content-Type: multipart/x\n\n" * 200

    drafts = read_box(mail + mail + broken)

    assert [draft.text for draft in drafts] == ["words"]
    assert drafts[0].warnings == ("Left out: mails that cannot be read (1).",)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"Return-Path: <a@b.c>\nReceived: by x\n\tfor y\nFrom: A <a@b.c>\nSubject: x\n\nhi", True),
        (b"From: A <a@b.c>\r\nMIME-Version: 1.0\r\n\r\nhi", True),
        (b"Title: A talk\nAuthor: Ada\nFrom: the archive\n\nIt froze.", False),
        (b"From: Ada\nTo: Bob\n\nA letter.", False),
        (b"It froze.", False),
    ],
)
def test_a_mail_is_known_by_headers_that_only_programs_write(data: bytes, *, expected: bool) -> None:
    """A text with a head of its own is no mail."""
    assert is_mail(data) is expected
