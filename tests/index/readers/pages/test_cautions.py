# ruff: noqa: E501 a piece of a page stands in one line
"""Cautions beside a page's text: kept as the author's wherever a page puts them, and nobody else's."""

import pytest

from index.readers.pages.page import FOUND_BESIDE
from tests.index.readers.pages.building import ESSAY, PARAGRAPHS, article, author_caveats, page, read_page

FICTION = "This is a work of fiction. Any resemblance to actual persons, living or dead, is purely coincidental."
ADVICE = "The information on this site is not intended as medical advice; always consult your physician."
VIEWS = "The opinions expressed here are the author's alone and have not been endorsed by any hotel chain."
AFFILIATE = "This post contains affiliate links, and we may earn a commission when you buy through them."
LIABILITY = "Für die Richtigkeit der Angaben kann keine Gewähr übernommen werden; eine Haftung ist ausgeschlossen."

KEPT = {
    "footer of the page": (article(f"<footer><p>© 2020 The Mill Society. {VIEWS}</p></footer>"), VIEWS),
    "footer of the article": (article(f'<div class="post-footer"><p><em>{AFFILIATE}</em></p></div>'), AFFILIATE),
    "aside": (article(f"<aside><p>{ADVICE}</p></aside>"), ADVICE),
    "sidebar": (article(f'<div id="sidebar"><div class="widget"><p>{ADVICE}</p></div></div>'), ADVICE),
    "details": (article(f"<details><summary>Read this first</summary><p>{ADVICE}</p></details>"), ADVICE),
    "folded by a heading": (
        article(f'<div class="accordion"><h3>Haftungsausschluss</h3><div class="accordion-content" style="display:none">'
                f"<p>{LIABILITY}</p></div></div>", language="de"),
        LIABILITY,
    ),
    "folded by a button": (
        article('<section><button aria-expanded="false">Haftungsausschluss</button><div class="collapse" aria-hidden="true">'
                "<p>Alle Angaben sind Hinweise der Redaktion ohne Verbindlichkeit.</p></div></section>", language="de"),
        "Alle Angaben sind Hinweise der Redaktion ohne Verbindlichkeit.",
    ),
    "tab panel": (
        article(f'<div role="tablist"><a role="tab">Text</a><a role="tab">Disclaimer</a></div><div role="tabpanel" hidden><p>{FICTION}</p></div>'),
        FICTION,
    ),
    "before the heading": (article(before=f'<div class="cover"><img alt="x"><p>{FICTION}</p></div>'), FICTION),
    "note box": (article(f'<div class="note-box"><p><strong>Please note:</strong> {ADVICE}</p></div>'), ADVICE),
    "role of a note": (article(f'<div role="note">{VIEWS}</div>'), VIEWS),
    "small print": (article(f"<p><small>{AFFILIATE}</small></p>"), AFFILIATE),
    "bold label": (
        article("<div class='after'><b>Disclaimer:</b> I visited the weir once, on a foggy day.</div>"),
        "Disclaimer: I visited the weir once, on a foggy day.",
    ),
    "under a heading": (
        article("<section><h2>Disclaimer</h2><p>The sums were read from photographs of the ledgers.</p></section>"),
        "The sums were read from photographs of the ledgers.",
    ),
    "definition list": (
        article("<dl><dt>Disclaimer</dt><dd>The sums were read from photographs of the ledgers.</dd></dl>"),
        "The sums were read from photographs of the ledgers.",
    ),
    "table of a wiki": (
        article(before='<table class="ambox"><tr><td></td><td>The factual accuracy of this article is disputed.</td></tr></table>'),
        "The factual accuracy of this article is disputed.",
    ),
    "machine": (article("<footer>This page was machine-translated from Czech.</footer>"), "This page was machine-translated from Czech."),
    "manual": (
        article(before='<div class="admonition warning"><p class="admonition-title">Warning</p><p>This page is outdated; see the new manual.</p></div>'),
        "This page is outdated; see the new manual.",
    ),
    "fan fiction": (
        article(before="<div class='preface'><p>I don't own any of the characters; they belong to their makers.</p></div>"),
        "I don't own any of the characters; they belong to their makers.",
    ),
    "French": (
        article("<footer>Cet article ne constitue pas un conseil médical.</footer>", language="fr"),
        "Cet article ne constitue pas un conseil médical.",
    ),
    "Spanish": (
        article("<footer>Este texto no sustituye el consejo de un médico.</footer>", language="es"),
        "Este texto no sustituye el consejo de un médico.",
    ),
    "Japanese": (article("<footer><p>この物語はフィクションです。</p></footer>", language="ja"), "この物語はフィクションです。"),
    "Chinese": (article("<footer><p>本文仅供参考,不构成投资建议。</p></footer>", language="zh"), "本文仅供参考,不构成投资建议。"),
    "Russian": (
        article("<footer>Материал не является медицинской консультацией.</footer>", language="ru"),
        "Материал не является медицинской консультацией.",
    ),
    "Turkish": (
        article("<footer>Burada yazılanlar yatırım tavsiyesi değildir.</footer>", language="tr"),
        "Burada yazılanlar yatırım tavsiyesi değildir.",
    ),
}  # fmt: skip

