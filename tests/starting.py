"""Marks each test that starts a process or a server with `process`, by reading what it would call.

Nobody keeps a list: the test, its fixtures and the helpers under `tests` that they name are followed to what starts
something. In the same way `collection` marks what reads a collection beside the repository. `make fast` runs the
others.
"""

import functools
import inspect
from collections.abc import Callable, Iterator
from types import CodeType, ModuleType
from typing import Any

import pytest

from tests.shared import shared

STARTERS = {"subprocess", "multiprocessing", "create_subprocess_exec", "create_server", "processes"}
STARTING_MODULES = ("index.processes.", "bot.seeding.intake.sandbox")  # they start processes for whoever calls them


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what starts something or reads much, before tests are chosen by their marks."""
    for item in items:
        parts = list(_parts(item))
        if any(map(starts, parts)) or "postgres" in _parameters(item):
            item.add_marker(pytest.mark.process)
        if any(map(reads_collections, parts)):
            item.add_marker(pytest.mark.collection)


def _parameters(item: pytest.Item) -> list[object]:
    return list(item.callspec.params.values()) if hasattr(item, "callspec") else []


def _parts(item: pytest.Item) -> Iterator[Any]:
    """Yield the functions that a test consists of: its own, and its fixtures'."""
    yield getattr(item, "obj", None)
    fixtures = getattr(item, "_fixtureinfo", None)
    for definitions in fixtures.name2fixturedefs.values() if fixtures else ():
        yield definitions[-1].func


@functools.cache
def starts(part: Callable[..., object] | None) -> bool:
    """Tell whether a function or class, or a helper that it names, starts a process or a server."""
    return any(_is_starter(name, value) for name, value in _named(part, set()))


@functools.cache
def reads_collections(part: Callable[..., object] | None) -> bool:
    """Tell whether a function or class, or a helper that it names, asks for the folder `shared`."""
    return any(value is shared for _, value in _named(part, set()))


def _is_starter(name: str, value: object) -> bool:
    module = value.__name__ if isinstance(value, ModuleType) else str(getattr(value, "__module__", ""))
    return name in STARTERS or f"{module}.".startswith(STARTING_MODULES)


def _named(part: object, seen: set[int]) -> Iterator[tuple[str, object]]:
    """Yield each name in the code of a function or class of the tests, and in that of what it names, in turn."""
    part = inspect.unwrap(part) if callable(part) else part
    part = getattr(part, "__func__", part)
    part = getattr(getattr(part, "hypothesis", None), "inner_test", part)
    if id(part) in seen or not str(getattr(part, "__module__", "")).startswith("tests"):
        return
    seen.add(id(part))
    if isinstance(part, type):
        for member in vars(part).values():
            yield from _named(getattr(member, "fget", member), seen)
    elif (code := getattr(part, "__code__", None)) is not None:
        for name in _names(code):
            value = getattr(part, "__globals__", {}).get(name)
            yield name, value
            yield from _named(value, seen)


def _names(code: CodeType) -> Iterator[str]:
    """Yield the names that a piece of code uses, those of arguments and of functions inside it too."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
        elif isinstance(constant, tuple):  # the names of arguments in a call
            yield from (each for each in constant if isinstance(each, str))
