"""The reading room on the command line: as a folder of files, or live."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.terminal.cli_shared import FOLDER, JSON, SEEDS, opened, print_json, progress, with_config

if TYPE_CHECKING:
    from bot.config.values import Config

USUAL_PORT = 8080
NO_CONTACT = "web.contact is not set: the pages name nobody to ask that something be taken down"
UNDRAWN = "{count} passages have no picture: no font here has their letters; install one, such as Noto, and run again"
NO_BASE = "without --base-url or web.url there is no feed, no sitemap, and no preview of links"


@click.command("site")
@click.argument("out", type=FOLDER)
@click.option("--base-url", help="The address under which OUT will be reached; default: web.url.")
@SEEDS
@JSON
@with_config
def site_command(config: "Config", out: Path, base_url: str | None, seeds: Path | None, *, as_json: bool) -> None:
    """Write the reading room into OUT as plain files, or what changed since it was written there."""
    from dataclasses import asdict, replace

    from bot.web.drawing.public_scope import PublicScope
    from bot.web.site import day_of_writing, write_site
    from bot.wording.i18n import speaking

    if base_url is not None:
        config = replace(config, web=replace(config.web, url=checked_url(base_url)))
    for lacking in (NO_CONTACT,) * (not config.web.contact) + (NO_BASE,) * (not config.web.url):
        click.echo(lacking, err=True)
    public = PublicScope(opened(config, seeds).scope(), config.web.show)
    with speaking(config.discord.language), progress() as tell:
        report = write_site(config, public, out, day_of_writing(), tell)
    if as_json:
        print_json(asdict(report))
    else:
        if report.undrawn:
            click.echo(UNDRAWN.format(count=report.undrawn), err=True)
        click.echo(
            f"{out}: {report.documents} documents with {report.passages} passages; written {report.written}, "
            f"removed {report.removed}, files changed {report.files}"
        )


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65_535), help="Default: web.port, else 8080.")
@click.option("--host", help="The address to listen on; default: web.host.")
@SEEDS
@with_config
def serve_command(config: "Config", port: int | None, host: str | None, seeds: Path | None) -> None:
    """Serve the reading room live, without Discord; re-indexes when seeds change."""
    import asyncio
    from dataclasses import replace

    from bot.web.serving import serve_alone

    web = replace(config.web, port=port or config.web.port or USUAL_PORT, host=host or config.web.host)
    config = replace(config, web=web)
    if not config.web.contact:
        click.echo(NO_CONTACT, err=True)
    asyncio.run(serve_alone(config, opened(config, seeds), click.echo))


def checked_url(address: str) -> str:
    """Return a base address; raises a usage error for what is none of the web."""
    from index.showing.attribution import web_address

    if web_address(address) is None:
        raise click.BadParameter(
            f"{address!r} is no address of the web; write https://example.org/path", param_hint="--base-url"
        )
    return address


WEB_COMMANDS = (site_command, serve_command)
