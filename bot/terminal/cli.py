"""The command line: `python -m bot …`. Parses, calls the service, prints; heavy modules are imported where needed."""

import os
import signal
import sys
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from bot.terminal.cli_citing import cite_command
from bot.terminal.cli_eval import eval_command
from bot.terminal.cli_operator import COMMANDS
from bot.terminal.cli_pages import SCHEMES, add_page, check_again_command
from bot.terminal.cli_shared import FILE, JSON, SEEDS, make_vectors, opened, print_json, progress, with_config
from bot.terminal.cli_web import WEB_COMMANDS
from bot.terminal.process import SIGNALLED, begin, end, failed

if TYPE_CHECKING:
    from bot.config.values import Config

VECTORS_S = 60.0  # seconds that a re-index goes on to make what finds by meaning


def main() -> NoReturn:
    """Run the command line; every error becomes one sentence on standard error and an exit code."""
    begin()
    end(exit_code(sys.argv[1:]))


def exit_code(arguments: list[str]) -> int:
    """Run a command; return its exit code."""
    try:
        code = cli.main(arguments, prog_name="caveat", standalone_mode=False)
    except click.Abort:
        return SIGNALLED + signal.SIGINT
    except Exception as err:  # noqa: BLE001 whatever it is, people get a sentence
        if "--debug" in arguments and not isinstance(err, click.ClickException | BrokenPipeError):
            traceback.print_exc()
        return failed(err)
    return code if isinstance(code, int) else 0


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.option("--debug", is_flag=True, help="Show a traceback where something fails.")
@click.version_option(package_name="caveat")
@click.pass_context
def cli(context: click.Context, *, debug: bool) -> None:
    """Answer questions with word-for-word passages, each with its author and the author's caveat."""
    context.obj = {"debug": debug}
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _speak_as_the_terminal() -> None:
    """Speak the terminal's language; for what people read who ask, not for who operates."""
    from bot.wording.i18n import speak, terminal_language

    speak(terminal_language(os.environ))


for operators_command in (*COMMANDS, *WEB_COMMANDS):
    cli.add_command(operators_command)
cli.add_command(eval_command)


@cli.command("ask")
@click.argument("question")
@SEEDS
@click.option("--limit", type=click.IntRange(1, 50), help="Passages at most; default: answer.limit.")
@click.option("--author", help="Only passages by this author.")
@click.option("--seed", help="Only passages of this seed.")
@JSON
@with_config
def ask_command(  # noqa: PLR0913, PLR0917 one for each option
    config: "Config",
    question: str,
    seeds: Path | None,
    limit: int | None,
    author: str | None,
    seed: str | None,
    *,
    as_json: bool,
) -> int:
    """Answer one QUESTION; exit code 1 where the seeds do not answer it."""
    from index.answers.answer import check_question

    if not as_json:
        _speak_as_the_terminal()
    check_question(question)
    if author or seed:
        from index.answers.filters import filters_of, with_filters

        question = with_filters(question, filters_of(author=author, seed=seed))
    answer = opened(config, seeds, asks=True).scope().ask(question, limit)
    if as_json:
        from bot.terminal.output import answer_json

        print_json(answer_json(answer))
    else:
        from bot.terminal.console import show_answer, stdout

        show_answer(stdout(), answer)
    return 0 if answer.answered else 1


@cli.command("chat")
@SEEDS
@with_config
def chat_command(config: "Config", seeds: Path | None) -> None:
    """Ask in a local chat; reads one question a line from a pipe too."""
    from bot.terminal.chat import chat

    _speak_as_the_terminal()
    chat(opened(config, seeds, asks=True, stays=True))


@cli.command("run")
@SEEDS
@click.option("--sync", is_flag=True, help="Send the commands to Discord even where they did not change.")
@click.option("--shards", metavar="RANGE", help="Answer for these shards alone, such as 4-7, where others run too.")
@with_config
def run_command(config: "Config", seeds: Path | None, *, sync: bool, shards: str | None) -> None:
    """Run the Discord bot; needs DISCORD_TOKEN."""
    from bot.config.check import with_shards
    from bot.config.log import set_up_logging
    from index.processes.collecting import seldom_collected

    with seldom_collected():  # what is imported stays: looking through it again and again is a tenth of the start
        from bot.gateway.run import run

    set_up_logging(config.log.level, as_json=config.log.format == "json")
    run(config if shards is None else with_shards(config, shards), seeds, sync=sync)


@cli.command("start")
@SEEDS
@click.pass_context
@with_config
def start_command(config: "Config", context: click.Context, seeds: Path | None) -> None:
    """Run the Discord bot where DISCORD_TOKEN is set, else open the local chat (what `make run` does)."""
    if config.secrets.discord_token is not None:
        context.invoke(run_command, seeds=seeds, sync=False, shards=None)
    else:
        context.invoke(chat_command, seeds=seeds)


@cli.command("status")
@SEEDS
@JSON
@with_config
def status_command(config: "Config", seeds: Path | None, *, as_json: bool) -> None:
    """Tell what is served and how old it is."""
    from bot.terminal.console import show_table, stdout

    rows = opened(config, seeds).scope().status().rows()
    if as_json:
        print_json(rows)
    else:
        show_table(stdout(), "Status", list(rows.items()))


