"""Hedges: the spans in which a text itself marks doubt, each with its reason.

Which phrases do is data (`index/data/hedges.yaml`); this module must not rate whether anything is true.
"""

from functools import cache
from typing import cast, get_args

from index.marking.phrases.patterns import Phrases
from index.model import Hedge, HedgeReason
from index.text.analysis import primary
from index.text.wordlists import load_data

_NO_HEDGE = "except"  # label of phrases that only look like a hedge
_REASONS = frozenset(get_args(HedgeReason))


def mark_hedges(text: str, language: str | None = None) -> tuple[Hedge, ...]:
    """Return the hedges of a text, in order, none overlapping another.

    Args:
        text: any text; words quoted in it are somebody else's and are not marked.
        language: BCP 47 tag; English where None. A language without patterns has no hedges.
    """
    phrases = _phrases(primary(language))
    if phrases is None:
        return ()
    return tuple(
        Hedge(found.start, found.end, cast("HedgeReason", found.label)) for found in phrases.find_only(text, _REASONS)
    )


@cache
def _phrases(language: str) -> Phrases | None:
    """Compile the patterns of a language on first use (some tens of milliseconds, once)."""
    entry = load_data("hedges.yaml").get(language)
    if entry is None:
        return None
    labelled = {_NO_HEDGE: entry["except"]} | {reason: entry["reasons"][reason] for reason in get_args(HedgeReason)}
    return Phrases(labelled, entry.get("sets", {}), entry.get("fillers", ""), names=entry["names"])
