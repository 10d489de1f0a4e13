"""What a stated config must satisfy, and the sentences for what does not; read where something but defaults is stated.

Knows no file and no environment.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, replace
from ipaddress import ip_network
from typing import Annotated, Any, Self, get_type_hints

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    create_model,
    field_validator,
    model_validator,
)

from bot.config.shard_range import read_shards
from bot.config.values import SECTIONS, Config, ConfigError

KeyPath = tuple[str, ...]
_SECRET_KEYS = {"token", "discord_token", "database_url", "password"}
_FROM_ENVIRONMENT = "secrets and addresses come from the environment only; see config/env.example"
_FOLDER = BeforeValidator(lambda value: value or None)  # "" is no folder: it would be the folder of the config itself
_MIB = 1024 * 1024
# Beyond sense for whatever is counted: they would overflow somewhere, or mean for ever.
_MOST_BYTES, _MOST_MB, _MOST_S, _MOST = 2**40, 2**20, 86_400, 10**9


def _networks(value: str) -> str:
    """Take addresses or networks, parted by commas; raises ValueError for one that is none."""
    return ",".join(str(ip_network(each.strip())) for each in value.split(",") if each.strip())


def _hosts(value: str) -> str:
    """Take addresses of a cluster's hosts, parted by commas; raises ValueError for one that is none or has secrets."""
    urls = [each.strip().rstrip("/") for each in value.split(",") if each.strip()]
    for url in urls:
        if re.fullmatch(r"https?://[^\s/?#@]+@\S+", url):
            raise ValueError("a user and a password belong into OPENSEARCH_USER and OPENSEARCH_PASSWORD")
        if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", url):
            raise ValueError(f"{url} is no address such as https://search-1:9200")
    return ",".join(urls)


_LIBRARY = r"^([a-z0-9][a-z0-9-]{0,60})?$"  # part of the names of indexes


def _shards(value: str) -> str:
    """Take a range of shards; raises ValueError for what is none."""
    read_shards(value)
    return value


# What each value must satisfy besides its type.
_BOUNDS: Mapping[str, Mapping[str, Any]] = {
    "seeds": {
        "dir": _FOLDER,
        "max_bytes": Field(gt=0, le=_MOST_BYTES),
        "upload_max_bytes": Field(gt=0, le=_MOST_BYTES),
        "parse_seconds": Field(gt=0, le=600),
        "parse_memory_bytes": Field(ge=16 * _MIB, le=_MOST_BYTES),
    },
    "data": {"dir": _FOLDER},
    "passages": {"target_chars": Field(ge=100, le=3000), "max_chars": Field(ge=200, le=3500)},
    "ranking": {
        "k1": Field(ge=0, le=100),
        "b": Field(ge=0, le=1),
        "delta": Field(ge=0, le=100),
        "title_weight": Field(ge=0, le=10),
    },
    "answer": {
        "limit": Field(ge=1, le=50),
        "threshold": Field(ge=0, le=1),
        "per_seed": Field(ge=1, le=_MOST),
        "near_duplicate": Field(gt=0, le=1),
        "relative_score": Field(ge=0, le=1),
    },
    "meaning": {"model": _FOLDER, "passages": Field(ge=0, le=_MOST)},
    "reindex": {
        "lock_wait_s": Field(ge=0, le=_MOST_S),
        "processes": Field(ge=1, le=64),
        "memory_mb": Field(ge=0, le=_MOST_MB),
    },
    "engine": {
        "url": AfterValidator(_hosts),
        "ca": _FOLDER,
        "copies": Field(ge=0, le=20),
        "library": Field(pattern=_LIBRARY),
    },
    "libraries": {"memory_mb": Field(gt=0, le=_MOST_MB)},
    "discord": {
        "defer_after_s": Field(gt=0, le=2.5),
        "lease_ttl_s": Field(ge=1, le=3600),
        "shards": AfterValidator(_shards),
        "drain_s": Field(ge=0, le=_MOST_S),
        "threads": Field(ge=1, le=64),
    },
    "limits": {
        "user_questions": Field(ge=1, le=_MOST),
        "channel_questions": Field(ge=1, le=_MOST),
        "server_questions": Field(ge=1, le=_MOST),
        "user_presses": Field(ge=1, le=_MOST),
        "seeds": Field(ge=0, le=_MOST),
        "bytes": Field(ge=0, le=_MOST_BYTES),
        "passages": Field(ge=0, le=_MOST),
        "reindexes": Field(ge=1, le=_MOST),
        "previews": Field(ge=1, le=_MOST),
    },
    "metrics": {"port": Field(ge=1, le=65_535), "host": Field(min_length=1, max_length=255)},
    "privacy": {"keep_gaps_days": Field(ge=1, le=3650), "keep_days_after_leaving": Field(ge=0, le=3650)},
    "web": {
        "port": Field(ge=1, le=65_535),
        "url": Field(pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*)?)?$"),
        "questions": Field(ge=1, le=_MOST),
        "trusted_proxies": AfterValidator(_networks),
    },
}


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _keep_truth_apart(cls, value: Any, info: ValidationInfo) -> Any:
        """Refuse `limit: yes`, which YAML reads as True and pydantic as 1."""
        if isinstance(value, bool) and cls.model_fields[str(info.field_name)].annotation is not bool:
            raise ValueError("input should not be a yes or no")
        return value