@cli.command("reindex")
@SEEDS
@click.option("--force", is_flag=True, help="Build again even where nothing changed.")
@click.option("--compact", is_flag=True, help="Put the index in one segment, as building it anew would.")
@click.option(
    "--meaning/--no-meaning", default=None, help="Make all that finds by meaning, or none; default: a minute long."
)
@JSON
@with_config
def reindex_command(  # noqa: PLR0913 each option is one
    config: "Config", seeds: Path | None, *, force: bool, compact: bool, meaning: bool | None, as_json: bool
) -> None:
    """Index the seeds and publish the result; answering goes on meanwhile.

    Then make what finds passages by meaning, for a minute at most, or to the end, or not at all; what is missing then
    is made by the next re-index and by the running bot.
    """
    from bot.serving.service import Service
    from bot.terminal.console import show_report, stdout

    service = Service(config, seeds)
    service.use_meaning()
    with progress() as tell:
        report = service.reindex(tell, force=force, compact=compact)
    if service.engine and service.engine.failure:
        raise service.engine.failure
    if as_json:
        print_json(asdict(report))
    else:
        show_report(stdout(), report)
    sys.stdout.flush()
    if meaning is not False:
        make_vectors(service, None if meaning else VECTORS_S)


@cli.command("verify")
@click.argument("quote")
@SEEDS
@JSON
@click.option("--strict", is_flag=True, help="Exit with 1 unless the quote is verbatim.")
@with_config
def verify_command(config: "Config", quote: str, seeds: Path | None, *, as_json: bool, strict: bool) -> int:
    """Tell whether a QUOTE stands in the seeds word for word; exit code 1 where it is absent."""
    if not as_json:
        _speak_as_the_terminal()
    check = opened(config, seeds).scope().verify(quote)
    if as_json:
        from bot.terminal.output import quote_json

        print_json(quote_json(check))
    else:
        from bot.terminal.console import show_quote_check, stdout

        show_quote_check(stdout(), check)
    return int(check.verdict != "verbatim" if strict else check.verdict == "absent")


@cli.group("seeds")
def seeds_group() -> None:
    """Check, add, cite and export seeds."""


seeds_group.add_command(cite_command)
seeds_group.add_command(check_again_command)


@seeds_group.command("check")
@click.argument("paths", nargs=-1, type=FILE)
@JSON
@with_config
def check_command(config: "Config", paths: tuple[Path, ...], *, as_json: bool) -> int:
    """Lint seed files or folders (PATHS; default: the configured folder); exit code 1 where one has an error."""
    from bot.serving.service import Service
    from bot.terminal.console import stdout
    from bot.terminal.reports import show_finding

    service, console = Service(config), stdout()
    findings = []
    for path in paths or (None,):
        for finding in service.check(path):
            findings.append(finding)
            if not as_json:
                show_finding(console, finding)
    if as_json:
        print_json([asdict(finding) for finding in findings])
    return 1 if any(finding.error for finding in findings) else 0


@seeds_group.command("read")
@click.argument("path", type=FILE)
@JSON
@with_config
def read_command(config: "Config", path: Path, *, as_json: bool) -> int:
    """Show all that is understood of a seed file or folder, passage by passage; exit code 1 where one is skipped."""
    from bot.serving.building import build_settings
    from index.building.understanding import understand_path

    understood = understand_path(path, build_settings(config))
    if as_json:
        from bot.terminal.output import understood_json

        print_json(understood_json(understood))
    else:
        from bot.terminal.console import stdout
        from bot.terminal.reports import show_understood

        show_understood(stdout(), understood)
    return 1 if understood.skipped else 0


@seeds_group.command("add")
@click.argument("file", metavar="FILE|URL")
@SEEDS
@click.option("--title")
@click.option("--author")
@click.option("--source", help="Where the original stands.")
@click.option("--published", help="A date, a month or a year: 2022-09-13, 2022-09 or 2022.")
@click.option("--caveat", help="A caveat; yours, unless its words stand in the file.")
@with_config
def add_command(config: "Config", file: str, seeds: Path | None, **metadata: str | None) -> None:
    """Copy FILE, or the page at a URL, into the seeds with its metadata in a side-car; its bytes are not touched."""
    from bot.serving.service import Service
    from bot.terminal.console import stdout
    from bot.terminal.reports import show_finding

    service = Service(config, seeds or config.seeds.dir or Path("seeds"))
    stated = {key: value for key, value in metadata.items() if value}
    is_page = file.startswith(SCHEMES)
    added = add_page(config, service, file, stated) if is_page else service.add_seed(Path(file), stated)
    show_finding(stdout(), added)


@seeds_group.command("export")
@click.option("--guild", "guild_id", type=click.IntRange(1), required=True, help="The server's id.")
@click.argument("folder", metavar="DIR", type=FILE)
@with_config
def export_command(config: "Config", guild_id: int, folder: Path) -> None:
    """Write a server's own seeds into DIR, byte for byte, with their side-cars; nothing there is overwritten."""
    from bot.config.values import database_url
    from bot.seeding.exporting import written
    from bot.seeding.intake.understanding import AttachedFile
    from bot.store.store import Store

    with Store.open(database_url(config)) as store:
        stored = ((seed, store.seed_contents(guild_id, seed.seed)) for seed in store.guild_seeds(guild_id))
        files = (AttachedFile(seed.file_name, contents.data, contents.sidecar) for seed, contents in stored)
        paths = list(written(files, folder))
    click.echo("\n".join(map(str, paths)) or f"server {guild_id} has no seeds of its own")


@cli.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Print the completion script of a SHELL; `eval "$(caveat completion bash)"` turns it on."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:  # pragma: no cover the choice above lists what click has
        raise click.UsageError(f"no completion for {shell}")
    click.echo(kind(cli, {}, "caveat", "_CAVEAT_COMPLETE").source())
