"""What the benchmarks read: real questions, and seeds made of real articles. Measures nothing."""

import json
import lzma
from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path

DEFAULT_COLLECTIONS = Path(__file__).parents[2] / "shared" / "collections"


def read_rows(collections: Path, size: int) -> Iterator[dict[str, str]]:
    """Read the first paragraphs of the encyclopedia, each with its title."""
    with lzma.open(collections / "enwiki-250k" / "corpus.jsonl.xz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, islice(lines, size))


def read_question_texts(collections: Path) -> list[str]:
    """Read all judged questions as they were typed."""
    with (collections / "squad20-dev" / "queries.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def write_seeds(collections: Path, size: int, folder: Path) -> None:
    """Write so many paragraphs as seeds in Markdown, those of one article in one file."""
    folder.mkdir(parents=True)
    for number, (title, rows) in enumerate(groupby(read_rows(collections, size), key=lambda row: row["title"])):
        head = f"---\ntitle: {json.dumps(title)}\nlanguage: en\n---\n"
        text = "\n\n".join(row["text"] for row in rows)
        (folder / f"{number:05}.md").write_text(f"{head}\n{text}\n", "utf-8")
