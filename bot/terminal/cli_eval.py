"""`eval`: ranking and abstention on a test collection. What measures is imported when it is called."""

import sys
from contextlib import nullcontext
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.terminal.cli_shared import FILE, FOLDER, JSON, print_json, progress, with_config

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from bot.config.values import Config
    from index.evaluation.evaluate import ByMeaning, Lent


@click.command("eval")
@click.argument("collection", type=FOLDER)
@click.option("--run", "run_file", type=FILE, help="Write the rankings as a TREC run file.")
@click.option("--per-query", type=FILE, help="Write the measures of each question as a table, the worst on top.")
@click.option("--compare", type=FILE, help="Compare with another TREC run, with a test of significance.")
@click.option("--foreign", type=FOLDER, multiple=True, help="Also ask another collection's questions.")
@click.option("--remove", type=click.IntRange(0), default=0, help="Also leave out N titles and ask their questions.")
@click.option(
    "--meaning", type=click.Choice(["on", "off"]), default="off", help="Find by meaning too, or by words alone."
)
@JSON
@with_config
def eval_command(  # noqa: PLR0913 each option is one
    config: "Config",
    *,
    collection: Path,
    run_file: Path | None,
    per_query: Path | None,
    compare: Path | None,
    foreign: tuple[Path, ...],
    remove: int,
    meaning: str,
    as_json: bool,
) -> None:
    """Measure ranking and abstention on a test COLLECTION (corpus.jsonl, queries.jsonl, qrels.tsv)."""
    from bot.serving.building import build_settings
    from bot.terminal.console import show_table, stdout
    from bot.terminal.reports import show_comparison
    from index.evaluation.collection import load_collection
    from index.evaluation.evaluate import AbstentionTest, evaluate, measure_each
    from index.evaluation.run_files import read_run, write_measures, write_run
    from index.evaluation.significance import compare as compare_measures

    judged = load_collection(collection)
    other = read_run(compare) if compare else None
    test = AbstentionTest(config.answer.threshold, [load_collection(each) for each in foreign], remove)
    with progress() as tell:
        by_meaning = _by_meaning(config, collection) if meaning == "on" else None
        with _lent(config) as lent:
            figures, run = evaluate(judged, build_settings(config), test, tell, by_meaning, lent=lent)
    if run_file:
        write_run(run_file, run)
    if per_query:
        write_measures(per_query, measure_each(judged.qrels, run), judged.questions)
    compared = compare_measures(measure_each(judged.qrels, run), measure_each(judged.qrels, other)) if other else []
    if as_json:
        print_json(figures.as_json() | ({"comparison": [asdict(each) for each in compared]} if compare else {}))
        return
    show_table(stdout(), figures.collection, [*figures.as_json().items()])
    if compare:
        show_comparison(stdout(), compare.name, compared)


def _lent(config: "Config") -> "AbstractContextManager[Lent | None]":
    """Return what has a collection searched in the cluster that the config names, where it names one."""
    from bot.config.values import names_engine

    if not names_engine(config):
        return nullcontext()
    from bot.serving.elsewhere import open_cluster
    from index.engines.opensearch.opening import borrowed

    cluster = open_cluster(config)
    return borrowed(cluster) if cluster else nullcontext()


def _by_meaning(config: "Config", collection: Path) -> "ByMeaning":
    """Return what finds by meaning, as configured; raises MeaningError where it is missing."""
    from bot.config.values import data_folder
    from bot.serving.meaning import configured_model
    from index.evaluation.evaluate import ByMeaning
    from index.meaning.finder import Meaning

    named = f"{collection.resolve().name}-{sha256(str(collection.resolve()).encode()).hexdigest()[:8]}"
    model = configured_model(config.meaning)
    return ByMeaning(Meaning(lambda: model, sys.maxsize), data_folder(config) / "collections" / named)
