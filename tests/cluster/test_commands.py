"""The command line with OPENSEARCH_URL set prints what it prints without."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.nodes import Nodes
from tests.conftest import write_seeds

ROOT = Path(__file__).parents[2]
SEEDS = {"granite.md": "Granite is hard. It holds quartz.", "marble.md": "Marble is soft and white."}


def run(folder: Path, urls: str, *arguments: str) -> tuple[int, Any]:
    """Run a command; return its exit code and what it prints, without what may differ."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CAVEAT_")}
    stated = {"OPENSEARCH_URL": urls, "CAVEAT_DATA__DIR": str(folder / ("remote" if urls else "local"))}
    command = [sys.executable, "-m", "bot", *arguments]
    done = subprocess.run(command, env=environ | stated, cwd=ROOT, capture_output=True, text=True, check=False)
    assert not done.stderr, done.stderr
    printed = json.loads(done.stdout)
    for name in ("took_ms", "seconds", "took_s", "ms_per_query_p50", "ms_per_query_p99", "build_s"):
        printed.pop(name, None)
    return done.returncode, printed


@pytest.mark.timeout(300)
def test_commands_print_the_same(nodes: Nodes, tmp_path: Path) -> None:
    """Re-index and ask."""
    seeds = str(write_seeds(tmp_path / "seeds", SEEDS))
    commands = (
        ("reindex", "--no-meaning", "--seeds", seeds, "--json"),
        ("ask", "How hard is granite?", "--seeds", seeds, "--json"),
    )

    for command in commands:
        assert run(tmp_path, "", *command) == run(tmp_path, ",".join(nodes.urls), *command)
