"""The law of the house: who may import whom, and that nothing happens on import."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import index

ROOT = Path(__file__).resolve().parent.parent

# A module imports only modules of lower layers (see ARCHITECTURE.md). A folder's modules share its layer.
INDEX_LAYERS: dict[str, int] = {
    "words": -1, "errors": 0, "model": 0, "datafiles": 0, "grams": 0, "romanisation": 0,
    "asking": 2, "analysis": 1, "languages": 1, "sentences": 1, "spelling": 1, "markup": 1, "bm25": 1, "pipeline": 1,
    "sieve": 1,
    "patterns": 2, "wordbook": 2, "frequency": 2, "synonyms": 2, "passages": 2, "citations": 2,
    "caveats": 3, "hedges": 3, "readers": 3, "query": 3,
    "snapshot": 4, "coverage": 4, "evidence": 6, "finding": 7,
    "publishing": 5, "library": 5,
    "twins": 3, "choosing": 8, "answer": 9, "quotes": 7, "lint": 8, "collection": 8,
    "runs": 1, "significance": 2,
    "evaluate": 10, "lookup": 10, "completion": 6, "explain": 8,
    # From seeds to a snapshot.
    "rows": 1, "terms": 2, "lexicon": 3, "stock": 5, "segment": 5, "selection": 5, "gathering": 6, "build": 7,
}  # fmt: skip
BOT_LAYERS: dict[str, int] = {
    "config": 0, "log": 0, "findings": 0, "wording": 1, "discord_limits": 0, "i18n": 0,
    "wording_talk": 1, "wording_terminal": 1, "citing": 1, "command_words": 1,
    "wording_seeds": 1, "wording_settings": 1,
    "store": 1, "markdown": 1, "limits": 1, "settings_fields": 2,
    "stretches": 1, "errors": 2, "facts": 2, "accounts": 2, "excerpts": 2, "guild_settings": 2, "shelf": 2,
    "service": 3, "shards": 3, "checks": 3, "permissions": 3, "gaps": 3,
    "wording_admin": 2, "gap_groups": 2, "gap_export": 3, "rolls": 5, "housekeeping": 4, "gap_desk": 7, "audit_desk": 7,
    "output": 4, "console": 4, "cards": 4,
    "chat": 5, "reports": 5, "reply": 5, "lists": 5,
    "views": 6, "rules": 6, "settings_card": 7, "panel": 8,
    "actions": 7,
    "cogs": 10,
    "client": 11,
    "run": 12,
    "cli_shared": 13, "doctor_online": 13, "doctor": 14, "cli_operator": 15, "cli": 16, "__main__": 17,
    # A server's own seeds, as curators handle them.
    "sidecars": 1, "understanding": 2, "apart": 3, "attachments": 3, "drafts": 3, "seed_forms": 4, "curation": 4,
    "curation_errors": 2,
    "seed_cards": 6, "fetching": 4, "exporting": 4, "seed_rows": 7, "seed_progress": 7, "seed_records": 8,
    "seed_wiring": 5, "seed_desk": 9,
    # What is seen where, and how it is kept up to date.
    "reindexing": 2, "libraries": 2, "seed_files": 1, "wording_reindex": 1, "reindex_cards": 5, "watching": 4,
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
