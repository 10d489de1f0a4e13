"""Answers what people ask, and knows which document each of them looked at last. Knows no messages and no commands."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from cachetools import TTLCache
from discord import ui

from bot.answering.contexts import linked
from bot.answering.counting import UsageKeeper
from bot.answering.gaps import GapKeeper
from bot.answering.mentions import without_mentions
from bot.answering.naming import named_passage
from bot.cards import answers as cards
from bot.cards.documents import answer_pages
from bot.cards.lists import passage_pages
from bot.health.observer import UNOBSERVED, Face, Observer
from bot.replies.rows import CardState, rows
from bot.serving.scope import Scope
from bot.serving.service import Service
from bot.wording import talk as wording_talk
from bot.wording.i18n import gettext as _
from index.answered import Answer
from index.answers.answer import FOLLOWS, follow_up
from index.answers.completion import Suggestion
from index.answers.filters import Filter, FilterName, split_question, with_filters
from index.questions.about_documents import read_document_question
from index.questions.asking import is_question

REMEMBERED_S = 900.0  # how long a card may be meant by "this"
BESIDE = "; "  # between two questions that another one follows
MOST_REMEMBERED = 10_000  # people in channels


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, and where.

    Attributes:
        text: as typed.
        guild_id: of the server whose seeds may be seen, None outside one.
        channel: the number of the channel.
        asker: the number of whoever asks.
        private: whether nobody else sees the answer.
        earlier: the question on the card that this one follows up; empty where it follows none.
        key: of the passage on that card; empty where it shows none.
        filters: what is asked alone, where it is not all.
        thread: the name of the thread on an answer of ours in which it is asked; empty elsewhere.
        face: how it came.
    """

    text: str
    guild_id: int | None
    channel: int
    asker: int
    private: bool = False
    earlier: str = ""
    key: str = ""
    filters: tuple[Filter, ...] = ()
    thread: str = ""
    face: Face = "command"

    @property
    def follows_card(self) -> bool:
        """Whether it was put in reply to a card."""
        return bool(self.earlier or self.key)


