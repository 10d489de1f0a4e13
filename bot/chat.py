"""The local chat: a line is a question, a line that starts with "/" a command; reads a pipe as well as a person."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from bot.config import data_folder
from bot.console import progress_bar, show_answer, show_hit, show_quote_check, show_report, show_table, stderr, stdout
from bot.errors import report
from bot.service import Service
from index.citations import caveat_lines
from index.errors import LibraryError
from index.model import Hit
from index.snapshot import StoredDocument

GREETING = "Ask in a few words. /help lists the commands, /quit leaves."
PROMPT = "? "
SEARCH_HITS = 10
HISTORY = "chat-history"  # in the data folder; what a person typed at a terminal, for the arrow keys of next time


@dataclass(frozen=True, slots=True)
class Command:
    """One chat command: what it does in a line, and how; `argument` names what follows it, if anything."""

    name: str
    argument: str
    help: str
    run: Callable[[Service, Console, str], None]


def chat(service: Service) -> None:
    """Answer line by line until the input ends or somebody leaves."""
    console = stdout()
    if sys.stdin.isatty():
        console.print(GREETING)
    for line in _lines(data_folder(service.config) / HISTORY):
        if line.strip() in {"/quit", "/exit"}:
            return
        answer_line(service, console, line.strip())


def answer_line(service: Service, console: Console, line: str) -> None:
    """Run one line of the chat; a mistake in it is a sentence, and the chat goes on."""
    if not line:
        return
    name, _, argument = line.partition(" ")
    if not line.startswith("/"):
        name, argument = "/ask", line
    command = COMMANDS.get(name.removeprefix("/"))
    if command is None:
        stderr().print(f"{name} is no command; /help lists them")
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
    console.print(f"{found.total} passages match.")
    for hit in found.hits[:SEARCH_HITS]:
        show_hit(console, hit, "matches", "dim")


def _passage(service: Service, console: Console, ref: str) -> None:
    show_hit(console, Hit(1, service.shelf().passage(ref), 0.0, ()), "looked up", "dim")


def _seed(service: Service, console: Console, document: str) -> None:
    summary = service.shelf().summarise(document)
    hedges = ", ".join(f"{reason} {count}" for reason, count in summary.hedges.items()) or "none marked"
    show_table(console, document, [("passages", summary.passages), ("hedges", hedges)])
    _passage(service, console, summary.first.ref)


def _caveat(service: Service, console: Console, document: str) -> None:
    for line in caveat_lines(service.shelf().passage(f"{document}#1")):
        console.print(line)


def _sources(service: Service, console: Console, _: str) -> None:
    rows: list[tuple[str, object]] = [(each.id, " — ".join(_whose(each))) for each in service.shelf().documents()]
    show_table(console, "Seeds", rows)


def _whose(document: StoredDocument) -> tuple[str, str]:
    attribution = document.attribution
    return attribution.title or "title not stated", attribution.author or "author not stated"


def _reindex(service: Service, console: Console, _: str) -> None:
    with progress_bar(stderr()) as progress:
        show_report(console, service.reindex(progress))


def _status(service: Service, console: Console, _: str) -> None:
    show_table(console, "Status", list(service.shelf().status()))


def _help(_: Service, console: Console, __: str) -> None:
    rows: list[tuple[str, object]] = [(f"/{c.name} {c.argument}".strip(), c.help) for c in COMMANDS.values()]
    show_table(console, "Commands", [*rows, ("/quit", "leave")])


COMMANDS = {
    command.name: command
    for command in (
        Command("ask", "QUESTION", "answer with passages; a line without a command asks too", _ask),
        Command("search", "QUERY", 'all that matches: words, "phrases", -without, author:, before:', _search),
        Command("passage", "REF", "one passage by its name, such as about-caveat#4", _passage),
        Command("seed", "SEED", "what is known of one seed", _seed),
        Command("caveat", "SEED", "the caveats of one seed", _caveat),
        Command("verify", "QUOTE", "is this quote in the seeds, word for word?", _verify),
        Command("sources", "", "list the seeds with title and author", _sources),
        Command("reindex", "", "read the seeds again and serve what changed", _reindex),
        Command("status", "", "what is served, and how old it is", _status),
        Command("help", "", "list the commands", _help),
    )
}
