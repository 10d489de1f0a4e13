"""reStructuredText, AsciiDoc, Org and LaTeX: words, headings, who and when, and cautions."""

from collections.abc import Callable

import pytest

from index.readers.markups import asciidoc, latex, org, restructured
from index.readers.parsing.base import FormatError, ParsedDocument

Read = Callable[[str], tuple[ParsedDocument, ...]]


def shown(draft: ParsedDocument) -> list[tuple[str | None, str, str]]:
    """Return heading, kind and words of each block."""
    return [(block.heading, block.kind, draft.text[block.start : block.end]) for block in draft.blocks]


RST = """
=====
Frost
=====

:Author: Ada Vik
:Date: 2020-01-02
:Disclaimer: From memory.

.. warning:: Half of it is a guess.

One
===

It *froze* `hard <https://e.org>`_, see :ref:`the pond <pond>` [1]_.

* a
* b

  * c

::

    code here

.. deprecated:: 2.0
   Do not skate.

.. toctree::
   hidden

.. note:: Only here.

Two
---

========  ====
Cell      Two
========  ====
x         y
========  ====

.. [1] A note.
.. comment
"""


def test_restructured_text_is_read_with_its_head() -> None:
    """Fields of the head and an admonition above the first section caution about all of it."""
    (draft,) = restructured.read(RST)

    assert (draft.title, draft.authors, draft.published) == ("Frost", ("Ada Vik",), "2020-01-02")
    assert draft.caveats == ("Half of it is a guess.", "Disclaimer: From memory.")
    assert shown(draft) == [
        ("Warning", "paragraph", "Half of it is a guess."),
        ("One", "paragraph", "It froze hard, see the pond ."),
        ("One", "list", "a\nb\nc"),
        ("One", "code", "code here"),
        ("One", "paragraph", "Do not skate."),
        ("One › Note", "paragraph", "Only here."),
        ("One › Two", "paragraph", "Cell | Two\nx | y"),
        ("One › Two", "paragraph", "A note."),
        (None, "paragraph", "Disclaimer: From memory."),
    ]
    assert [(each.text, each.url) for each in draft.citations] == [("hard", "https://e.org")]


def test_nothing_is_included_or_let_through_by_restructured_text() -> None:
    """Neither files nor addresses nor raw HTML."""
    text = ".. include:: /etc/passwd\n\n.. raw:: html\n   :file: /etc/passwd\n\n.. csv-table::\n   :url: http://127.0.0.1:9/\n"

    (draft,) = restructured.read(text + "\n.. raw:: html\n\n   <b>raw</b>\n\nwords\n")

    assert draft.text == "words"


def test_a_note_in_brackets_at_the_head_cautions() -> None:
    """As editors of plain texts set it off; one that is no note does not."""
    (draft,) = restructured.read("[Editor's note: no longer true.]\n\n[1] It froze.\n\n[Notes on ice: a book]\n")

    assert draft.caveats == ("[Editor's note: no longer true.]",)


ADOC = """// a comment
= Frost *and* ice
Ada Vik <ada@e.org>; Bob B
v1.0, 2020-01-02: first
:season: winter
:legal-notice: From memory, all of it.
ifdef::backend-pdf[]
:hidden: yes
endif::[]
ifndef::place[:place: the pond]

WARNING: Half of it is a guess.

== One

It *froze* at {place} in {season}, see https://e.org[the page] and <<two,below>>.footnote:[Hard.]
{legal-notice}

include::other.adoc[]
image::pond.png[]

* a
* b
. c

[source,python]
----
code = 1
----

[quote, Bob]
____
His words.
____

[NOTE]
====
Only here.
====

////
no words
////

.Table
|===
|Cell |Two

|x |y
|===

[[two]]
=== Two

Term:: A definition.
"""


def test_asciidoc_is_read_with_its_head() -> None:
    """Attributes are filled in, macros are no words, an attribute that cautions is the author's caveat."""
    (draft,) = asciidoc.read(ADOC)

    assert (draft.title, draft.authors, draft.published) == ("Frost and ice", ("Ada Vik", "Bob B"), "2020-01-02")
    assert draft.caveats == ("Half of it is a guess.", "From memory, all of it.")
    assert shown(draft) == [
        ("Warning", "paragraph", "Half of it is a guess."),
        (
            "One",
            "paragraph",
            "It froze at the pond in winter, see the page and below. (Hard.)\nFrom memory, all of it.",
        ),
        ("One", "list", "a\nb\nc"),
        ("One", "code", "code = 1"),
        ("One", "quote", "His words."),
        ("One › Note", "paragraph", "Only here."),
        ("One", "paragraph", "Table"),
        ("One", "paragraph", "Cell | Two"),
        ("One", "paragraph", "x | y"),
        ("One › Two", "paragraph", "Term"),
        ("One › Two", "paragraph", "A definition."),
    ]
    assert [(each.text, each.url) for each in draft.citations] == [("the page", "https://e.org")]


def test_a_caution_of_asciidoc_s_head_that_is_not_shown_is_put_below() -> None:
    """As the author's words, whom it belongs to."""
    (draft,) = asciidoc.read("= T\n:disclaimer: I am no expert.\n\nIt froze.\n")

    assert draft.text == "It froze.\n\ndisclaimer: I am no expert."
    assert draft.caveats == ("disclaimer: I am no expert.",)


