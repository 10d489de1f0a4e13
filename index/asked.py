"""A question as it is held against the sentences of a passage. Knows no passage."""

from dataclasses import dataclass
from typing import Literal

AnswerKind = Literal["number", "date", "person", "reason"]  # that are told apart where a question asks for one


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word of a question as it is looked for in the sentences of a passage.

    Attributes:
        ways: the terms of each way in which it may stand there.
        worth, idf: how much it tells, as the language has it and as the seeds have it.
    """

    ways: tuple[tuple[str, ...], ...]
    worth: float
    idf: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its words, by which the sentence of a passage that answers is told."""

    question: str
    words: tuple[Wanted, ...]
