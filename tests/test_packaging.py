"""The wheel: everything it needs is in it, and it works far from its checkout."""

import os
import shutil
import subprocess
import sys
from importlib.metadata import distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("bot", "index", "seeds", "config", "pyproject.toml", "README.md", "LICENSE")


def pip(*arguments: str, cwd: Path) -> None:
    """Run pip, offline."""
    subprocess.run([sys.executable, "-m", "pip", "--quiet", *arguments], cwd=cwd, check=True)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the sources and unpacked with its script into a folder of its own."""
    copy = tmp_path_factory.mktemp("copy")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy / name)
    target = tmp_path_factory.mktemp("installed")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(copy / "dist"), ".", cwd=copy)
    (wheel,) = (copy / "dist").glob("caveat-*.whl")
    pip("install", "--no-deps", "--no-index", "--target", str(target), str(wheel), cwd=copy)
    return target


def caveat(installed: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in some folder."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("CAVEAT_", "DISCORD_", "DATABASE_"))}
    command = [sys.executable, str(installed / "bin" / "caveat"), *arguments]
    environ = kept | {"PYTHONPATH": str(installed)}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=environ)


def test_the_wheel_answers_from_its_own_seeds_in_any_folder(installed: Path, tmp_path: Path) -> None:
    """Word lists, patterns and seeds are inside; snapshots go into the folder it is used in."""
    done = caveat(installed, tmp_path, "ask", "Why are they attacking now?")

    assert (done.returncode, done.stderr) == (0, "")
    assert "Dial M for Matt" in done.stdout
    assert "Author's caveat" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_the_wheel_is_what_ran(installed: Path, tmp_path: Path) -> None:
    """The test above must not have run the checkout."""
    code = "import bot, index; print(bot.__file__, index.__file__)"
    environ = os.environ | {"PYTHONPATH": str(installed)}

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environ, capture_output=True, text=True, check=True
    )

    assert all(path.startswith(str(installed)) for path in done.stdout.split())


def test_the_wheel_migrates_a_database(installed: Path, tmp_path: Path) -> None:
    """Migrations are package data too."""
    done = caveat(installed, tmp_path, "db", "upgrade")

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "data" / "caveat.sqlite3").is_file()


def test_every_module_is_in_the_wheel(installed: Path) -> None:
    """Packages are found by setuptools; a folder of code that it overlooks would be missing there."""
    modules = {path.relative_to(ROOT) for name in ("bot", "index") for path in (ROOT / name).rglob("*.py")}
    packed = {path.relative_to(installed) for path in installed.rglob("*.py")}

    assert set() == modules - packed
    assert {"bot", "index"} == {path.parts[0] for path in packed}


def test_every_version_is_pinned_by_name_alone() -> None:
    """constraints.txt holds names and exact versions, no addresses."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").split()

    assert [line for line in lines if line.count("==") != 1 or "/" in line] == []


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_what_a_pinned_package_needs_is_pinned(python: str) -> None:
    """On every supported Python, on Linux; an install would else take whatever is newest that day."""
    pinned = {canonicalize_name(line.partition("==")[0]) for line in (ROOT / "constraints.txt").read_text().split()}
    environment = {"python_version": python, "python_full_version": f"{python}.0", "extra": ""}

    unpinned = [
        f"{name} needs {requirement.name}"
        for name in sorted(pinned & {canonicalize_name(each.name) for each in distributions()})
        for requirement in map(Requirement, requires(name) or ())
        if requirement.marker is None or requirement.marker.evaluate(environment)
        if canonicalize_name(requirement.name) not in pinned
    ]

    assert [] == unpinned