NOT_THE_AUTHORS = {
    "advert": article(f'<div class="ad-slot"><p>Buy Oakdust pills! {ADVICE}</p></div>'),
    "labelled advert": article(f"<div><span>Sponsored</span><p>Oakdust pills help. {ADVICE}</p></div>"),
    "advert of a network": article(f'<div id="taboola-below"><p>{ADVICE}</p></div>'),
    "comment": article(f'<section id="comments"><h3>2 comments</h3><div class="comment"><p>{ADVICE} I may be wrong.</p></div></section>'),
    "comment in microformats": article(f'<div class="u-comment h-cite"><p>{VIEWS}</p></div>'),
    "disclaimer of comments": article("<footer><p>We are not responsible for comments, which are posted by readers.</p></footer>"),
    "cookies": article("<div class='cookie-banner'><p>We use cookies for informational purposes only.</p></div>"),
    "disclosure of adverts": article(
        "<p>Advertising disclosure: we may receive compensation for some of the links in our stories.</p>"
    ),
    "disclaimer that does not apply": article("<footer><p>Our no-warranty disclaimer applies only to sponsored posts.</p></footer>"),
    "hidden": article(f'<div style="display:none"><p>{FICTION}</p></div>'),
    "teaser": article(f'<div class="related-posts"><h4>More</h4><p>Why I may be wrong about everything. {VIEWS}</p></div>'),
    "script": article(f"<script>var note = '{FICTION}';</script><template><p>{FICTION}</p></template>"),
    "ordinary footer": article("<footer><p>© 2021 The Mill Society. All rights reserved. Made with care in the valley.</p></footer>"),
    "ordinary aside": article("<aside><p>The mill is open on the first Sunday of each month, from ten to four.</p></aside>"),
}  # fmt: skip


@pytest.mark.parametrize("place", KEPT)
def test_caution_beside_the_text_is_the_authors(place: str) -> None:
    """A caution that stands beside the text is kept, word for word, as its author's."""
    data, caution = KEPT[place]

    assert any(caution in each for each in author_caveats(data)), author_caveats(data)


@pytest.mark.parametrize("place", KEPT)
def test_text_stays_whole_beside_a_caution(place: str) -> None:
    """All paragraphs are there, in order, whatever stands beside them."""
    text = read_page(KEPT[place][0]).text

    assert [text.find(words) >= 0 for words in ESSAY] == [True] * len(ESSAY)


@pytest.mark.parametrize("place", NOT_THE_AUTHORS)
def test_caution_of_somebody_else_is_none(place: str) -> None:
    """What an advert, a reader or a banner cautions about is not the author's caveat."""
    assert author_caveats(NOT_THE_AUTHORS[place]) == []


def test_curator_is_told_of_cautions_beside_the_text() -> None:
    """A warning says how many were found, in whatever place."""
    warnings = read_page(article(f"<footer><p>{VIEWS}</p></footer>")).warnings

    assert [FOUND_BESIDE] == [getattr(each, "template", None) for each in warnings]


def test_last_words_of_the_text_stay_its_end() -> None:
    """A caution in the author's last paragraph counts though a footer's comes behind it."""
    body = f"<article>{PARAGRAPHS}<p>I may well be wrong about the tanner.</p></article><footer>{ADVICE}</footer>"
    last = "<article>" + PARAGRAPHS + "<p>Corrections are welcome.</p></article>" + f"<footer><p>{ADVICE}</p></footer>"

    assert [ADVICE] == author_caveats(page(body))[-1:]
    assert ["Corrections are welcome.", ADVICE] == author_caveats(page(last))
