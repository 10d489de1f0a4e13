"""Exports as they come from outside: what is private in them stays so, whatever the archive looks like."""

import json

from index.seeds import read_seed
from tests.index.readers.packing import zipped

POST = (
    '<!DOCTYPE html><html><body><article class="h-entry"><header><h1 class="p-name">On eels</h1></header>'
    '<section data-field="body" class="e-content"><p>The eels came in April.</p></section><footer>'
    '<p>By <a href="https://medium.com/@mira" class="p-author h-card">Mira Holt</a> on '
    '<time class="dt-published" datetime="2021-05-03T10:00:00.000Z">May 3, 2021</time>.</p>'
    "<p>Exported from Medium on May 5, 2021.</p></footer></article></body></html>"
)
DRAFT = (
    '<html><body><article class="h-entry"><section data-field="body" class="e-content"><p>Secret.</p></section>'
    "</article></body></html>"
)
GHOST = {
    "db": [
        {
            "data": {
                "posts": [
                    {"id": "a1", "title": "On eels", "html": "<p>The eels came.</p>", "status": "published",
                     "visibility": "public", "published_at": "2021-05-03T10:00:00.000Z"},
                    {"id": "a2", "title": "Draft", "html": "<p>Secret draft.</p>", "status": "draft"},
                    {"id": "a3", "html": "<p>Secret.</p>", "status": "published", "visibility": "paid"},
                ],
                "users": [{"id": "1", "name": "Mira Holt", "email": "mira@secret.example"}],
                "posts_authors": [{"post_id": "a1", "author_id": "1"}],
            }
        }
    ]
}  # fmt: skip
IRC = "--- Log opened Mon May 03 10:00:00 2021\n10:01 <mira> the eels came\n10:02 <@bo> how many\n10:03 <mira> forty\n"
NEWSLETTER = (
    b"From: Mira Holt from Slow rivers <slow@news.example>\nSubject: On eels\n%s\n\nThe eels came in April, at night.\n"
)


def test_an_export_of_medium_is_known_though_drafts_come_first_and_no_footer_links() -> None:
    """Neither its drafts nor its profile are read as pages of a collection."""
    files = zipped(
        {
            "posts/0000-00-00_Picture.html": "<html><body></body></html>",
            "posts/2021-05-03_On-eels-abc123.html": POST,
            "posts/draft_Secret-def.html": DRAFT,
            "profile/profile.html": "<html><body>mira@secret.example</body></html>",
        }
    )

    (found,) = read_seed(files, "medium.zip", seed="medium")

    assert (found.attribution.title, found.attribution.authors) == ("On eels", ("Mira Holt",))


def test_of_a_ghost_export_only_what_everybody_may_read() -> None:
    """Each post is a document by its author and of its day."""
    (found,) = read_seed(json.dumps(GHOST).encode(), "ghost.json", seed="ghost")

    assert found.attribution.authors == ("Mira Holt",)
    assert found.attribution.published == "2021-05-03"
    assert "Secret" not in found.text


def test_a_log_of_a_chat_is_known_without_words_of_speech() -> None:
    """Nobody writes such lines by hand."""
    (found,) = read_seed(IRC.encode(), "eels.log", seed="eels")

    assert [block.speaker for block in found.blocks] == ["mira", "bo", "mira"]


def test_a_newsletters_site_is_no_part_of_its_authors_name() -> None:
    """Programs put it behind the name; a person's own mail keeps whatever name it has."""
    listed = read_seed(NEWSLETTER % b"List-Unsubscribe: <https://x.example>", "a.eml", seed="a")[0]
    own = read_seed(NEWSLETTER % b"X-Mailer: none", "a.eml", seed="a")[0]

    assert listed.attribution.authors == ("Mira Holt",)
    assert own.attribution.authors == ("Mira Holt from Slow rivers",)


def test_credits_of_subtitles_are_left_out() -> None:
    """They are no words of the film's."""
    cues = (
        "1\n00:00:01,000 --> 00:00:03,000\nThe eels came.\n\n"
        "2\n00:00:04,000 --> 00:00:05,000\nSubtitles by EelSubs\nwww.opensubtitles.org\n"
    )

    (found,) = read_seed(cues.encode(), "film.srt", seed="film")

    assert found.text.strip() == "The eels came."


def test_names_of_blocks_in_notes_are_no_words() -> None:
    """Obsidian writes them behind a paragraph to link to it."""
    (found,) = read_seed(b"Built in 1742. ^abc-1\n\n2 ^ 3 is 8.\n", "weir.md", seed="weir")

    assert "^abc" not in found.text
    assert "2 ^ 3" in found.text
