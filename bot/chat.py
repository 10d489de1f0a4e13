"""The local chat: a line is a question, a line that starts with "/" a command; reads a pipe as well as a person."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from bot import citing, wording, wording_talk, wording_terminal
from bot.config import data_folder
from bot.console import progress_bar, show_answer, show_hit, show_quote_check, show_report, show_table, stderr, stdout
from bot.errors import report
from bot.i18n import counted
from bot.i18n import gettext as _
from bot.service import Service
from index.citations import caveat_lines
from index.errors import LibraryError
from index.model import Hit
from index.snapshot import StoredDocument

PROMPT = "? "
SEARCH_HITS = 10
HISTORY = "chat-history"  # in the data folder; what a person typed at a terminal, for the arrow keys of next time


@dataclass(frozen=True, slots=True)
class Command:
    """One chat command; `argument` names what follows it, if anything."""

    name: str
    argument: str
    run: Callable[[Service, Console, str], None]


def chat(service: Service) -> None:
    """Answer line by line until the input ends or somebody leaves."""
    console = stdout()
    if sys.stdin.isatty():
        console.print(_(wording_terminal.GREETING))
    for line in _lines(data_folder(service.config) / HISTORY):
        if line.strip() in {"/quit", "/exit"}:
            return
        answer_line(service, console, line.strip())


def answer_line(service: Service, console: Console, line: str) -> None:
    """Run one line of the chat; a mistake in it is a sentence, and the chat goes on."""
    if not line:
        return
    name, _space, argument = line.partition(" ")
    if not line.startswith("/"):
        name, argument = "/ask", line
    command = COMMANDS.get(name.removeprefix("/"))
    if command is None:
        stderr().print(_(wording_terminal.NO_COMMAND).format(name=name))
        return
    try:
        command.run(service, console, argument.strip())
    except LibraryError as err:
        stderr().print(report(err).sentence)


def _lines(history: Path) -> Iterator[str]:
    if not sys.stdin.isatty():
        yield from sys.stdin
        return
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory

    words = [f"/{name}" for name in (*COMMANDS, "quit")]
    session: PromptSession[str] = PromptSession(
        completer=WordCompleter(words, sentence=True), history=FileHistory(history)
    )
    while True:
        try:
            yield session.prompt(PROMPT)
        except KeyboardInterrupt:
            continue  # clears the line, as shells do
        except EOFError:
            return


def _ask(service: Service, console: Console, question: str) -> None:
    show_answer(console, service.shelf().ask(question))


def _verify(service: Service, console: Console, quote: str) -> None:
    show_quote_check(console, service.shelf().verify(quote))


def _search(service: Service, console: Console, text: str) -> None:
    found = service.shelf().search(text)
    console.print(counted(wording.FOUND, found.total))
    for hit in found.hits[:SEARCH_HITS]:
        show_hit(console, hit, _(wording_terminal.MATCHES), "dim")


def _passage(service: Service, console: Console, ref: str) -> None:
    show_hit(console, Hit(1, service.shelf().passage(ref), 0.0, ()), _(wording.LOOKED_UP), "dim")


def _seed(service: Service, console: Console, document: str) -> None:
    summary = service.shelf().summarise(document)
    hedges = ", ".join(f"{_(wording.REASONS[reason])} {count}" for reason, count in summary.hedges.items())
    rows: list[tuple[str, object]] = [
        (_(wording_terminal.PASSAGES_HELD), summary.passages),
        (_(wording_terminal.HEDGES), hedges or _(wording_terminal.NO_HEDGES)),
    ]
    show_table(console, document, rows)
    _passage(service, console, summary.first.ref)


def _caveat(service: Service, console: Console, document: str) -> None:
    for line in caveat_lines(service.shelf().passage(f"{document}#1"), citing.words()):
        console.print(line)


def _sources(service: Service, console: Console, _argument: str) -> None:
    rows: list[tuple[str, object]] = [(each.id, " — ".join(_whose(each))) for each in service.shelf().documents()]
    show_table(console, _(wording_terminal.SEEDS), rows)


def _whose(document: StoredDocument) -> tuple[str, str]:
    attribution = document.attribution
    return attribution.title or _(wording.NO_TITLE), attribution.author or _(wording.NO_AUTHOR)


def _reindex(service: Service, console: Console, _argument: str) -> None:
    with progress_bar(stderr()) as progress:
        show_report(console, service.reindex(progress))


def _status(service: Service, console: Console, _argument: str) -> None:
    rows: list[tuple[str, object]] = [(_(wording_talk.SERVED[name]), value) for name, value in service.shelf().status()]
    show_table(console, _(wording_terminal.STATUS), rows)


def _help(_service: Service, console: Console, _argument: str) -> None:
    rows: list[tuple[str, object]] = [
        (" ".join((f"/{name}", *(_(wording_terminal.ARGUMENTS[each]) for each in _arguments(name)))), _(text))
        for name, text in wording_terminal.HELP.items()
    ]
    show_table(console, _(wording_terminal.COMMANDS), rows)


def _arguments(name: str) -> list[str]:
    command = COMMANDS.get(name)
    return [command.argument] if command and command.argument else []


COMMANDS = {
    command.name: command
    for command in (
        Command("ask", "question", _ask),
        Command("search", "query", _search),
        Command("passage", "ref", _passage),
        Command("seed", "seed", _seed),
        Command("caveat", "seed", _caveat),
        Command("verify", "quote", _verify),
        Command("sources", "", _sources),
        Command("reindex", "", _reindex),
        Command("status", "", _status),
        Command("help", "", _help),
    )
}
