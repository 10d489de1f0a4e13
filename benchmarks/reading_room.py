"""How long the pages of the reading room take: cold for each passage, a long document, one passage, and a whole site.

Usage: python benchmarks/reading_room.py. Prints milliseconds of one core's time, which a busy machine changes little.
"""

import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.config.values import DEFAULTS, DataConfig, WebConfig  # noqa: E402 found through the line above
from bot.serving.service import Service  # noqa: E402
from bot.web.drawing.pages import Pages  # noqa: E402
from bot.web.drawing.paths import document_path, passage_path  # noqa: E402
from bot.web.drawing.public_scope import PublicScope  # noqa: E402
from bot.web.reading import ReadingRoom  # noqa: E402
from bot.web.site import write_site  # noqa: E402
from index.progress import no_progress  # noqa: E402

WORDS = (ROOT / "seeds" / "about-caveat.md").read_text("utf-8").split()
DOCUMENTS, PASSAGES = 20, 100
LONG = 500


def main() -> None:
    """Print one line for each figure."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_seeds(folder / "seeds")
        config = replace(DEFAULTS, data=DataConfig(folder / "data"), web=WebConfig(url="https://read.example"))
        service = Service(config, folder / "seeds")
        service.open()
        public = PublicScope(service.scope(), "full")
        long = max(public.documents, key=lambda each: each.passages)
        passages = public.scope.passages_of(long.id)
        pages = Pages(config, is_live=False)
        cold = cpu_ms(lambda: pages.document(public, pages.drawn(long, passages))) / len(passages)
        print(f"document page, first time, a passage: {cold:.2f} ms ({len(passages)} passages)")
        room = ReadingRoom(config, service.scope, folder / "room")
        for what, path in (("document", document_path(long.id)), ("passage", passage_path(passages[9].key))):
            first = cpu_ms(lambda path=path: room.get(path))
            kept = median(cpu_ms(lambda path=path: room.get(path)) for _ in range(50))
            print(f"{what} page live: first {first:.1f} ms, then {kept:.3f} ms; {len(room.get(path).body):,} bytes")
        total = sum(each.passages for each in public.documents)
        took = cpu_ms(lambda: write_site(config, public, folder / "out", "2026-01-01", no_progress))
        again = cpu_ms(lambda: write_site(config, public, folder / "out", "2026-01-01", no_progress))
        print(f"site: {total / took * 1000:,.0f} passages a second of one core ({total:,}); unchanged {again:.0f} ms")


def write_seeds(folder: Path) -> None:
    """Write documents of a hundred passages, and one of five hundred."""
    folder.mkdir()
    chance = random.Random(7)
    for number in range(DOCUMENTS + 1):
        count = LONG if number == DOCUMENTS else PASSAGES
        parts = (" ".join(chance.choices(WORDS, k=90)) for _ in range(count))
        text = "\n\n".join(f"## Part {part}\n\n{words}." for part, words in enumerate(parts))
        head = f"---\ntitle: Essay {number}\nauthor: Author {number % 5}\nreading: full\n---\n\n"
        (folder / f"essay{number}.md").write_text(f"{head}I may be wrong about all of this.\n\n{text}\n", "utf-8")


def cpu_ms(work: Callable[[], object]) -> float:
    """Return the processor's milliseconds that some work takes."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    main()
