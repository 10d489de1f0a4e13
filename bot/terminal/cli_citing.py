"""The command that writes references for programs such as Zotero: of passages, seeds, a tag, or all."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.terminal.cli_shared import SEEDS, opened, with_config

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.config.values import Config
    from bot.serving.scope import Scope
    from index.showing.bibliography import Item


@click.command("cite")
@click.argument("refs", metavar="[REF]…", nargs=-1)
@click.option("--tag", help="The documents with this tag alone.")
@click.option("--format", "form", type=click.Choice(["bib", "ris", "csl"]), default="bib", show_default=True)
@SEEDS
@with_config
def cite_command(config: "Config", refs: tuple[str, ...], tag: str | None, form: str, seeds: Path | None) -> None:
    """Write references of passages, seeds or (without REF) of all documents, each with its caveats in the note."""
    from datetime import UTC, datetime

    from index.showing.bibliography import bibtex, ris

    accessed = datetime.now(UTC).date()
    items = list(_items(opened(config, seeds).scope(), refs, tag, accessed))
    if form == "csl":
        click.echo(json.dumps(items, ensure_ascii=False, indent=2))
    else:
        click.echo((bibtex if form == "bib" else ris)(items), nl=False)


def _items(scope: "Scope", refs: tuple[str, ...], tag: str | None, accessed: "date") -> "Iterator[Item]":
    """Yield a reference for each passage that was named, and for each document; raises QuestionError for others."""
    from index.showing.attribution import csl_json
    from index.showing.bibliography import document_item

    documents = [each for each in scope.documents() if tag is None or tag.casefold() in map(str.casefold, each.tags)]
    for ref in refs:
        meant = [each for each in documents if ref in (each.id, each.seed)]
        if not meant and tag is None:
            yield csl_json(scope.passage(ref), accessed)
        yield from (document_item(scope.passage(f"{each.id}#1"), accessed) for each in meant)
    if not refs:
        yield from (document_item(scope.passage(f"{each.id}#1"), accessed) for each in documents)
