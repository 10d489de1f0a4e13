"""A site as a folder: incremental, the same to the byte, every link leads somewhere, no passage without its caveat."""

from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import etree

from bot.pictures.drawing import can_draw
from bot.web.site import KNOWN, SiteError, day_of_writing
from tests.bot.web.rooms import BASE, Maker, files_of, found, public_of, site

LINKS = "//main//@href | //header//@href | //link[@rel='stylesheet']/@href | //script/@src"
CAUTION = "Take this with a grain of salt."
WORDS = "The harbour of {place} floods at spring tide, and the keeper writes it down. I think the moon does it."


def essay(name: str, passages: int = 3, caution: str = CAUTION, **stated: str) -> str:
    """A seed of so many passages."""
    head = "".join(f"{key}: {value}\n" for key, value in {"title": name, "author": "Mira Holt", **stated}.items())
    text = "\n\n".join(f"## Part {n}\n\n{WORDS.format(place=f'{name} {n}')}" for n in range(passages))
    return f"---\n{head}---\n\n{caution}\n\n{text}\n"


FILES = {
    "tides.md": essay("Tides", tags="sea", published="1998"),
    "winds.md": essay("Winds", caution="The wind turns.", tags="sea", author="Bo Lund"),
    "notes.md": essay("Notes", web="none"),
}


def test_a_second_run_writes_nothing_and_another_folder_gets_the_same_bytes(
    make_library: Maker, tmp_path: Path
) -> None:
    """Where nothing changed."""
    public = public_of(make_library, FILES)

    first, second = site(public, tmp_path / "one"), site(public, tmp_path / "one", today="2027-01-01")
    site(public, tmp_path / "two")

    assert (first.documents, first.written, second.written, second.files) == (2, 2, 0, 0)
    assert dict(files_of(tmp_path / "one")) == dict(files_of(tmp_path / "two"))


def test_only_the_document_that_changed_is_written(make_library: Maker, tmp_path: Path) -> None:
    """Its old addresses lead to what stands in their place, with the day."""
    before = public_of(make_library, FILES)
    reworded = before.scope.passages_of("winds")[-1]
    site(before, tmp_path / "out")
    after = public_of(make_library, {**FILES, "winds.md": FILES["winds.md"].replace("Winds 2 floods", "Winds 2 dries")})

    report = site(after, tmp_path / "out", today="2026-12-24")
    page = (tmp_path / "out" / "p" / f"{reworded.key}.html").read_text("utf-8")

    assert (report.written, report.removed) == (1, 0)
    assert "Reworded on 24 December 2026" in page
    assert f"../p/{after.scope.passages_of('winds')[-1].key}.html" in page
    assert "harbour" not in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [(None, "This document was removed on 24 December 2026."), (essay("Winds", web="none"), "no longer available")],
)
def test_what_was_removed_leaves_no_word(make_library: Maker, tmp_path: Path, changed: str | None, said: str) -> None:
    """Of what was withdrawn not even the day is told; lists of nothing are deleted."""
    before = public_of(make_library, FILES)
    gone = before.scope.passages_of("winds")[0]
    site(before, tmp_path / "out")
    (tmp_path / "seeds" / "winds.md").unlink()
    left = {name: text for name, text in FILES.items() if name != "winds.md"} | (
        {"winds.md": changed} if changed else {}
    )

    report = site(public_of(make_library, left), tmp_path / "out", today="2026-12-24")
    pages = [(tmp_path / "out" / path).read_text("utf-8") for path in ("d/winds.html", f"p/{gone.key}.html")]

    assert report.removed == 1
    assert all(said in page and "Winds" not in page for page in pages)
    assert not any("Bo Lund" in data.decode() for _, data in files_of(tmp_path / "out"))


def test_every_link_of_a_site_leads_somewhere(make_library: Maker, tmp_path: Path) -> None:
    """Pages, anchors, style and script; nothing is loaded from elsewhere."""
    files = {**FILES, **{f"essay{n}.md": essay(f"Essay {n}", 1, tags=f"tag{n}") for n in range(101)}}
    site(public_of(make_library, files), tmp_path / "out")
    pages = {path: data for path, data in files_of(tmp_path / "out") if path.endswith(".html")}
    there = {path for path, _ in files_of(tmp_path / "out")}

    broken = []
    for path, page in pages.items():
        for link in found(page, LINKS):
            parts = urlsplit(urljoin(path, link.removeprefix(f"{BASE}/")))
            target = unquote(parts.path)
            if parts.scheme or (target in there and (not parts.fragment or has_anchor(pages[target], parts.fragment))):
                continue
            broken.append((path, link))

    assert broken == []
    assert "index-2.html" in there


def has_anchor(page: bytes, name: str) -> bool:
    """Tell whether a page has an element of that name."""
    return bool(found(page, "//*[@id=$name]", name=name))


