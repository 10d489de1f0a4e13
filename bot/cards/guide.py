"""Cards that show people what to do next, and how to ask. Commands come as Markdown that can be clicked."""

from collections.abc import Callable, Sequence

from discord import ui

from bot.cards.answers import COLOURS
from bot.cards.markdown import escape
from bot.wording import talk as wording
from bot.wording.i18n import gettext as _

Mention = Callable[[str], str]  # writes a command so that it can be clicked


def greeting(server: str, mention: Mention, question: str) -> ui.LayoutView:
    """Make the first message to who added the bot."""
    welcome = _(wording.WELCOME).format(server=escape(server), ask=mention("ask"))
    return _card(welcome, next_steps(mention), *_example(mention, question))


def next_steps(mention: Mention) -> str:
    """Tell an admin what to do in a new server."""
    commands = {name.replace(" ", "_"): mention(name) for name in ("seeds add", "settings", "help")}
    return _(wording.NEXT_STEPS).format(**commands)


def how_to_ask(bot: str, mention: Mention, questions: Sequence[str]) -> ui.LayoutView:
    """Make a card to be pinned; the questions are such as are answered here."""
    ways = _(wording.WAYS_TO_ASK).format(ask=mention("ask"), bot=bot)
    listed = [wording.EXAMPLE.format(question=escape(question)) for question in questions]
    examples = "\n".join((_(wording.THESE_ARE_ANSWERED), *listed)) if listed else ""
    return _card(_(wording.HOW_TO_ASK), ways, *filter(None, (examples,)))


def _example(mention: Mention, question: str) -> tuple[str, ...]:
    if not question:
        return ()
    return (_(wording.FOR_EXAMPLE).format(ask=mention("ask"), question=escape(question)),)


def _card(*texts: str) -> ui.LayoutView:
    displays = (ui.TextDisplay[ui.LayoutView](text) for text in texts)
    return ui.LayoutView(timeout=None).add_item(ui.Container(*displays, accent_colour=COLOURS["none"]))
