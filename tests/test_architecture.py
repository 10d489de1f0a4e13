"""The law of the house: who may import whom, and that nothing happens on import."""

import ast
import graphlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import index

ROOT = Path(__file__).resolve().parent.parent

# A module imports only modules of lower layers (see ARCHITECTURE.md). A folder's modules share its layer.
INDEX_LAYERS: dict[str, int] = {
    "words": -1, "progress": 0, "once": 0, "errors": 0, "model": 0, "datafiles": 0, "grams": 0, "romanisation": 0,
    "forking": 0, "spool": 0, "phrases": 0,
    "asking": 2, "analysis": 1, "languages": 1, "sentences": 1, "spelling": 1, "markup": 1, "bm25": 1, "pipeline": 1,
    "concepts": 1, "crew": 1, "reading": 6,
    "wordbook": 2, "frequency": 2, "synonyms": 2, "acronyms": 2, "passages": 2, "citations": 2,
    "caveats": 3, "hedges": 3, "readers": 3, "query": 3,
    "snapshot": 4, "coverage": 4, "evidence": 6, "finding": 7,
    "publishing": 5, "library": 5, "freshness": 5,
    "quotations": 0, "running_text": 1, "naming": 2, "speakers": 3, "claims": 4,
    "twins": 3, "understood": 8, "choosing": 8, "answer": 9, "quotes": 7, "lint": 9, "collection": 9,
    "runs": 1, "significance": 2,
    "evaluate": 10, "lookup": 10, "completion": 6, "explain": 8,
    # From seeds to a snapshot.
    "rows": 1, "terms": 2, "lexicon": 3, "stock": 5, "segment": 5, "selection": 5, "gathering": 7, "build": 8,
}  # fmt: skip
BOT_LAYERS: dict[str, int] = {
    "config": 0, "config_check": 1, "config_file": 2, "log": 0, "i18n": 0,
    "store": 1, "limits": 1,
    "wording": 2, "shelves": 2, "errors": 2, "guild_settings": 2,
    "cards": 3, "service": 3, "shards": 3, "checks": 3, "permissions": 3, "gaps": 3,
    "watching": 4, "housekeeping": 4,
    "reply": 5,
    "views": 6, "rules": 6,
    "actions": 7, "records": 7, "settings": 7, "seeding": 7,
    "cogs": 8,
    "client": 9,
    "run": 10,
    "terminal": 11,
    "__main__": 12,
}  # fmt: skip
FORBIDDEN_IN_INDEX = {"bot", "discord", "sqlalchemy", "alembic", "pydantic", "click", "rich"}


def modules(package: str) -> Iterator[tuple[Path, str]]:
    """Yield every file of a package with the name of its room: the module, or the folder it lies in."""
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT / package).with_suffix("").parts
        if parts != ("__init__",):
            yield path, parts[0]


def imported(path: Path) -> Iterator[str]:
    """Yield every module name that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(("package", "layers"), [("index", INDEX_LAYERS), ("bot", BOT_LAYERS)])
def test_every_import_points_to_a_lower_layer(package: str, layers: dict[str, int]) -> None:
    """A module imports lower layers only, and every module has its layer."""
    upward = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path, room in modules(package)
        for name in imported(path)
        if name.startswith(f"{package}.")
        and (other := name.split(".")[1]) != room
        and other != "data"
        and layers.get(other, 99) >= layers[room]
    ]

    assert upward == []


@pytest.mark.parametrize("package", ["index", "bot"])
def test_no_modules_import_each_other_in_a_circle(package: str) -> None:
    """Inside a room too, imports have one direction; a late import inside a function counts."""
    paths = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path, _ in modules(package)}
    graph = {module: {name for name in imported(path) if name in paths} for module, path in paths.items()}

    assert set(graph) == set(graphlib.TopologicalSorter(graph).static_order())


def test_the_library_knows_no_application() -> None:
    """Nothing in `index` imports the bot, Discord, a database or the environment."""
    strangers = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path, _ in modules("index")
        for name in imported(path)
        if name.split(".")[0] in FORBIDDEN_IN_INDEX
    ]
    readers_of_the_environment = [str(path) for path, _ in modules("index") if "os.environ" in path.read_text("utf-8")]

    assert strangers == []
    assert readers_of_the_environment == []


def test_only_evaluate_imports_the_measures() -> None:
    """ir-measures brings scipy, so it stays in one module of the extra `eval`."""
    users = {room for path, room in modules("index") if any(n.split(".")[0] == "ir_measures" for n in imported(path))}

    assert users == {"evaluate"}


def test_the_tests_import_the_real_package() -> None:
    """A folder of tests named like a package must not hide the package."""
    assert Path(index.__file__ or "").parent == ROOT / "index"


def test_importing_everything_does_nothing() -> None:
    """No module prints, reads the config or touches the working directory when imported."""
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for package in ("index", "bot")
        for path, _ in modules(package)
        if "migrations" not in path.parts
    ]
    code = f"import importlib, sys; [importlib.import_module(n) for n in {names!r}]"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
