"""Checks that whoever installs Caveat needs no compiler: each library has a wheel for every Python and system.

    make wheels

The run-time libraries and the extra `postgres` are resolved as they are pinned, for each supported Python on each
system, by uv, which knows the rules of tags and markers. Asks the package registry, so no part of `make test`.
"""

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).with_name("uv")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = {
    "Linux x86-64": "x86_64-manylinux_2_28",
    "Linux ARM": "aarch64-manylinux_2_28",
    "macOS ARM": "aarch64-apple-darwin",
    "macOS x86-64": "x86_64-apple-darwin",
    "Windows x86-64": "x86_64-pc-windows-msvc",
}


def main() -> int:
    """Print the table and what is missing; return 1 where anything is."""
    table = Table("Python", *SYSTEMS, title="Libraries: pure + stable ABI + built for that Python")
    missing: list[str] = []
    for python in PYTHONS:
        cells = []
        for system, platform in SYSTEMS.items():
            kinds = {name: kind(package) for name, package in libraries(python, platform)}
            without = sorted(name for name, found in kinds.items() if found == "none")
            missing += [f"{name} has no wheel for Python {python} on {system}" for name in without]
            counts = [list(kinds.values()).count(each) for each in ("pure", "abi3", "built")]
            cells.append(" + ".join(map(str, counts)) + (f", {len(without)} without" if without else ""))
        table.add_row(python, *cells)
    console = Console(width=120, highlight=False)
    console.print(table)
    console.print(*missing or ["Every library has a wheel everywhere."], sep="\n")
    return 1 if missing else 0


def libraries(python: str, platform: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each library that an install there takes, as PEP 751 describes it, with the wheels that fit."""
    command = [UV, "pip", "compile", "pyproject.toml", "--extra", "postgres", "--constraint", "constraints.txt"]
    target = ["--python-version", python, "--python-platform", platform, "--format", "pylock.toml", "--quiet"]
    done = subprocess.run([*command, *target], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"uv could not resolve for Python {python} on {platform}:\n{done.stderr}")
    yield from ((package["name"], package) for package in tomllib.loads(done.stdout)["packages"])


def kind(package: dict[str, Any]) -> str:
    """Return what the best wheel of a library is: pure, abi3 (for every later Python), built, or none."""
    tags = [str(wheel["url"]).removesuffix(".whl").split("-")[-3:] for wheel in package.get("wheels", ())]
    if any(platform != "any" and abi != "abi3" for _, abi, platform in tags):
        return "built"
    if any(abi == "abi3" for _, abi, _ in tags):
        return "abi3"
    return "pure" if tags else "none"


if __name__ == "__main__":
    sys.exit(main())
