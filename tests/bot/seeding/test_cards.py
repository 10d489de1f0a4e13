"""Cards for curators: within Discord's limits and telling all, whatever a file's name, text or metadata holds."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from discord import ui
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards.answers import Page, render
from bot.cards.markdown import fitted, size, unescape
from bot.cards.reindex import Watched, failure_words, report_words
from bot.seeding.cards import (
    findings_pages,
    list_pages,
    removal_page,
    said_page,
    stored_page,
    with_line,
)
from bot.seeding.draft_cards import SeenDraft, choices, draft_pages
from bot.seeding.drafts.drafts import Draft, DraftFile
from bot.seeding.drafts.sidecars import edited
from bot.seeding.errors import CurationError
from bot.seeding.intake.attachments import safe_name
from bot.seeding.intake.understanding import AttachedFile, AttachmentReading, understand
from bot.seeding.progress import WORDS_CHARS
from bot.seeding.rows import Turned, draft_rows, removal_rows, undo_rows
from bot.seeding.values import IndexedSeed, Listed, Outcome
from bot.serving.reindexing import Leaving
from bot.store.queries.seeds import GuildSeed
from bot.wording.seeds import NAME_TAKEN
from index.building.lint import DocumentFindings
from index.building.report import BuildReport
from index.settings import BuildSettings
from index.showing.markup import one_line, without_quote_marks
from index.snapshots.manifest import Skipped
from tests.discord_double import components, limits, openapi
from tests.discord_double.kinds import Json
from tests.discord_markdown.strategies import markup, passages, short_texts, texts

GENEROUS = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
IS_COMPONENTS_V2 = 1 << 15
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
LONG_ID = "a" * 39 + "-"

names = st.one_of(markup, st.text(max_size=300)).map(safe_name)
founds = st.builds(
    DocumentFindings,
    **dict.fromkeys(("title", "author", "published", "published_stated", "source", "status"), st.none()),
    language=st.sampled_from(["en", None, "zh-Hant"]),
    verbatim=st.booleans(),
    caveats=st.just(()),
    passages=st.integers(1, 10**6),
    hedges=st.integers(0, 10**6),
    citations=st.integers(0, 10**6),
    removed_chars=st.integers(0, 10**7),
)


@st.composite
def understood(draw: st.DrawFn) -> AttachmentReading:
    """Return anything that can be understood of a file, or that it cannot be read."""
    name = draw(names)
    if draw(st.booleans()):
        return AttachmentReading(name, problem=draw(texts))
    firsts = draw(st.lists(passages(), min_size=1, max_size=5).map(tuple))
    documents = tuple(draw(founds) for _ in firsts)
    return AttachmentReading(name, None, firsts, documents, draw(st.lists(texts, max_size=12).map(tuple)))


drafts = st.lists(understood(), min_size=1, max_size=3).map(
    lambda every: Draft(
        1, 2, {place: DraftFile(AttachedFile(each.name, b""), each) for place, each in enumerate(every)}
    )
)
listed = st.builds(
    lambda name, known, number: Listed(seed(name, number), known),
    names,
    st.one_of(
        st.none(),
        st.builds(IndexedSeed, short_texts, short_texts, st.integers(0, 10**6), st.lists(texts, max_size=9).map(tuple)),
        st.builds(IndexedSeed, problem=texts),
    ),
    st.integers(1, 2**63 - 1),
)


def seed(name: str = "a.txt", version: int = 1) -> GuildSeed:
    """Return a seed as it is stored, with the longest id there can be."""
    return GuildSeed(1, LONG_ID, name, version, version, "0" * 64, 10**8, 2**64 - 1, 2**64 - 1, NOON, None)


def payload_of(card: ui.LayoutView) -> list[Json]:
    """Return the components that are sent for a card."""
    payload: list[Json] = card.to_components()  # type: ignore[no-untyped-call]  # discord.py left it so
    return payload


def assert_sendable(page: Page, rows: Any = ()) -> None:
    """Make sure that Discord takes a card."""
    payload = payload_of(render(page, rows))
    body: Json = {"components": payload, "flags": IS_COMPONENTS_V2}
    assert components.message_problems(payload, v2=True) == []
    assert sum(map(size, components.texts(payload))) <= limits.COMPONENT_TEXT
    assert openapi.problem("POST", "/channels/1/messages", body) is None


@GENEROUS
@given(drafts, st.booleans(), st.booleans())
def test_any_preview_can_be_sent(draft: Draft, is_table: bool, is_refused: bool) -> None:  # noqa: FBT001 drawn
    """With all its buttons, every file on a page of its own at least, whatever stands in its way; as a table too."""
    why = CurationError(NAME_TAKEN, LONG_ID, seed=LONG_ID)
    seen = SeenDraft(replace(draft, is_table=is_table), dict.fromkeys(draft.usable, why) if is_refused else {})
    pages = draft_pages(seen, "n" * 500)

    assert list(draft.entries) == sorted({each.entry for each in pages if each.entry is not None})
    for number, each in enumerate(pages):
        at = Turned(number, len(pages), 2**64 - 1)
        assert_sendable(each.page, draft_rows(choices("f" * 16, seen, each), at))


@GENEROUS
@given(drafts)
def test_a_preview_shows_name_author_and_every_caveat(draft: Draft) -> None:
    """On the pages of its file: the name as far as it fits, and caveats word for word."""
    pages = draft_pages(SeenDraft(draft))

    for place, entry in draft.entries.items():
        shown = [
            unescape(text) for each in pages if each.entry == place for part in each.page.sections for text in part
        ]
        words = one_line("\n".join(shown))
        assert one_line(entry.file.name)[:30] in words
        for caveat in entry.understood.firsts[0].caveats if entry.understood.firsts else ():
            assert one_line(without_quote_marks(caveat.text))[:20] in words


@GENEROUS
@given(every=st.lists(listed, max_size=12), block=st.booleans())
def test_any_list_can_be_sent(every: list[Listed], *, block: bool) -> None:
    """Lists, findings, and the question whether one is to go."""
    for page in (*list_pages(every), *findings_pages(every)):
        assert_sendable(page)
    for each in every[:1]:
        assert_sendable(removal_page(each, block=block), removal_rows(each.seed, 2**64 - 1, block=block))
        assert_sendable(said_page("{seed}", each.seed.seed), undo_rows(each.seed, 2**64 - 1))


@GENEROUS
@given(st.lists(st.tuples(names, st.one_of(st.none(), texts)), min_size=1, max_size=5), st.lists(names, max_size=600))
def test_any_outcome_can_be_sent(outcomes: list[tuple[str, str | None]], changed: list[str]) -> None:
    """What was stored, what was not and why, and what the re-index came to."""
    page = stored_page(
        [Outcome(name, refusal=CurationError(why)) if why else Outcome(name, seed(name)) for name, why in outcomes]
    )
    skipped = tuple(Skipped(name, name * 20) for name in changed)
    report = BuildReport("g", 10**6, tuple(changed), tuple(changed), tuple(changed), skipped, 0, True, 1.0)  # noqa: FBT003

    for words in (Watched().words(), report_words(report), failure_words(Leaving(), "")):
        assert_sendable(with_line(page, fitted(words, WORDS_CHARS)), undo_rows(seed(), 2**64 - 1))


@GENEROUS
@given(name=names, title=markup, caveat=markup, text=texts)
def test_what_a_hostile_file_says_is_shown_as_text(name: str, title: str, caveat: str, text: str) -> None:
    """Read for real: a preview of it can be sent, and holds no mention, link or heading that was not escaped."""
    sidecar = edited(None, name, {"title": title, "caveat": caveat})
    file = AttachedFile(name, text.encode(errors="replace"), sidecar)
    draft = Draft(1, 2, {0: DraftFile(file, understand(file, BuildSettings()))})

    for each in draft_pages(SeenDraft(draft)):
        assert_sendable(each.page)
        shown = "\n".join(part for section in each.page.sections for part in section)
        assert not any(f"{sign}" in shown.replace(f"\\{sign}", "") for sign in ("<@", "<#", "@everyone", "@here"))
