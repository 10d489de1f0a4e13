"""What operators do on the command line beside seeds: migrations, servers, backups, the doctor."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.terminal.cli_shared import FILE, JSON, SEEDS, print_json, progress, with_config

if TYPE_CHECKING:
    from bot.config.values import Config


@click.group("db")
def database_group() -> None:
    """Migrate the database."""


@database_group.command("upgrade")
@with_config
def upgrade_command(config: "Config") -> None:
    """Bring the database to this version; does nothing where it is already."""
    from bot.config.values import database_url
    from bot.store.database.migrate import upgrade

    applied = upgrade(database_url(config))
    click.echo("\n".join(f"applied: {name}" for name in applied) or "already current")


@database_group.command("current")
@with_config
def current_command(config: "Config") -> None:
    """Print the version the database is at."""
    from bot.config.values import database_url
    from bot.store.database.migrate import current

    click.echo(current(database_url(config)) or "empty")


@click.command("guilds")
@JSON
@with_config
def guilds_command(config: "Config", *, as_json: bool) -> None:
    """List the servers of which anything is stored: seeds, bytes, verdicts, settings, and what is to be deleted."""
    from bot.config.values import database_url
    from bot.store.store import Store
    from bot.terminal.console import stdout
    from bot.terminal.reports import show_guilds

    with Store.open(database_url(config)) as store:
        found = store.guilds_with_data()
    if as_json:
        print_json([asdict(data) | {"delete_at": data.delete_at and data.delete_at.isoformat()} for data in found])
    else:
        show_guilds(stdout(), found)


@click.command("backup")
@click.argument("file", type=FILE)
@with_config
def backup_command(config: "Config", file: Path) -> None:
    """Write all that the database holds into a new FILE; the bot may go on meanwhile."""
    from bot.config.values import database_url
    from bot.store.archive.backup import write_backup

    with progress() as tell:
        manifest = write_backup(database_url(config), file, datetime.now(UTC), tell)
    click.echo(f"{file}: {manifest.rows} rows at {manifest.revision}; it holds what people did, so keep it to yourself")


@click.command("restore")
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Throw away what the database holds.")
@with_config
def restore_command(config: "Config", file: Path, *, replace: bool) -> None:
    """Fill the database with what a backup FILE holds, all of it or nothing; it must hold nothing yet."""
    from bot.config.values import database_url
    from bot.store.archive.restore import restore_backup

    with progress() as tell:
        manifest = restore_backup(database_url(config), file, tell, replace=replace)
    click.echo(f"{manifest.rows} rows of {manifest.made_at} restored")


@click.command("leases")
@click.option(
    "--release", is_flag=True, help="Free them all; stop the workers first, since one goes on until its next claim."
)
@JSON
@with_config
def leases_command(config: "Config", *, release: bool, as_json: bool) -> None:
    """List which worker answers for which shard, and until when by the database's clock."""
    from bot.config.values import database_url
    from bot.store.store import Store
    from bot.terminal.console import stdout
    from bot.terminal.reports import show_leases

    with Store.open(database_url(config)) as store:
        found, now = store.workers.all_leases()
        freed = store.workers.release_all_leases() if release else 0
    if as_json:
        print_json([asdict(lease) | {"expires_at": lease.expires_at.isoformat()} for lease in found])
    else:
        show_leases(stdout(), found, now)
    if release:
        click.echo(f"{freed} released; a worker that runs claims its own again", err=as_json)


@click.command("doctor")
@SEEDS
@JSON
@with_config
def doctor_command(config: "Config", seeds: Path | None, *, as_json: bool) -> int:
    """Examine token, intents, permissions, database, disk, index, seeds and clocks; exit code 1 where one is wrong."""
    from bot.terminal.console import stdout
    from bot.terminal.doctor.examination import examine
    from bot.terminal.reports import show_diagnosis

    found = []
    for finding in examine(config, seeds):
        found.append(finding)
        if not as_json:
            show_diagnosis(stdout(), finding)
    if as_json:
        print_json([finding.as_json() for finding in found])
    return 1 if any(finding.is_fault for finding in found) else 0


COMMANDS = (database_group, guilds_command, leases_command, backup_command, restore_command, doctor_command)
