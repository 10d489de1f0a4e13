"""The habits of the repository agree with each other: hooks, make, CI, versions, forms for issues."""

import os
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
CHECKS_SCRIPT = runpy.run_path(str(ROOT / "scripts" / "checks.py"))
INSTALL_SCRIPT = runpy.run_path(str(ROOT / "scripts" / "install.py"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


def test_the_hooks_are_the_checks_of_make_test() -> None:
    """Whoever commits with hooks meets no surprise later; local ones, so nothing is fetched."""
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    hooks = {hook["id"]: hook["entry"] for repo in config["repos"] for hook in repo["hooks"]}

    assert {repo["repo"] for repo in config["repos"]} == {"local"}
    assert {name: f".venv/bin/{' '.join(command)}" for name, command in CHECKS_SCRIPT["CHECKS"].items()} == hooks


def test_the_time_of_each_check_is_said() -> None:
    """One line, in the order in which they ran."""
    said = CHECKS_SCRIPT["times"]({"lint": 0.5, "tests": 61.0})

    assert said == "lint 0.5 s · tests 61.0 s · 61.5 s in all"


def test_an_installation_asks_where_pip_would_ask() -> None:
    """Who has set a mirror or a folder for pip need not set it for uv; the environment wins over the files."""
    listed = """:env:.index-url='https://near.example/simple'
global.index-url='https://far.example/simple'
global.extra-index-url='https://one.example https://two.example'
install.find-links='\\nwheels\\nmore'
global.timeout='60'
"""

    settings = INSTALL_SCRIPT["uv_settings"](listed)

    assert settings == {
        "UV_DEFAULT_INDEX": "https://near.example/simple",
        "UV_INDEX": "https://one.example https://two.example",
        "UV_FIND_LINKS": "wheels,more",
    }


def test_the_newest_version_stands_in_the_changelog_with_its_date() -> None:
    """The first heading is of the version that is installed."""
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    newest = re.findall(r"^## (.+)$", changelog, re.MULTILINE)[0]

    assert re.fullmatch(rf"{re.escape(PROJECT['version'])} — \d{{4}}-\d\d-\d\d", newest)


def test_every_place_names_the_same_pythons() -> None:
    """What pip refuses, make refuses; what both take, README says."""
    supported = SpecifierSet(PROJECT["requires-python"])
    minors = [minor for minor in range(30) if f"3.{minor}" in supported]
    said = f"Python 3.{minors[0]} to 3.{minors[-1]}"

    assert f"(3, {minors[0]}) <= v < (3, {minors[-1] + 1})" in MAKEFILE
    assert [said in text for text in (MAKEFILE, (ROOT / "README.md").read_text("utf-8"))] == [True, True]


def test_another_python_is_told_which_to_install(tmp_path: Path) -> None:
    """The first command ends before it makes anything."""
    old = tmp_path / "old-python"
    code = "import sys; sys.version_info = (3, 10, 4); exec(sys.argv[2])"
    old.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c '{code}' \"$@\"\n")
    old.chmod(0o755)
    command = ["make", "--file", str(ROOT / "Makefile"), "--directory", str(ROOT), f"VENV={tmp_path}/venv"]
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}

    done = subprocess.run([*command, f"PYTHON={old}", "run"], capture_output=True, text=True, check=False, env=kept)

    assert f"Caveat needs Python 3.11 to 3.14, and {old} is 3.10: install Python 3.13" in done.stderr
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize("path", FORMS, ids=lambda path: str(path.stem))
def test_forms_ask_for_the_smallest_seed_and_a_question(path: Path) -> None:
    """Without both a fault can be neither seen nor mended."""
    form = yaml.safe_load(path.read_text("utf-8"))
    required = {field["id"] for field in form["body"] if field.get("validations", {}).get("required")}

    assert form["name"]
    assert form["description"]
    assert {"seed", "question"} <= required


def test_both_forms_are_there() -> None:
    """One for each kind of fault that people meet."""
    assert [path.stem for path in FORMS] == ["a-file-that-is-not-read", "a-wrong-answer"]
