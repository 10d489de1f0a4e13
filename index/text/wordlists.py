"""Reads the word lists and patterns of `index/data`. Knows nothing of what stands in them."""

from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_data(name: str) -> dict[str, Any]:
    """Load a YAML file of `index/data` by its name, once; the caller must not change it."""
    import yaml  # here, since it takes longer to import than the whole of this package

    safe = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C, where it was built, is ten times as fast
    text = files("index.data").joinpath(name).read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=safe)  # noqa: S506 both are safe
    return data
