"""What is asked in a server and how answers were judged, as one card of counts. Pure; small counts are hidden."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.cards.answers import Page
from bot.cards.markdown import escape, fitted
from bot.records.pages import record_pages
from bot.store.queries.usage import UsageCount
from bot.wording import records as wording
from bot.wording.citing import plain_date
from bot.wording.i18n import gettext as _

FEWEST_SHOWN = 5  # of a count: what fewer people did could be told of one of them
ROWS_SHOWN = 8
DAYS_SHOWN = 14
NAME_CHARS = 60


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage by its reference, with how many people found it helpful and how many not."""

    ref: str
    good: int
    bad: int


def stats_page(days: int, counts: Sequence[UsageCount], judged: Iterable[Judged]) -> Page:
    """Lay out what was counted in so many days."""
    head = _(wording.STATS).format(days=days)
    entries = [*_asked(counts), *judged_entries(judged)]
    return record_pages(head, [*entries, _(wording.STATS_FEW)] if entries else [_(wording.STATS_NONE)])[0]


def judged_entries(judged: Iterable[Judged]) -> Iterator[str]:
    """Yield the passages that were found unhelpful, and those that were found helpful, most of each first."""
    every = list(judged)
    yield from _listed(wording.STATS_BAD, Counter({each.ref: each.bad for each in every}))
    yield from _listed(wording.STATS_GOOD, Counter({each.ref: each.good for each in every}))


def _asked(counts: Sequence[UsageCount]) -> Iterator[str]:
    total = {kind: sum(each.count for each in counts if each.kind == kind) for kind in ("asked", "declined")}
    if not total["asked"]:
        return
    hidden = min(total.values()) < FEWEST_SHOWN
    share = shown(total["declined"]) if hidden else f"{round(100 * total['declined'] / total['asked'])} %"
    yield _(wording.STATS_ASKED).format(count=shown(total["asked"]), share=share)
    by_day = [(each.day, each.count) for each in counts if each.kind == "asked"][-DAYS_SHOWN:]
    lines = (_(wording.STATS_ROW).format(name=plain_date(day.isoformat()), count=shown(count)) for day, count in by_day)
    yield "\n".join((_(wording.STATS_DAYS), *lines))
    seeds: Counter[str] = Counter()
    for each in counts:
        if each.kind == "seed":
            seeds[each.subject] += each.count
    yield from _listed(wording.STATS_SEEDS, seeds)


def _listed(head: str, counts: Counter[str]) -> Iterator[str]:
    rows = [(name, count) for name, count in counts.most_common(ROWS_SHOWN) if count]
    lines = (_(wording.STATS_ROW).format(name=fitted(name, NAME_CHARS), count=shown(count)) for name, count in rows)
    if rows:
        yield "\n".join((_(head), *lines))


def shown(count: int) -> str:
    """Write a count, of few only that they are few."""
    return str(count) if count >= FEWEST_SHOWN else escape(f"<{FEWEST_SHOWN}")
