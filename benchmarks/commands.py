"""Measures whether a command or a phrase is answered as often as the question that it was made of.

    python benchmarks/commands.py --record

Every judged question is rewritten without a word that asks: "When did the plague reach Alexandria?" becomes the phrase
"year of the plague reach Alexandria" and the command "find out the year of …". The grammar suffers, as it does in chat.
"""

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from abstention import FOREIGN, REMOVED_TITLES, ask_all, ours, searcher_of
from corpus import DEFAULT_COLLECTIONS
from results import record, table

from index.answers.answer import AnswerSettings
from index.evaluation.collection import load_collection
from index.evaluation.evaluate import without_titles

NAMES = ("squad20-dev", "xquad-en")
_AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)"
_ASKING = r"(?:what|which|who|whom|whose|when|where|why|how)"
# The first that fits; what its groups hold is put in.
_REWRITTEN = (
    (r"(.*?)\bhow (?:many|much) (.*)", "number of {1} {0}"),
    (r"why (.*)", "reasons for {0}"),
    (r"(?:when|(?:in )?(?:what|which) year) (.*)", "year of {0}"),
    (r"where (.*)", "place of {0}"),
    (r"(?:who|whom|whose) (.*)", "person {0}"),
    (r"how (.*)", "way {0}"),
    (rf"(?:what|which) {_AUXILIARY} (.*)", "{0}"),
    (r"(?:(?:in|on|at|by|for|from|to|of|with) )?(?:what|which) (.*)", "{0}"),
)
_LEFT_OUT = re.compile(rf"\b(?:{_AUXILIARY}|{_ASKING})\b", re.IGNORECASE)


def phrase(question: str) -> str:
    """Return what a question asks for, without a word that asks."""
    text = question.strip().rstrip("?").strip()
    found = ((re.fullmatch(pattern, text, re.IGNORECASE), form) for pattern, form in _REWRITTEN)
    rewritten = next((form.format(*match.groups()) for match, form in found if match), text)
    return " ".join(_LEFT_OUT.sub(" ", rewritten).split()) or text


def command(question: str) -> str:
    """Return a question as one orders it."""
    return f"find out the {phrase(question)}"


FORMS: Mapping[str, Callable[[str], str]] = {"question": str, "phrase": phrase, "command": command}


def rows_of(folder: Path, name: str, threshold: float) -> list[list[str]]:
    """Ask a collection of which some titles are removed its questions in every form; return the shares of each."""
    collection = load_collection(folder / name)
    rest, gone = without_titles(collection, REMOVED_TITLES[name])
    kept, searcher = [collection.questions[key] for key in rest.qrels], searcher_of(rest)
    rows = []
    for form, put in FORMS.items():
        answered = (ask_all(searcher, ours, map(put, kept)) >= threshold).mean()
        declined = (ask_all(searcher, ours, map(put, gone)) < threshold).mean()
        rows.append([name, form, f"{answered:.3f}", f"{declined:.3f}"])
    foreign = [text for each in (*FOREIGN, "adi") for text in load_collection(folder / each).questions.values()]
    declined = (ask_all(searcher, ours, foreign) < threshold).mean()
    return [*rows, [name, f"foreign ({len(foreign)})", "–", f"{declined:.3f}"]]


def main(arguments: Sequence[str]) -> None:
    """Measure and print; record where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--collections", type=Path, default=DEFAULT_COLLECTIONS, help="folder of collections")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES)
    parser.add_argument("--record", action="store_true", help="write the section of RESULTS.md")
    options = parser.parse_args(arguments)
    rows = [row for name in options.only for row in rows_of(options.collections, name, AnswerSettings().threshold)]
    text = (
        "## Commands and phrases\n\n`python benchmarks/commands.py --record`, at the default threshold; declined: of\n"
    )
    text += "removed titles, and of other collections.\n\n" + table(
        ["collection", "form", "answered", "declined"], rows
    )
    print(text)
    if options.record:
        record("commands", text)


if __name__ == "__main__":
    main(sys.argv[1:])