class RecentDocuments:
    """Which document the last card of each person in each channel showed: in memory, for a quarter of an hour.

    What a private card showed is remembered for questions that are asked in private alone.

    Args:
        clock: seconds, for the time that has passed.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._shown: TTLCache[tuple[int, int, bool], str] = TTLCache(MOST_REMEMBERED, REMEMBERED_S, clock)
        self._lock = Lock()

    def note(self, question: Question, document: str) -> None:
        """Remember what was shown in answer to a question."""
        with self._lock:
            self._shown[question.channel, question.asker, question.private] = document

    def get(self, question: Question) -> str:
        """Return what was shown last to who asks now, empty where nothing was."""
        with self._lock:
            public = self._shown.get((question.channel, question.asker, False), "")
            private = self._shown.get((question.channel, question.asker, True), "") if question.private else ""
        return private or public


class RecentQuestions:
    """What each person asked last in each channel: in memory, for a quarter of an hour."""

    def __init__(self) -> None:
        self._asked: TTLCache[tuple[int, int], str] = TTLCache(MOST_REMEMBERED, REMEMBERED_S)
        self._lock = Lock()

    def note(self, channel: int, asker: int, text: str) -> None:
        """Remember a question, with the one before it."""
        asked = split_question(text)[0].partition(FOLLOWS)[0].strip()
        with self._lock:
            before = self._asked.get((channel, asker), "").partition(BESIDE)[0]
            self._asked[channel, asker] = f"{asked}{BESIDE}{before}" if before and before != asked else asked

    def get(self, channel: int, asker: int) -> str:
        """Return the last two questions, the newer one first; empty where there are none."""
        with self._lock:
            return self._asked.get((channel, asker), "")


class Asking:
    """Makes the cards that answer questions; slow, so it is called in a thread.

    Args:
        service: answers.
        gaps: keeps what nothing answered.
        recent: what people looked at last.
        usage: counts what is asked.
        observer: is told of each question.
    """

    def __init__(
        self,
        service: Service,
        gaps: GapKeeper,
        recent: RecentDocuments,
        usage: UsageKeeper,
        observer: Observer = UNOBSERVED,
    ) -> None:
        self._observer = observer
        self._service = service
        self._gaps = gaps
        self._recent = recent
        self._usage = usage
        self._questions = RecentQuestions()

    def begin_thread(self, thread: int, asker: int, question: str) -> None:
        """Remember what a thread was opened on."""
        self._questions.note(thread, asker, question)

    def card(self, question: Question) -> ui.LayoutView:
        """Answer a question that was put to the bot; what nothing answers may be kept."""
        question = replace(question, text=without_mentions(question.text))
        if not question.text:
            return cards.note(_(wording_talk.REPLY_UNREAD if question.follows_card else wording_talk.ABOUT_ME))
        if (named := self._named(question)) is not None:
            return named
        answer = self._answer(question)
        self._usage.count(question.guild_id, answer)
        is_noted = not (answer.answered or answer.choices) and self._gaps.keep(
            question.guild_id, question.text, "nothing", private=question.private
        )
        return self._rendered(question, answer, is_noted=is_noted)

    def complete(self, guild_id: int | None, name: FilterName, typed: str) -> list[Suggestion]:
        """Return authors, seeds or tags that what was typed may mean."""
        return self._service.scope(guild_id).complete_filter(name, typed)

    def is_question(self, guild_id: int | None, question: str) -> bool:
        """Tell whether words that were addressed to nobody are a question; may read files."""
        return is_question(question, self._service.scope(guild_id).languages)

    def card_if_answered(self, question: Question) -> ui.LayoutView | None:
        """Answer a question that was put to nobody, or return None where the seeds do not.

        One about a document counts only where it names one or replies to a card: "Is that true?" is said of much.
        """
        about = read_document_question(question.text)
        if about and not (about.names or question.key or question.earlier):
            return None
        answer = self._answer(question if about else replace(question, earlier=""))
        if not answer.answered:
            return None
        self._usage.count(question.guild_id, answer)
        return self._rendered(question, answer)

    def _named(self, question: Question) -> ui.LayoutView | None:
        """Show the passage that a message names; None where it names none that there is.

        Raises:
            QuestionError: it names one that is not there, and means nothing else.
        """
        passage = named_passage(question.text, self._service.scope(question.guild_id).passage)
        if passage is None:
            return None
        self._recent.note(question, passage.document)
        return self._first_of(passage_pages(passage), "passage", question)

    def _answer(self, question: Question) -> Answer:
        return self._observer.asked(question.face, lambda: self._searched(question))

    def _searched(self, question: Question) -> Answer:
        scope = self._service.scope(question.guild_id)
        asked = self._in_context(scope, question)
        return scope.ask(with_filters(asked, question.filters) if question.filters else asked)

    def _in_context(self, scope: Scope, question: Question) -> str:
        """Return what is asked, with what it follows: the document that is meant, or the question before it."""
        about = read_document_question(question.text)
        if question.thread and not question.earlier:
            asked_before = self._questions.get(question.channel, question.asker) or question.thread
            question = replace(question, earlier=asked_before)
        self._questions.note(question.channel, question.asker, question.text)
        if about is None:
            return follow_up(question.text, question.earlier) if question.earlier else question.text
        if about.names:
            return question.text
        passage = scope.find(question.key) if question.key else None
        named = question.earlier.rpartition(FOLLOWS)[2].strip() if FOLLOWS in question.earlier else ""
        meant = passage.document if passage else named or self._recent.get(question)
        return follow_up(question.text, meant) if meant else question.text

    def _rendered(self, question: Question, answer: Answer, *, is_noted: bool = False) -> ui.LayoutView:
        shown = [*(hit.passage for hit in answer.hits), *(each.first for each in answer.documents)]
        if shown:
            self._recent.note(question, shown[0].document)
        return self._first_of(answer_pages(answer, is_noted=is_noted), "ask", question)

    def _first_of(self, every: Sequence[cards.Page], kind: str, question: Question) -> ui.LayoutView:
        is_guest = question.guild_id is None
        state = CardState(kind, 0, len(every), question.asker, question.private, is_guest)
        first = linked(every[0], self._service.config.web)
        return cards.render(first, rows(first, state))
