"""What a question on the command line imports: the packages that make a start slow stay out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.process import SEED, environ_in
from tests.conftest import write_seeds

NOT_TO_ASK = {
    "aiohttp", "alembic", "asyncio", "babel", "charset_normalizer", "discord", "fasttext", "filelock", "markdown_it",
    "mako", "numba", "prompt_toolkit", "psycopg", "pygments", "rapidfuzz", "scipy", "sentencex", "sqlalchemy",
    "wordfreq",
}  # fmt: skip
ASK = """
import sys
from bot.terminal.cli import main
try:
    main()
finally:
    print(*{name.partition(".")[0] for name in sys.modules}, file=sys.stderr)
"""


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_asking_on_the_command_line_imports_little(tmp_path: Path, options: tuple[str, ...]) -> None:
    """With the snapshot built, no database, no Discord, no parser of seeds and no speller is loaded."""
    write_seeds(tmp_path / "seeds", {"stones.md": SEED})
    command = [sys.executable, "-c", ASK, "ask", "How hard is granite?", *options]
    subprocess.run(command, env=os.environ | environ_in(tmp_path), capture_output=True, check=True)

    again = subprocess.run(
        command, env=os.environ | environ_in(tmp_path), capture_output=True, check=True, encoding="utf-8"
    )

    imported = set(again.stderr.split())
    assert "numpy" in imported
    assert set() == NOT_TO_ASK & imported
