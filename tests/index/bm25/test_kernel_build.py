"""Building the optional C kernel: with a compiler it is there and used, without one the build still succeeds."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SEARCH = """
import sys
sys.path[:] = [path for path in sys.path if "site-packages" in path or "lib" in path]
sys.path.insert(0, sys.argv[1])
import index
from index.bm25 import CompiledBM25, kernel_name
assert index.__file__.startswith(sys.argv[1])
print(kernel_name(), *CompiledBM25([["a", "b"], ["b", "b"], ["c"]]).top(["b"], 2)[0])
"""


def _build(folder: Path, compiler: str) -> subprocess.CompletedProcess[str]:
    """Build a copy of the library in place, as an editable install does, with this compiler."""
    shutil.copytree(ROOT / "index", folder / "index", ignore=shutil.ignore_patterns("__pycache__", "_kernel.*.so"))
    shutil.copy(ROOT / "setup.py", folder)
    command = [sys.executable, "setup.py", "build_ext", "--inplace"]
    environ = os.environ | {"CC": compiler}
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)


def _search(folder: Path) -> str:
    command = [sys.executable, "-c", SEARCH, str(folder)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


def test_without_a_compiler_the_build_succeeds_and_numpy_searches(tmp_path: Path) -> None:
    """Where there is no compiler, nothing fails and nothing is missing but speed."""
    done = _build(tmp_path, "false")

    assert done.returncode == 0, done.stderr
    assert _search(tmp_path).split() == ["numpy", "1", "0"]


@pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler here")
def test_with_a_compiler_the_kernel_is_built_without_a_warning(tmp_path: Path) -> None:
    """All warnings on, there is none, and searches are made by the kernel."""
    done = _build(tmp_path, "cc -Wall -Wextra -Wshadow -Wconversion -Werror")

    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr
    assert _search(tmp_path).split() == ["C", "1", "0"]