def test_attributes_that_laugh_fill_no_memory() -> None:
    """Each holds the one before ten times."""
    laughs = "".join(f":a{n}: {f'{{a{n - 1}}}' * 10 if n else 'x' * 1000}\n" for n in range(12))

    (draft,) = asciidoc.read(f"= T\n{laughs}\n{{a11}}\n")

    assert len(draft.text) <= 1_000_000


ORG = """#+TITLE: Frost
#+AUTHOR: Ada Vik
#+DATE: <2020-01-02 Thu>
# a comment
* TODO One :pond:
:PROPERTIES:
:ID: 7
:END:
SCHEDULED: <2020-01-03 Fri>
It *froze* /hard/, see [[https://e.org][the page]] and a_b_c.[fn:1]
- a
- [X] b
#+BEGIN_SRC python
code = 1
#+END_SRC
#+begin_quote
His words.
#+end_quote
#+BEGIN_WARNING
Half of it is a guess.
#+END_WARNING
| Cell | Two |
|------+-----|
| x    | y   |
** Secret :noexport:
hidden
*** Below
hidden
* COMMENT Out
hidden
* Two
[fn:1] A note.
"""


def test_org_is_read_with_its_head() -> None:
    """Drawers, comments, times of tasks and what is not exported are out."""
    (draft,) = org.read(ORG)

    assert (draft.title, draft.authors, draft.published) == ("Frost", ("Ada Vik",), "2020-01-02")
    assert shown(draft) == [
        ("One", "paragraph", "It froze hard, see the page and a_b_c."),
        ("One", "list", "a\nb"),
        ("One", "code", "code = 1"),
        ("One", "quote", "His words."),
        ("One › Warning", "paragraph", "Half of it is a guess."),
        ("One", "paragraph", "Cell | Two"),
        ("One", "paragraph", "x | y"),
        ("Two", "paragraph", "A note."),
    ]


LATEX = r"""\documentclass{article} % a comment
\title{Frost \& ice}\author{Ada Vik\thanks{a school} \and Bj\"orn B\'e}\date{2020-01-02}
\begin{document}\maketitle
\begin{abstract}In short.\end{abstract}
\section{One}\label{one}
It \emph{froze} ``hard''---see \href{https://e.org}{the page}~\cite{vik}.\footnote{A note, 5\%.}

\begin{itemize}\item a \item[b:] c\end{itemize}
\begin{verbatim}
code % here
\end{verbatim}
\begin{quote}His words.\end{quote}
\begin{equation}x = 1\label{eq}\end{equation}
\begin{figure}\includegraphics[width=3cm]{a.png}\caption{The pond.}\end{figure}
\begin{tabular}{ll}Cell & Two \\ x & y\end{tabular}
\subsection{Two}
In $x^2$ degrees.
\end{document}
not read"""


def test_plain_latex_is_read_with_its_head() -> None:
    """Notes stand below their paragraph, commands that only style are undone."""
    (draft,) = latex.read(LATEX)

    assert (draft.title, draft.authors, draft.published) == ("Frost & ice", ("Ada Vik", "Björn Bé"), "2020-01-02")
    assert shown(draft) == [
        ("Abstract", "paragraph", "In short."),
        ("One", "paragraph", "It froze “hard”—see the page ."),
        ("One", "paragraph", "A note, 5%."),
        ("One", "list", "a\nb: c"),
        ("One", "code", "code"),
        ("One", "quote", "His words."),
        ("One", "code", "x = 1"),
        ("One", "paragraph", "The pond."),
        ("One", "paragraph", "Cell | Two\nx | y"),
        ("One › Two", "paragraph", "In x^2 degrees."),
    ]


def test_latex_that_speaks_by_commands_of_its_own_is_refused() -> None:
    """Nobody knows what they say without running them."""
    text = "\\begin{document}" + r"\say{one}{two} \tell{me} \frobnicate " * 10 + "\\end{document}"

    with pytest.raises(FormatError, match="export it to PDF"):
        latex.read(text)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (restructured.read, "- " * 5_000 + "x"),
        (restructured.read, "\n".join(" " * n + "> x" for n in range(600))),
        (asciidoc.read, "\n".join(f"[NOTE]\n{'=' * (n + 4)}" for n in range(300)) + "\nx"),
        (org.read, "\n".join(f"#+begin_b{n}" for n in range(5_000)) + "\nx"),
        (latex.read, "{" * 100_000 + "x"),
        (latex.read, "\\footnote{" * 5_000 + "x"),
        (latex.read, "\\begin{a}" * 5_000 + "x"),
        (latex.read, "\\begin{verbatim}" * 20_000 + "x"),
        (org.read, "*" * 100_000),
        (asciidoc.read, "|" * 100_000),
        (org.read, "[[" * 50_000),
        (org.read, " " * 50_000 + "x" + " " * 50_000),
        (asciidoc.read, "![[" * 30_000),
        (asciidoc.read, "http://" * 30_000),
        (restructured.read, "`" * 20_000),
    ],
)
def test_what_is_nested_without_end_is_read_or_refused_soon(read: Read, text: str) -> None:
    """A sentence or some words, and neither a crash nor a wait."""
    refused: str | None = None

    try:
        read(text)
    except FormatError as error:
        refused = error.sentence

    assert refused is None or "nested" in refused or "PDF" in refused
