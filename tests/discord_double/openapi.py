"""Holds request bodies against Discord's own API description; does nothing where that file is not at hand."""

import json
import re
from functools import cache
from pathlib import Path
from typing import cast

import jsonschema_rs
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from tests.discord_double.kinds import Json

DESCRIPTION = Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"

LONGEST_PROBLEM = 300


@cache
def _description() -> Json | None:
    """The API description, or None where it is not at hand; reads 1 MB once."""
    if not DESCRIPTION.is_file():
        return None
    description = cast("Json", json.loads(DESCRIPTION.read_text(encoding="utf-8")))
    # Discord takes integers for ids, and its most used clients send them.
    description["components"]["schemas"]["SnowflakeType"]["type"] = ["string", "integer"]
    return description


@cache
def _paths() -> list[tuple[re.Pattern[str], str]]:
    """Each path template with its pattern; fewer parameters first, so that @original wins over an id."""
    description = _description() or {"paths": {}}
    templates = sorted(description["paths"], key=lambda template: template.count("{"))
    return [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", template)), template) for template in templates]


@cache
def _schema(method: str, template: str) -> Json | None:
    """What a route's body must be, as a JSON schema; None where nothing is said of it."""
    description = _description()
    operation = description["paths"][template].get(method.lower(), {}) if description else {}
    content = operation.get("requestBody", {}).get("content", {})
    schema = next((body["schema"] for body in content.values()), None)
    return None if description is None or schema is None else {**schema, "components": description["components"]}


@cache
def _compiled(method: str, template: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(_schema(method, template) or {})


def problem(method: str, path: str, body: Json | list[Json]) -> str | None:
    """Say how a body departs from the API description, or None; `path` starts after the API's base."""
    template = next((template for pattern, template in _paths() if pattern.fullmatch(path)), None)
    if template is None or _compiled(method, template).is_valid(body):
        return None
    # Only what is wrong is worth the slow library, which says which of many alternatives came nearest.
    error = best_match(Draft202012Validator(_schema(method, template) or {}).iter_errors(body))
    return _sentence(error) if error else None


def _sentence(error: ValidationError) -> str:
    return f"{error.json_path}: {error.message}"[:LONGEST_PROBLEM]
