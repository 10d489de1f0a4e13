"""What is translated fits where it stands: forms, buttons, menus and notes, within Discord's limits."""

from typing import Any, get_args, get_type_hints

import pytest
from discord import ui

from bot.cards.answers import FOOTER_CHARS, REF_CHARS, note, pages, render
from bot.cards.discord_limits import TEXT_CHARS
from bot.cards.folding import BEGINNING_CHARS, BEGINNING_LINE_CHARS
from bot.cards.markdown import escape, size
from bot.config.values import DiscordConfig
from bot.replies.buttons import ask_more_form
from bot.replies.rows import CardState, context_rows, rows
from bot.seeding import rows as seed_rows
from bot.seeding.drafts import forms as seed_forms
from bot.seeding.drafts.drafts import DraftFile
from bot.seeding.intake.understanding import AttachedFile, AttachmentReading
from bot.settings import card as settings_card
from bot.settings.fields import FIELDS, SECTIONS
from bot.store.guild_settings import DEFAULTS
from bot.wording import cards as wording
from bot.wording import talk as wording_talk
from bot.wording.i18n import LANGUAGES, counted, speaking
from bot.wording.i18n import gettext as _
from tests.bot.cards.test_answers import answer, passage, payload_of
from tests.discord_double import components, modals
from tests.discord_double.kinds import Json

EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
OPERATOR = settings_card.Operator("Caveat" * 5, reads_messages=False, questions=dict.fromkeys(FIELDS, 1_000))


def payload_of_form(form: ui.Modal) -> Json:
    """Return what is sent to open a form."""
    payload: Json = form.to_dict()
    return payload


@EVERY_LANGUAGE
@pytest.mark.parametrize("kind", seed_forms.FORMS)
def test_forms_about_seeds_can_be_opened(language: str, kind: str) -> None:
    """Title, labels and hints have 45 and 100 characters."""
    entry = DraftFile(AttachedFile("a.txt", b"A text."), AttachmentReading("a.txt", firsts=(passage(),)))

    with speaking(language):
        form = seed_forms.form(kind, "token.0", 1, entry)

    assert [] == modals.modal_problems(payload_of_form(form))


@EVERY_LANGUAGE
def test_the_form_for_follow_ups_can_be_opened(language: str) -> None:
    """The same for the one below an answer."""
    with speaking(language):
        form = ask_more_form(1)

    assert [] == modals.modal_problems(payload_of_form(form))


@EVERY_LANGUAGE
@pytest.mark.parametrize("section", SECTIONS)
def test_settings_can_be_shown(language: str, section: str) -> None:
    """Menus, their choices and the tabs, with what was just saved."""
    saved = SECTIONS[section].fields[0].label if SECTIONS[section].fields else ""
    with speaking(language):
        card = settings_card.render(DEFAULTS, section, OPERATOR, bool, saved)

    assert [] == components.message_problems(payload_of(card), v2=True)


DRAFT_CHOICES = (
    seed_rows.DraftChoices("token", 1, True, 0, True, "rain", is_left_out=True),  # noqa: FBT003 all that can be there
    seed_rows.DraftChoices("token", 1, True, marked=dict.fromkeys(range(10), True)),  # noqa: FBT003 the same
)


@EVERY_LANGUAGE
def test_buttons_fit(language: str) -> None:
    """All that a card, a passage beside it and a preview can have."""
    with speaking(language):
        page = pages(answer(passage(), searched_for="x"))[0]
        at = seed_rows.Turned(1, 3, 1)
        state = CardState("ask", 1, 3, 1, private=True)
        every = [
            rows(page, state),
            context_rows(page, 1, 3, state),
            *(seed_rows.draft_rows(each, at) for each in DRAFT_CHOICES),
            seed_rows.back_rows("token", 1),
            seed_rows.again_rows("stones", 1),
        ]

    assert [] == [problem for row in every for problem in _problems(row)]


def _problems(row: list[ui.ActionRow[Any]]) -> list[str]:
    card = render(pages(answer(passage()))[0], row)
    return list(components.message_problems(payload_of(card), v2=True))


@EVERY_LANGUAGE
@pytest.mark.parametrize("name", ["HELP", "ABOUT", "PRIVACY", "WELCOME", "ABOUT_ME"])
def test_notes_are_not_cut(language: str, name: str) -> None:
    """What a note would cut to fit would be lost."""
    with speaking(language):
        text = _(getattr(wording_talk, name))

        assert size(escape(text)) <= TEXT_CHARS
        assert "…" not in components.texts(payload_of(note(text)))[0][-2:]


@EVERY_LANGUAGE
def test_words_fit_what_budgets_leave_for_them(language: str) -> None:
    """The longest footer, and the longest beginning of a caveat that stands in full elsewhere."""
    with speaking(language):
        labels = map(_, (*wording.MATCHES.values(), wording.CONTEXT, wording.LOOKED_UP))
        place, part = _(wording.PLACE).format(number=50, of=50), _(wording.PART).format(part=999, parts=999)
        footer = " · ".join((max(labels, key=size), place, "x" * REF_CHARS, part, _(wording.CONTINUES)))
        cautions = map(_, (*wording.CAUTIONS.values(), *wording.REMARKS.values()))
        pointers = (_(wording.IN_FULL_BELOW), counted(wording.ALL_IN_FULL_BELOW, 999))
        beginning = max(map(size, cautions)) + 1 + BEGINNING_CHARS + 1 + max(map(size, pointers))

    assert size(f"-# {footer}") <= FOOTER_CHARS
    assert beginning <= BEGINNING_LINE_CHARS


def test_the_config_knows_every_language() -> None:
    """A language that is added can be the operator's too."""
    assert set(LANGUAGES) == set(get_args(get_type_hints(DiscordConfig)["language"]))