def test_no_passage_of_two_thousand_is_without_its_caveat(make_library: Maker, tmp_path: Path) -> None:
    """On whichever page a word of it stands; read as a crawler does, with no knowledge of the templates' order."""
    caution = "This essay number {n} may be wrong: take it with a grain of salt."
    essays = {f"e{n}.md": essay(f"Essay {n}", 99, caution.format(n=n)) for n in range(19)}
    others = {
        "talk.srt": "1\n00:00:01,000 --> 00:00:04,000\nThe harbour floods at noon.\n",
        "page.html": "<html><body><article><h1>Page</h1><p>The harbour floods at night.</p></article></body></html>",
        "plain.txt": "The harbour floods in the morning, and nobody minds it.",
        "notes.org": "#+TITLE: Org\n\nThe harbour floods in org.",
        "notes.rst": "Rst\n===\n\nThe harbour floods in rst.",
        "notes.adoc": "= Adoc\n\nThe harbour floods in adoc.",
        "notes.tex": "\\documentclass{article}\\begin{document}The harbour floods in TeX.\\end{document}",
        "notes.rtf": "{\\rtf1 The harbour floods in RTF.}",
        "mail.eml": "From: a@b.example\nSubject: Tides\n\nThe harbour floods in a mail.\n",
    }
    public = public_of(make_library, {**essays, **others})
    site(public, tmp_path / "out")

    without = []
    for path, data in files_of(tmp_path / "out"):
        if path.endswith(".html") and b"harbour" in data:
            title = found(data, "//h1")[0].text_content()
            wanted = (
                f"essay number {title.removeprefix('Essay ')} may be wrong" if "Essay" in title else "no caveat found"
            )
            text = data.decode().lower()
            if not 0 <= text.find(wanted.lower()) < text.index('class="words"'):
                without.append(path)

    assert sum(each.passages for each in public.documents) > 1_890
    assert len({each.seed for each in public.documents}) > 24
    assert without == []


def test_feed_and_map_are_xml_with_whole_addresses(make_library: Maker, tmp_path: Path) -> None:
    """An entry says what its document cautions."""
    site(public_of(make_library, {**FILES, "odd.md": essay("a < b & \ufffe")}), tmp_path / "out")

    feed = etree.fromstring((tmp_path / "out" / "feed.xml").read_bytes())
    summaries = [each.text or "" for each in feed.iter("{*}summary")]
    places = [
        each.text or "" for each in etree.fromstring((tmp_path / "out" / "sitemap.xml").read_bytes()).iter("{*}loc")
    ]

    assert len(summaries) == 3
    assert any("grain of salt" in each for each in summaries)
    assert all(each.startswith(f"{BASE}/") for each in places)
    assert f"{BASE}/d/tides.html" in places


def test_without_a_base_there_is_neither_feed_nor_map(make_library: Maker, tmp_path: Path) -> None:
    """Both need whole addresses."""
    site(public_of(make_library, FILES), tmp_path / "out", url="")

    assert {"feed.xml", "sitemap.xml"}.isdisjoint(path for path, _ in files_of(tmp_path / "out"))


def test_a_folder_with_something_else_is_refused(make_library: Maker, tmp_path: Path) -> None:
    """Nothing of it is touched."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", "utf-8")

    with pytest.raises(SiteError, match="holds something else"):
        site(public_of(make_library, FILES), tmp_path / "out")
    (tmp_path / "out" / KNOWN).write_text("{", "utf-8")
    with pytest.raises(SiteError, match="cannot be read"):
        site(public_of(make_library, FILES), tmp_path / "out")


def test_the_day_can_be_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a build that gives the same bytes on any day: https://reproducible-builds.org/specs/source-date-epoch/."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")

    assert day_of_writing() == "1970-01-02"


def test_authors_have_pages_with_shares_of_enough_passages(make_library: Maker, tmp_path: Path) -> None:
    """Below that, the page says why there are none."""
    files = {"long.md": essay("Long", 60), "short.md": essay("Short", author="Bo Lund")}
    site(public_of(make_library, files), tmp_path / "out")

    pages = {path: data.decode() for path, data in files_of(tmp_path / "out") if path.startswith("a/")}
    long = next(page for path, page in pages.items() if "mira-holt" in path)
    short = next(page for path, page in pages.items() if "bo-lund" in path)

    assert "speculation: " in long
    assert "<rect" in long
    assert "Shares are shown from 50 passages on; there are 4." in short


needs_drawing = pytest.mark.skipif(not can_draw(), reason="NOT TESTED without the extra pictures: previews")


@needs_drawing
def test_previews_have_a_picture_that_goes_with_its_passage(make_library: Maker, tmp_path: Path) -> None:
    """Each passage of which a page is written, and none of what was withdrawn."""
    before = public_of(make_library, FILES)
    site(before, tmp_path / "out", pictures="always")
    drawn = {each.stem for each in (tmp_path / "out" / "p").glob("*.png")}
    key = before.scope.passages_of("winds")[0].key
    page = (tmp_path / "out" / "p" / f"{key}.html").read_text("utf-8")
    site(
        public_of(make_library, {**FILES, "winds.md": essay("Winds", web="none")}), tmp_path / "out", pictures="always"
    )

    assert drawn == {each.stem for each in (tmp_path / "out" / "p").glob("*.html")}
    assert found(page, "//meta[@property='og:image']/@content") == [f"{BASE}/p/{key}.png"]
    assert "The wind turns" in found(page, "//meta[@property='og:image:alt']/@content")[0]
    assert not (tmp_path / "out" / "p" / f"{key}.png").exists()


@needs_drawing
def test_a_passage_that_cannot_be_drawn_has_no_picture_and_is_counted(make_library: Maker, tmp_path: Path) -> None:
    """Its preview goes without."""
    public = public_of(make_library, {"signs.md": "The \U00010600 sign stands at the harbour.\n"})

    report = site(public, tmp_path / "out", pictures="always")

    assert report.undrawn == 1
    assert not list((tmp_path / "out" / "p").glob("*.png"))
    assert b"og:image" not in b"".join(data for _, data in files_of(tmp_path / "out"))


@pytest.mark.parametrize("web", [{"pictures": "never"}, {"url": ""}])
def test_no_picture_where_none_is_wanted_or_could_be_linked(
    make_library: Maker, tmp_path: Path, web: dict[str, str]
) -> None:
    """A preview needs an address."""
    site(public_of(make_library, FILES), tmp_path / "out", **{"pictures": "always", **web})

    assert not list((tmp_path / "out").rglob("*.png"))
