"""What a picture of a passage holds, as plain values, and the same in words for whoever does not see it."""

from dataclasses import dataclass
from typing import Final

from bot.wording.cards import CORRECTIONS
from index.model import Passage
from index.showing.attribution import Labels, attribution_line, caveat_lines
from index.showing.facts import caution_facts
from index.showing.markup import one_line, segments, to_a_word

ALT_CHARS: Final = 1_024  # https://discord.com/developers/docs/components/reference#unfurled-media-item


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a passage's words; `is_doubted` where the text itself signals uncertainty."""

    text: str
    is_doubted: bool


@dataclass(frozen=True, slots=True)
class PictureWords:
    """What a picture shows, from top to bottom.

    Attributes:
        cautions: each with its label; at least that no caveat was found.
        is_corrected: whether a correction is among them.
        runs: the passage; joined, its visible words.
        attribution: author, title, date, position and link in a line.
        language: of the passage, as a tag of BCP 47; empty where it is not known.
    """

    cautions: tuple[str, ...]
    is_corrected: bool
    runs: tuple[Run, ...]
    attribution: str
    language: str

    @property
    def alt(self) -> str:
        """The picture in words: caveat first, so that it is never what is cut off, then whose words, then the words."""
        whole = " ".join((*self.cautions, self.attribution, one_line("".join(run.text for run in self.runs))))
        return whole if len(whole) <= ALT_CHARS else to_a_word(whole[: ALT_CHARS - 1])


def picture_words(passage: Passage, labels: Labels) -> PictureWords:
    """Gather what a picture of a passage holds; `labels` are our words in the reader's language."""
    return PictureWords(
        tuple(line[:1].upper() + line[1:] for line in caveat_lines(passage, labels)),
        any(fact.kind in CORRECTIONS for fact in caution_facts(passage)),
        tuple(Run(each.text, each.hedge is not None) for each in segments(passage)),
        attribution_line(passage, labels),
        passage.language or "",
    )
