"""The law of the house: who may import whom, and that nothing happens on import."""

import ast
import graphlib
import re
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import index

ROOT = Path(__file__).resolve().parent.parent

# The rooms in order: a module imports from its own room and from those before it (see ARCHITECTURE.md).
ROOMS = (
    "index", "index.data", "index.processes", "index.storage", "index.text", "index.marking.phrases", "index.marking",
    "index.showing", "index.bm25", "index.readers.left_out", "index.readers.parsing",
    "index.readers.archives", "index.readers.pages", "index.readers.office", "index.readers.paged",
    "index.readers.transcripts",
    "index.readers.chats", "index.readers.exports", "index.readers.mail", "index.readers.markups", "index.readers",
    "index.seeds.metadata", "index.seeds",
    "index.questions", "index.snapshots", "index.engines", "index.quoting", "index.naming", "index.sentences",
    "index.answers", "index.meaning", "index.building", "index.evaluation",
    "bot.config", "bot.store.database", "bot.store.database.migrations", "bot.store.database.migrations.versions",
    "bot.store.queries", "bot.store.queries.curating", "bot.store.queries.workers",
    "bot.store.archive", "bot.store", "bot.health",
    "bot.wording", "bot.wording.web", "bot.serving", "bot.cards", "bot.replies",
    "bot.access", "bot.pictures", "bot.web.drawing", "bot.web",
    "bot.answering", "bot.settings", "bot.seeding.intake", "bot.fetching", "bot.seeding.drafts",
    "bot.seeding", "bot.records", "bot.curating", "bot.news", "bot.cogs", "bot.gateway",
    "bot.terminal.doctor", "bot.terminal", "bot",
)  # fmt: skip
ENGINE_ROOMS = {"index.bm25", "index.engines"}
ENGINE_CLASSES = {"CompiledBM25", "JointBM25", "LocalEngine", "EmptyRanking"}
MOST_MODULES = 16
MOST_LINES = 350
MEDIAN_FUNCTION_LINES = 7
NINE_IN_TEN_FUNCTION_LINES = 20
FORBIDDEN_IN_INDEX = {"bot", "discord", "sqlalchemy", "alembic", "pydantic", "click", "rich"}


def modules(package: str) -> Iterator[tuple[Path, str]]:
    """Yield every file of a package with its room: the folder it lies in, as Python names it."""
    for path in sorted((ROOT / package).rglob("*.py")):
        yield path, ".".join(path.parent.relative_to(ROOT).parts)


def imported(path: Path) -> Iterator[str]:
    """Yield every module name that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(name: str) -> str | None:
    """Return the room of an imported module of ours, None for anything else that an import can name."""
    path = ROOT.joinpath(*name.split("."))
    if (path / "__init__.py").is_file():
        return name
    return name.rpartition(".")[0] if path.with_suffix(".py").is_file() else None


@pytest.mark.parametrize("package", ["index", "bot"])
def test_every_import_points_to_a_room_before(package: str) -> None:
    """A module imports from its own room and from rooms that stand before it in the list."""
    place = {room: number for number, room in enumerate(ROOMS)}
    later = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path, room in modules(package)
        for name in imported(path)
        if (other := room_of(name)) is not None and place[other] > place[room]
    ]

    assert later == []


def test_the_list_of_rooms_is_whole() -> None:
    """Every folder with modules is in the list, and every room in the list is there."""
    rooms = {room for package in ("index", "bot") for _, room in modules(package)}

    assert rooms == set(ROOMS)


def test_no_room_is_crowded_and_no_file_is_long() -> None:
    """A room holds few enough modules to be seen at once, and a file few enough lines to be read at once."""
    files = [(path, room) for package in ("index", "bot") for path, room in modules(package)]
    counts = Counter(room for path, room in files if path.name != "__init__.py")

    assert [room for room, count in counts.items() if count > MOST_MODULES] == []
    assert [str(path) for path, _ in files if len(path.read_text("utf-8").splitlines()) > MOST_LINES] == []


def test_functions_are_short_and_public_ones_say_what_they_do() -> None:
    """The median function is read at a glance, nine in ten in one look; ruff asks for the docstrings of methods too."""
    functions = [
        (node, f"{path.relative_to(ROOT)}: {node.name}")
        for package in ("index", "bot")
        for path, _ in modules(package)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    lines = [(node.end_lineno or 0) - node.lineno + 1 for node, _ in functions]

    assert statistics.median(lines) <= MEDIAN_FUNCTION_LINES
    assert statistics.quantiles(lines, n=10)[-1] < NINE_IN_TEN_FUNCTION_LINES
    assert [name for node, name in functions if node.col_offset == 0 and _is_silent(node)] == []


def _is_silent(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return not function.name.startswith("_") and ast.get_docstring(function) is None


@pytest.mark.parametrize("package", ["index", "bot"])
def test_no_modules_import_each_other_in_a_circle(package: str) -> None:
    """Inside a room too, imports have one direction; a late import inside a function counts."""
    paths = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path, _ in modules(package)}
    graph = {module: {name for name in imported(path) if name in paths} for module, path in paths.items()}

    assert set(graph) == set(graphlib.TopologicalSorter(graph).static_order())


def test_a_public_type_name_has_one_meaning() -> None:
    """A reader who meets a type's name knows which one it is without looking at the imports."""
    places: dict[str, list[str]] = {}
    for package in ("index", "bot"):
        for path, _room in modules(package):
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    places.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


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

    assert users == {"index.evaluation"}


def test_only_the_rooms_of_the_engine_name_its_classes() -> None:
    """Whatever else searches does so behind `Engine`, and whatever builds or opens calls functions of `index.bm25`."""
    users = {
        str(path.relative_to(ROOT))
        for package in ("index", "bot")
        for path, room in modules(package)
        for name in imported(path)
        if room not in ENGINE_ROOMS and name.rpartition(".")[2] in ENGINE_CLASSES
    }

    assert users == set()


def test_nobody_asks_whether_there_is_an_index() -> None:
    """Where there is nothing to search, there is an engine and a ranking that find nothing, and never None."""
    optional = re.compile(r"\b(?:Engine|Ranking|Searcher|CompiledBM25|JointBM25) \| None|\b(?:engine|ranking) is None")

    assert [str(path) for path, _ in modules("index") if optional.search(path.read_text("utf-8"))] == []


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
