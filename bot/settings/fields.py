"""The settings as admins see them: in which section, under which words, with which choices. Knows no Discord."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.wording import settings as wording
from bot.wording.i18n import LANGUAGES

MOST_PAGES: Final = 10
QUESTIONS: Final = (1, 2, 3, 5, 10, 20, 30, 60)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a menu: how it reads in what Discord sends, what it sets, and its label with what fills it."""

    code: str
    value: object
    label: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class SettingField:
    """One setting.

    Attributes:
        name: as in `GuildSettings`.
        label, hint: templates.
        menu: what is chosen from: options, or the server's channels, forums or roles; "channel" for one to write in, or
            none.
    """

    name: str
    label: str
    hint: str
    menu: tuple[Option, ...] | Literal["channels", "forums", "roles", "channel"]

    def value_of(self, chosen: Sequence[str]) -> object:
        """Return what was chosen as the setting has it.

        Raises:
            LookupError: nothing was chosen, or what no menu offers.
            ValueError: it is no channel's or role's number.
        """
        if self.menu == "channel":
            return int(chosen[0]) if chosen else None
        if isinstance(self.menu, str):
            return frozenset(map(int, chosen))
        return {option.code: option.value for option in self.menu}[chosen[0]]


@dataclass(frozen=True, slots=True)
class SettingsSection:
    """Settings that are shown together."""

    label: str
    fields: tuple[SettingField, ...]


def _up_to(numbers: Sequence[int], label: str) -> tuple[Option, ...]:
    return (
        Option("default", None, wording.BY_OPERATOR),
        *(Option(str(number), number, label, number) for number in numbers),
    )


def _either(off: str, on: str) -> tuple[Option, ...]:
    return Option("off", value=False, label=off), Option("on", value=True, label=on)


_LANGUAGES: Final = (
    Option("own", None, wording.LANGUAGE_OWN),
    *(Option(code, code, name) for code, name in LANGUAGES.items()),
)
_PRESSERS: Final = (
    Option("asker", "asker", wording.PRESSERS_ASKER),
    Option("curators", "curators", wording.PRESSERS_CURATORS),
    Option("everybody", "everybody", wording.PRESSERS_EVERYBODY),
)
_PRIVATE: Final = _either(wording.PRIVATE_OFF, wording.PRIVATE_ON)
_SEARCHED: Final = _either(wording.OPERATOR_SEEDS_OFF, wording.OPERATOR_SEEDS_ON)
_KEPT: Final = _either(wording.UNANSWERED_OFF, wording.UNANSWERED_ON)
_ASKED_ABOUT: Final = _either(wording.ABOUT_MESSAGES_OFF, wording.ABOUT_MESSAGES_ON)
_MESSAGE_SEEDS: Final = (
    Option("off", "off", wording.MESSAGE_SEEDS_OFF),
    Option("own", "own", wording.MESSAGE_SEEDS_OWN),
    Option("consent", "consent", wording.MESSAGE_SEEDS_CONSENT),
)
_PAGES: Final = _up_to(range(1, MOST_PAGES + 1), wording.COUNT)
_A_MINUTE: Final = _up_to(QUESTIONS, wording.A_MINUTE)

SECTIONS: Final[Mapping[str, SettingsSection]] = {
    "places": SettingsSection(
        wording.PLACES,
        (
            SettingField("allowed_channels", wording.ALLOWED_CHANNELS, wording.ALLOWED_CHANNELS_HINT, "channels"),
            SettingField("denied_channels", wording.DENIED_CHANNELS, wording.DENIED_CHANNELS_HINT, "channels"),
            SettingField("answer_channels", wording.ANSWER_CHANNELS, wording.ANSWER_CHANNELS_HINT, "channels"),
            SettingField("forum_channels", wording.FORUM_CHANNELS, wording.FORUM_CHANNELS_HINT, "forums"),
            SettingField("news_channels", wording.NEWS_CHANNELS, wording.NEWS_CHANNELS_HINT, "channels"),
        ),
    ),
    "answers": SettingsSection(
        wording.ANSWERS,
        (
            SettingField("private_by_default", wording.PRIVATE, wording.PRIVATE_HINT, _PRIVATE),
            SettingField("pages_per_answer", wording.PAGES, wording.PAGES_HINT, _PAGES),
            SettingField("language", wording.LANGUAGE, wording.LANGUAGE_HINT, _LANGUAGES),
            SettingField("operator_seeds", wording.OPERATOR_SEEDS, wording.OPERATOR_SEEDS_HINT, _SEARCHED),
        ),
    ),
    "people": SettingsSection(
        wording.PEOPLE,
        (
            SettingField("curator_roles", wording.CURATOR_ROLES, wording.CURATOR_ROLES_HINT, "roles"),
            SettingField("asker_roles", wording.ASKER_ROLES, wording.ASKER_ROLES_HINT, "roles"),
            SettingField("proposer_roles", wording.PROPOSER_ROLES, wording.PROPOSER_ROLES_HINT, "roles"),
            SettingField("pressers", wording.PRESSERS, wording.PRESSERS_HINT, _PRESSERS),
            SettingField("keep_unanswered", wording.UNANSWERED, wording.UNANSWERED_HINT, _KEPT),
            SettingField("about_messages", wording.ABOUT_MESSAGES, wording.ABOUT_MESSAGES_HINT, _ASKED_ABOUT),
        ),
    ),
    "curating": SettingsSection(
        wording.CURATING,
        (
            SettingField("report_channel", wording.REPORT_CHANNEL, wording.REPORT_CHANNEL_HINT, "channel"),
            SettingField("review_channel", wording.REVIEW_CHANNEL, wording.REVIEW_CHANNEL_HINT, "channel"),
            SettingField("audit_channel", wording.AUDIT_CHANNEL, wording.AUDIT_CHANNEL_HINT, "channel"),
            SettingField("message_seeds", wording.MESSAGE_SEEDS, wording.MESSAGE_SEEDS_HINT, _MESSAGE_SEEDS),
        ),
    ),
    "collections": SettingsSection(wording.COLLECTIONS, ()),
    "limits": SettingsSection(
        wording.LIMITS,
        (
            SettingField("user_questions", wording.USER_QUESTIONS, wording.QUESTIONS_HINT, _A_MINUTE),
            SettingField("channel_questions", wording.CHANNEL_QUESTIONS, wording.QUESTIONS_HINT, _A_MINUTE),
        ),
    ),
}
FIELDS: Final[Mapping[str, SettingField]] = {
    field.name: field for section in SECTIONS.values() for field in section.fields
}
SECTION_OF: Final[Mapping[str, str]] = {
    field.name: name for name, section in SECTIONS.items() for field in section.fields
}
