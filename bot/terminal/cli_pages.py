"""Pages of the web as the operator's seeds: added by their address, looked at again, and taken anew if wanted."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from bot.terminal.cli_shared import FILE, with_config

if TYPE_CHECKING:
    from bot.config.values import Config
    from bot.fetching.page_files import PageDifference
    from bot.fetching.pages import FetchedPage
    from bot.serving.service import Service
    from index.building.lint import FileFindings
    from index.settings import BuildSettings

SCHEMES = ("https://", "http://")
CHANGED = "{seed}: the page has changed since {when}; --take puts it in the place of what is quoted now."
TAKEN = "{seed}: the page has changed since {when}, and was taken anew; re-index to quote it."


def add_page(config: "Config", service: "Service", address: str, stated: Mapping[str, str]) -> "FileFindings":
    """Fetch a page and add it as a seed; raises PageError, SeedError."""
    from bot.fetching.page_files import file_name, origin

    page = fetched(config, address)
    with TemporaryDirectory(prefix="caveat-page-") as folder:
        file = Path(folder) / file_name(page)
        file.write_bytes(page.data)
        return service.add_seed(file, origin(page, address) | dict(stated))


def fetched(config: "Config", address: str) -> "FetchedPage":
    """Fetch a page; raises PageError."""
    import asyncio

    from bot.fetching.pages import PageFetcher

    return asyncio.run(PageFetcher(config.seeds.max_bytes).fetch(address))


@click.command("check-again")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=FILE)
@click.option("--take", is_flag=True, help="Put the page as it is now in the place of what was fetched.")
@with_config
def check_again_command(config: "Config", files: tuple[Path, ...], *, take: bool) -> int:
    """Tell whether pages that were added by their address changed since; exit code 1 where one did or is gone."""
    from bot.fetching.errors import PageError
    from bot.wording.origins import GONE

    code = 0
    for file in files:
        try:
            code |= _check_again(config, file, take=take)
        except PageError as err:
            click.echo(GONE.format(seed=file, problem=err.sentence))
            code = 1
    return code


def _check_again(config: "Config", file: Path, *, take: bool) -> int:
    """Look at one page; return 1 where it changed. Raises PageError, SeedError."""
    from bot.fetching.page_files import fetched_at, fetched_from
    from bot.seeding.drafts.sidecars import edited, stated
    from bot.serving.building import build_settings
    from bot.serving.seed_files import replace_seed
    from bot.wording import origins as wording
    from index.errors import UserError
    from index.seeds import find_seed, load_bytes

    found = load_bytes(find_seed(file), max_bytes=config.seeds.max_bytes)
    place = fetched_from(stated(found.sidecar, file.name))
    if place is None:
        raise UserError(wording.NOT_FETCHED_FROM, seed=file)
    address, when = place
    page = fetched(config, address)
    if page.data == found.data:
        click.echo(wording.UNCHANGED.format(seed=file, when=when))
        return 0
    changed = _compared(file, found.data, page.data, build_settings(config))
    if not changed:
        click.echo(wording.SAME_TEXT.format(seed=file, when=when))
        return 0
    click.echo("\n\n".join(changed.lines))
    if take:
        replace_seed(file, page.data, edited(found.sidecar, file.name, fetched_at(page)))
    click.echo((TAKEN if take else CHANGED).format(seed=file, when=when))
    return 1


def _compared(file: Path, before: bytes, after: bytes, settings: "BuildSettings") -> "PageDifference":
    """Compare what is read of a page then and now, paragraph by paragraph; raises SeedError."""
    from bot.fetching.page_files import difference
    from bot.seeding.intake.understanding import paragraphs_of
    from index.seeds.apart import SeedReader

    with SeedReader(settings.reading) as reader:
        old, new = (paragraphs_of(reader.read(data, file.name, seed=file.stem)) for data in (before, after))
    return difference(old, new)
