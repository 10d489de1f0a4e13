"""The local chat: a line is a question, a line that starts with "/" a command; reads a pipe as well as a person."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from bot.answering.naming import named_passage
from bot.config.values import data_folder
from bot.serving.service import Service
from bot.terminal.console import (
    progress_bar,
    show_answer,
    show_hit,
    show_lines,
    show_quote_check,
    show_report,
    show_table,
    stderr,
    stdout,
)
from bot.wording import cards as wording
from bot.wording import citing
from bot.wording import talk as wording_talk
from bot.wording import terminal as wording_terminal
from bot.wording.accounts import beginning, citations, why
from bot.wording.errors import report
from bot.wording.i18n import command_name, counted, number
from bot.wording.i18n import gettext as _
from index.answered import Answer, Hit
from index.answers.answer import follow_up
from index.answers.reading import may_be_read
from index.errors import LibraryError, UserError
from index.model import Passage
from index.questions.about_documents import read_document_question
from index.showing.attribution import caveat_lines
from index.showing.markup import one_line
from index.snapshots.snapshot import StoredDocument

if TYPE_CHECKING:
    from index.answers.filters import Filter

PROMPT = "? "
QUIT = "quit"
SEARCH_HITS = 10
BOTH = 2  # authors
HISTORY = "chat-history"  # in the data folder; what a person typed at a terminal, for the arrow keys of next time


@dataclass(frozen=True, slots=True)
class Command:
    """One chat command; `argument` names what follows it, if anything."""

    name: str
    argument: str
    run: Callable[["Talk", str], None]


class Talk:
    """A chat so far: what was asked last, and the passage that was shown first for it or looked at since."""

    def __init__(self, service: Service, console: Console) -> None:
        self.service = service
        self.console = console
        self.question = ""
        self.passage: Passage | None = None

    def meant(self, ref: str) -> Passage:
        """Return the passage that was named, else the one that is talked of; raises UserError for neither."""
        if ref:
            return self.service.scope().passage(ref)
        if self.passage is None:
            raise UserError(wording_terminal.NOTHING_SHOWN)
        return self.passage

    def last_question(self) -> str:
        """Return what was asked last; raises UserError where nothing was."""
        if not self.question:
            raise UserError(wording_terminal.NOTHING_ASKED)
        return self.question


def chat(service: Service) -> None:
    """Answer line by line until the input ends or somebody leaves."""
    talk = Talk(service, stdout())
    if sys.stdin.isatty():
        talk.console.print(_(wording_terminal.GREETING))
    for line in _lines(data_folder(service.config) / HISTORY):
        if line.strip() in {f"/{QUIT}", f"/{command_name(QUIT)}", "/exit"}:
            return
        answer_line(talk, line.strip())


def answer_line(talk: Talk, line: str) -> None:
    """Run one line of the chat; a mistake in it is a sentence, and the chat goes on."""
    if not line:
        return
    name, _space, argument = line.partition(" ")
    if not line.startswith("/"):
        name, argument = "/ask", line
    command = _named(name.removeprefix("/"))
    if command is None:
        stderr().print(_(wording_terminal.NO_COMMAND).format(name=name))
        return
    try:
        command.run(talk, argument.strip())
    except LibraryError as err:
        stderr().print(report(err).sentence)


def _named(name: str) -> Command | None:
    """Find a command by its English name, or by the one it has in the language that is spoken here."""
    return COMMANDS.get(name) or next((each for each in COMMANDS.values() if command_name(each.name) == name), None)


def _lines(history: Path) -> Iterator[str]:
    if not sys.stdin.isatty():
        yield from sys.stdin
        return
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory

    words = [f"/{command_name(name)}" for name in (*COMMANDS, QUIT)]
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


def _ask(talk: Talk, question: str) -> None:
    if (named := named_passage(question, talk.service.scope().passage)) is not None:
        _passage(talk, named.ref)
        return
    about = read_document_question(question)
    if about and not about.names and talk.passage:
        question = follow_up(question, talk.passage.document)
    _answer(talk, question, talk.service.scope().ask(question))


def _more(talk: Talk, question: str) -> None:
    _ask(talk, follow_up(question, talk.last_question()))


def _literally(talk: Talk, question: str) -> None:
    question = question or talk.last_question()
    _answer(talk, question, talk.service.scope().ask(question, literal=True))


def _answer(talk: Talk, question: str, answer: Answer) -> None:
    talk.question = question
    shown = [*(hit.passage for hit in answer.hits), *(each.first for each in answer.documents)]
    talk.passage = shown[0] if shown else None
    show_answer(talk.console, answer)


def _beside(side: int, talk: Talk, ref: str) -> None:
    passage = talk.service.scope().neighbours(talk.meant(ref))[side]
    if passage is None:
        raise UserError(wording.END if side else wording.BEGINNING)
    _show(talk, passage, _(wording.CONTEXT))


def _why(talk: Talk, ref: str) -> None:
    scope, passage = talk.service.scope(), talk.meant(ref)
    show_lines(talk.console, [passage.ref, *why(scope.explain(talk.last_question(), passage), one_line)])


def _like(talk: Talk, ref: str) -> None:
    _list(talk, talk.service.scope().more_like(talk.meant(ref)), wording.LIKE)


def _others(talk: Talk, ref: str) -> None:
    _list(talk, talk.service.scope().others_on(talk.meant(ref)), wording.OTHERS)


def _list(talk: Talk, hits: Sequence[Hit], label: str) -> None:
    if not hits:
        raise UserError(wording.NOTHING_RELATED)
    for hit in hits:
        show_hit(talk.console, hit, _(label), "dim")


def _two(talk: Talk, question: str) -> None:
    hits = talk.service.scope().two_on(question or talk.last_question())
    if len(hits) < BOTH:
        raise UserError(wording.NO_SECOND)
    _list(talk, hits, wording.TWO)


def _cite(talk: Talk, ref: str) -> None:
    for label, text in citations(talk.meant(ref), datetime.now(UTC).date()):
        show_lines(talk.console, [f"[{label}]", *text.splitlines(), ""])


def _verify(talk: Talk, quote: str) -> None:
    show_quote_check(talk.console, talk.service.scope().verify(quote))


def _search(talk: Talk, text: str) -> None:
    found = talk.service.scope().search(text)
    talk.console.print(counted(wording.FOUND, found.total))
    for hit in found.hits[:SEARCH_HITS]:
        show_hit(talk.console, hit, _(wording_terminal.MATCHES), "dim")


def _passage(talk: Talk, ref: str) -> None:
    _show(talk, talk.service.scope().passage(ref), _(wording.LOOKED_UP))


def _show(talk: Talk, passage: Passage, label: str) -> None:
    talk.passage = passage
    show_hit(talk.console, Hit(1, passage, 0.0, ()), label, "dim")


def _seed(talk: Talk, document: str) -> None:
    summary = talk.service.scope().summarise(document)
    hedges = ", ".join(f"{_(wording.REASONS[reason])} {number(count)}" for reason, count in summary.hedges.items())
    rows: list[tuple[str, object]] = [
        (_(wording_terminal.PASSAGES_HELD), number(summary.passages)),
        (_(wording_terminal.HEDGES), hedges or _(wording_terminal.NO_HEDGES)),
    ]
    show_table(talk.console, summary.document, rows)
    _show(talk, summary.first, _(wording.LOOKED_UP))


def _read(talk: Talk, document: str) -> None:
    passages = talk.service.scope().passages_of(document)
    if not may_be_read(passages[0].attribution):
        raise UserError(wording.PASSAGES_ONLY, seed=passages[0].document)
    show_table(talk.console, passages[0].document, [(f"#{each.number}", beginning(each)) for each in passages])
    _show(talk, passages[0], _(wording.LOOKED_UP))


def _caveat(talk: Talk, document: str) -> None:
    show_lines(talk.console, caveat_lines(talk.service.scope().passage(document.partition("#")[0]), citing.words()))


def _sources(talk: Talk, typed: str) -> None:
    documents = talk.service.scope().documents(_filters(typed))
    rows: list[tuple[str, object]] = [(each.id, " — ".join(_whose(each))) for each in documents]
    show_table(talk.console, _(wording_terminal.SEEDS), rows)


def _random(talk: Talk, typed: str) -> None:
    _show(talk, talk.service.scope().by_chance(_filters(typed)), _(wording.BY_CHANCE))


def _filters(typed: str) -> "tuple[Filter, ...]":
    """Read filters; raises UserError for words that are none."""
    from index.answers.filters import split_question

    rest, filters = split_question(f"[{typed}]") if typed else ("", ())
    if rest:
        raise UserError(_(wording_terminal.NO_FILTER).format(typed=typed))
    return filters


def _whose(document: StoredDocument) -> tuple[str, str]:
    attribution = document.attribution
    return attribution.title or _(wording.NO_TITLE), attribution.author or _(wording.NO_AUTHOR)


def _reindex(talk: Talk, _argument: str) -> None:
    with progress_bar(stderr()) as progress:
        show_report(talk.console, talk.service.reindex(progress))


def _status(talk: Talk, _argument: str) -> None:
    rows: list[tuple[str, object]] = [
        (_(wording_talk.SERVED[name]), value)
        for name, value in talk.service.scope().status().rows(amount=number).items()
    ]
    show_table(talk.console, _(wording_terminal.STATUS), rows)


def _help(talk: Talk, _argument: str) -> None:
    rows: list[tuple[str, object]] = [(_usage(name), _(text)) for name, text in wording_terminal.HELP.items()]
    show_table(talk.console, _(wording_terminal.COMMANDS), rows)


def _usage(name: str) -> str:
    command = COMMANDS.get(name)
    argument = _(wording_terminal.ARGUMENTS[command.argument]) if command and command.argument else ""
    return f"/{command_name(name)} {argument}".rstrip()


COMMANDS = {
    command.name: command
    for command in (
        Command("ask", "question", _ask),
        Command("more", "question", _more),
        Command("literally", "question", _literally),
        Command("why", "ref", _why),
        Command("before", "ref", partial(_beside, 0)),
        Command("after", "ref", partial(_beside, 1)),
        Command("cite", "ref", _cite),
        Command("like", "ref", _like),
        Command("others", "ref", _others),
        Command("two", "question", _two),
        Command("search", "query", _search),
        Command("passage", "ref", _passage),
        Command("seed", "seed", _seed),
        Command("read", "seed", _read),
        Command("caveat", "seed", _caveat),
        Command("verify", "quote", _verify),
        Command("sources", "filters", _sources),
        Command("random", "filters", _random),
        Command("reindex", "", _reindex),
        Command("status", "", _status),
        Command("help", "", _help),
    )
}
