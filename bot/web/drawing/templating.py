"""The one place that makes HTML: Jinja2 with autoescape over the templates beside it, and what all pages share.

Whatever comes from a seed passes as text. The only markup that is not the templates' is JSON in a block of data, with
every sign escaped that could end the block.
"""

import json
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.web.drawing import paths
from bot.wording import cards as wording_cards
from bot.wording.i18n import gettext as _
from bot.wording.web import pages as wording
from index.showing.attribution import web_address

# What a page may load and do: nothing but the files of the site itself; nothing that a seed holds can run.
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"
)
_IN_A_BLOCK: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


class Templates:
    """The templates, with the values that all pages share."""

    def __init__(self, **shared: Any) -> None:
        self._environment = Environment(
            loader=PackageLoader("bot.web.drawing"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        contact = shared.pop("contact")
        self._environment.globals.update(
            shared,
            say=say,
            reason=lambda each: _(wording_cards.REASONS[each]),
            policy=POLICY,
            contact=contact,
            contact_link=contact_link(contact),
            change=lambda each: _(wording.CHANGES[each]),
        )
        self._environment.filters["data"] = in_a_block
        self._macros = self._environment.get_template("macros.html").module

    def page(self, template: str, path: str, **values: Any) -> str:
        """Fill in a template for the page at a path."""
        root = "../" * path.count("/")
        base = self._environment.globals["base"]
        canonical = f"{base}{'' if path == paths.HOME else paths.link(path)}" if base else ""
        return self._environment.get_template(template).render(
            values, root=root if path != paths.NOT_FOUND else base or "/", canonical=canonical
        )

    def macro(self, name: str, value: Any) -> Markup:
        """Draw a value by one of the macros that need no page around them."""
        return Markup(getattr(self._macros, name)(value))  # noqa: S704 a macro's output is escaped


def say(name: str, **values: object) -> str:
    """Return one of our sentences by the name of its constant, in the language that is spoken."""
    return _(str(getattr(wording, name))).format(**values)


def in_a_block(value: Any) -> Markup:
    """Write a value as JSON that can stand in a block of data and cannot end it."""
    return Markup(json.dumps(value, ensure_ascii=False, sort_keys=True).translate(_IN_A_BLOCK))  # noqa: S704 escaped


def contact_link(contact: str) -> str | None:
    """Return the address of a contact: of a page, or of a mailbox; None for other words."""
    if web_address(contact):
        return contact
    return f"mailto:{contact}" if "@" in contact and " " not in contact else None
