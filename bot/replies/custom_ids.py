"""Custom ids, written and read here alone: what a button, a menu or a form says of itself when it is used.

A card outlives the program that posted it, so every form of an id that was ever posted stays readable:

    c1:<action>:<argument>:<asker>          a button of version 0.1
    c2:<action>:<argument>:<key>:<asker>    a button: what it is done to, and the passage that its card shows
    c3:<action>:<argument>:<key>:<asker>    the same on a private card that stands beside a public one
    p1:<argument>:<asker>                   a menu of passages: from which page of which card one is chosen
    s1:<act>:<name>                         a menu ("set") or a tab ("open") of /settings
    m1:more:<asker>                         the form behind "Ask more"
    m2:more:<asker>                         the same, opened from a private card that stands beside a public one
    f1:<kind>:<argument>:<asker>            a form about a seed
    <key>                                   an input of such a form, in version 0.1
    <key>:<seen>                            an input of such a form, and what stood in it when it was opened

Discord allows 100 characters. Knows no card and no passage.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Self

_ARGUMENT, _ASKER = r"[a-z0-9.-]*", r"\d{1,20}"
_BUTTON_0_1: Final = re.compile(rf"c1:([a-z]+):({_ARGUMENT}):({_ASKER})")
_BUTTON: Final = re.compile(rf"c([23]):([a-z]+):({_ARGUMENT}):([a-z0-9]*):({_ASKER})")
_MENU: Final = re.compile(r"s1:(open|set):([a-z_]+)")
_PICK: Final = re.compile(rf"p1:({_ARGUMENT}):({_ASKER})")
_FOLLOW_UP: Final = re.compile(rf"m([12]):more:({_ASKER})")
_INPUT: Final = re.compile(r"([a-z_]+)(?::([0-9a-f]{12}))?")
_FORM: Final = re.compile(rf"f1:([a-z]+):({_ARGUMENT}):({_ASKER})")

# What the client hands to the class of buttons and to that of menus.
BUTTON_PATTERN: Final = rf"(?:{_BUTTON.pattern}|{_BUTTON_0_1.pattern})"
MENU_PATTERN: Final = _MENU.pattern
PICK_PATTERN: Final = _PICK.pattern

# Actions of version 0.1 whose argument was a passage's key, and those whose argument began with one.
_OF_A_PASSAGE_0_1 = frozenset(("why", "cite", "more", "good", "bad", "open"))
_BESIDE_A_PASSAGE_0_1 = frozenset(("before", "after", "part"))


@dataclass(frozen=True, slots=True)
class ButtonId:
    """What a button says of itself.

    Attributes:
        action: what it does.
        argument: to what: a page ("ask.1"), a draft's file ("1a2b.0"), a seed's version ("rain.3"); may be empty.
        asker: the number of whoever the card was made for.
        key: of the passage that the card shows; empty where it shows none, and on some buttons of version 0.1.
        is_beside: whether it stands on a private card of acts beside a public card.
    """

    action: str
    argument: str
    asker: int
    key: str = ""
    is_beside: bool = False

    def __str__(self) -> str:
        return f"c{3 if self.is_beside else 2}:{self.action}:{self.argument}:{self.key}:{self.asker}"

    @classmethod
    def read(cls, custom_id: str) -> Self | None:
        """Read the id of a button of this version or an earlier one; None for any other id."""
        if match := _BUTTON.fullmatch(custom_id):
            form, action, argument, key, asker = match.groups()
            return cls(action, argument, int(asker), key, is_beside=form == "3")
        if match := _BUTTON_0_1.fullmatch(custom_id):
            action, argument, asker = match.groups()
            key, rest = _parted_0_1(action, argument)
            return cls(action, rest, int(asker), key)
        return None


def _parted_0_1(action: str, argument: str) -> tuple[str, str]:
    """Part an argument of version 0.1 into the key of a passage and what else it says."""
    if action in _OF_A_PASSAGE_0_1:
        return argument, ""
    if action in _BESIDE_A_PASSAGE_0_1:
        key, _dot, rest = argument.partition(".")
        return key, rest
    return "", argument


@dataclass(frozen=True, slots=True)
class MenuId:
    """What a menu or a tab of the settings says of itself: "set" and a setting's name, "open" and a section's."""

    act: str
    name: str

    def __str__(self) -> str:
        return f"s1:{self.act}:{self.name}"

    @classmethod
    def read(cls, custom_id: str) -> Self | None:
        """Read the id of a menu or a tab; None for any other id."""
        match = _MENU.fullmatch(custom_id)
        return cls(*match.groups()) if match else None


@dataclass(frozen=True, slots=True)
class PickId:
    """What a menu of passages says of itself: the page it stands on, and for whom the card was made."""

    argument: str
    asker: int

    def __str__(self) -> str:
        return f"p1:{self.argument}:{self.asker}"

    @classmethod
    def read(cls, custom_id: str) -> Self | None:
        """Read the id of such a menu; None for any other id."""
        match = _PICK.fullmatch(custom_id)
        return cls(match[1], int(match[2])) if match else None


@dataclass(frozen=True, slots=True)
class FollowUpId:
    """What the form behind "Ask more" says of itself: for whom the card was made, and whether beside a public one."""

    asker: int
    is_beside: bool = False

    def __str__(self) -> str:
        return f"m{2 if self.is_beside else 1}:more:{self.asker}"

    @classmethod
    def read(cls, custom_id: str) -> Self | None:
        """Read the id of such a form; None for any other id."""
        match = _FOLLOW_UP.fullmatch(custom_id)
        return cls(int(match[2]), is_beside=match[1] == "2") if match else None


@dataclass(frozen=True, slots=True)
class FormId:
    """What a form about a seed says of itself: its kind, the draft and its file, and who opened it."""

    kind: str
    argument: str
    asker: int

    def __str__(self) -> str:
        return f"f1:{self.kind}:{self.argument}:{self.asker}"

    @classmethod
    def read(cls, custom_id: str) -> Self | None:
        """Read the id of such a form; None for any other id."""
        match = _FORM.fullmatch(custom_id)
        return cls(match[1], match[2], int(match[3])) if match else None


@dataclass(frozen=True, slots=True)
class InputId:
    """What an input of a form about a seed says of itself: its key, and a mark of what stood in it at first.

    So a form that is sent late is held against what its sender saw, and not against what stands there by then.
    """

    key: str
    seen: str | None

    def __str__(self) -> str:
        return self.key if self.seen is None else f"{self.key}:{self.seen}"

    @classmethod
    def of(cls, key: str, shown: str) -> Self:
        """Return the id of an input in which something stands."""
        return cls(key, mark(shown))

    @classmethod
    def read(cls, custom_id: str) -> Self | None:
        """Read the id of such an input; None for any other id."""
        match = _INPUT.fullmatch(custom_id)
        return cls(*match.groups()) if match else None


def mark(text: str) -> str:
    """Return what tells a text from others, in a few characters."""
    return sha256(text.encode()).hexdigest()[:12]


def numbered(name: str, number: int) -> str:
    """Write an argument that names something and a number: "ask.1" is the second page of an answer."""
    return f"{name}.{number}"


def read_numbered(argument: str) -> tuple[str, int | None]:
    """Read such an argument; the number is None where it has none, as only a forged one does."""
    name, _dot, number = argument.rpartition(".")
    return (name, int(number)) if number.isdecimal() else (argument, None)
