"""What a question on the command line imports: little, since a start is mostly imports."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.process import SEED, environ_in
from tests.conftest import write_seeds

# Other people's packages, all that an answer needs; each one more is a tenth of a second or ten megabytes, soon.
TO_ASK = {"Stemmer", "anyascii", "click", "msgpack", "numpy", "rank_bm25", "regex", "sentencex", "yaml"}
TO_SHOW_A_CARD = {"rich"}
# Our rooms that only other commands enter, and the standard library's that are slow to import.
NOT_TO_ASK = {
    "asyncio", "bot.cards.answers", "bot.config.check", "bot.wording.errors", "email", "importlib.metadata",
    "index.answers.completion", "index.answers.explain", "index.quoting", "index.answers.search",
    "index.building.build", "index.building.gathering", "index.building.lint", "index.readers.registry",
    "index.seeds.passages", "index.building.fingerprint", "index.snapshots.seed_part",
    "index.marking.caveats", "index.marking.corrections", "index.marking.phrases.patterns",
}  # fmt: skip
ASK = """
import sys
from bot.terminal.cli import main
try:
    main()
finally:
    for name, module in sorted(sys.modules.items()):
        print(name, "site-packages" in (getattr(module, "__file__", None) or ""), file=sys.stderr)
"""


@pytest.mark.parametrize(("options", "packages"), [((), TO_ASK | TO_SHOW_A_CARD), (("--json",), TO_ASK)])
def test_asking_on_the_command_line_imports_little(
    tmp_path: Path, options: tuple[str, ...], packages: set[str]
) -> None:
    """With the snapshot built: no database, no Discord, no checker of configs, no reader of seeds and no speller.

    Nor what runs a sentence encoder, where words suffice.
    """
    write_seeds(tmp_path / "seeds", {"stones.md": SEED})
    environ = os.environ | environ_in(tmp_path) | {"CAVEAT_MEANING__USE": "auto"}
    command = [sys.executable, "-c", ASK, "ask", "How hard is granite?", *options]
    subprocess.run(command, env=environ, capture_output=True, check=True)

    again = subprocess.run(command, env=environ, capture_output=True, check=True, encoding="utf-8")

    imported = dict(line.split() for line in again.stderr.splitlines())
    foreign = {name.partition(".")[0] for name, is_foreign in imported.items() if is_foreign == "True"}
    assert packages == {name for name in foreign if not name.startswith("_")}
    assert set() == NOT_TO_ASK & imported.keys()