class _Passages(_Section):
    @model_validator(mode="after")
    def _in_order(self) -> Self:
        stated = self.model_dump()
        target, most = stated["target_chars"], stated["max_chars"]
        if target > most:
            raise ValueError(f"target_chars ({target}) must not exceed max_chars ({most})")
        return self


def checked(
    values: Mapping[str, Any], problems: list[str], name: Callable[[KeyPath], str]
) -> dict[str, dict[str, Any]]:
    """Return all sections with the types they must have.

    Args:
        values: what is stated.
        problems: what was found wrong before, a sentence each.
        name: says where the value of a key was stated.

    Raises:
        ConfigError: with those problems, and all that are found here.
    """
    try:
        found = _model().model_validate(values)
    except ValidationError as err:
        raise ConfigError([*problems, *(_sentence(error, name) for error in err.errors())]) from None
    if problems:
        raise ConfigError(problems)
    return found.model_dump()


def with_shards(config: Config, typed: str) -> Config:
    """Return a config with the shards that somebody typed on the command line; raises ConfigError for what is none."""
    try:
        read_shards(typed)
    except ValueError as err:
        raise ConfigError([f"--shards: {err}"]) from None
    return replace(config, discord=replace(config.discord, shards=typed))


def _model() -> type[BaseModel]:
    """Make the model of all sections, each with the defaults that it has anyway."""
    models = {section: _section(section, default) for section, default in SECTIONS.items()}
    keys: dict[str, Any] = {section: (model, model()) for section, model in models.items()}
    return create_model("Config", __base__=_Section, **keys)


def _section(section: str, default: Any) -> type[BaseModel]:
    types, bounds = get_type_hints(type(default)), _BOUNDS.get(section, {})
    keys: dict[str, Any] = {
        key: (Annotated[types[key], bounds[key]] if key in bounds else types[key], value)
        for key, value in asdict(default).items()
    }
    return create_model(section, __base__=_Passages if section == "passages" else _Section, **keys)


def _sentence(error: Any, name: Callable[[KeyPath], str]) -> str:
    at = name(tuple(map(str, error["loc"])))
    if error["type"] == "value_error" and isinstance(error["input"], Mapping):
        return f"{at}: {error['ctx']['error']}"
    if error["type"] != "extra_forbidden":
        problem = error["msg"].removeprefix("Value error, ")
        return f"{at}: {problem[:1].lower()}{problem[1:]} (it is {error['input']!r})"
    secret = str(error["loc"][-1]).lower() in _SECRET_KEYS
    return f"{at}: unknown key; {_FROM_ENVIRONMENT if secret else _nearest(error['loc'])}"


def _nearest(location: KeyPath) -> str:
    from rapidfuzz import process

    known = [each.name for each in fields(SECTIONS[location[0]])] if len(location) > 1 else list(SECTIONS)
    near = process.extractOne(str(location[-1]), known, score_cutoff=60)
    return f"did you mean {near[0]}?" if near else f"known here: {', '.join(sorted(known))}"
