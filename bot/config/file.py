"""Reads the operator's config: YAML and environment to one frozen object.

Precedence: `CAVEAT_<SECTION>__<KEY>` in the environment, then the file, then the default.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from bot.config.values import (
    DEFAULTS,
    DISCORD_API_URL,
    ENVIRONMENT_ONLY,
    SECTIONS,
    Config,
    ConfigError,
    Secret,
    Secrets,
)

PREFIX = "CAVEAT_"
_SECRETS = tuple(each.name.upper() for each in fields(Secrets))


def find_home(cwd: Path) -> Path:
    """Return the folder that relative paths start from.

    It is the working directory where that holds seeds or a config, else the checkout this code runs from,
    else (installed elsewhere) the working directory again.
    """
    if (cwd / "seeds").is_dir() or (cwd / "config" / "caveat.yaml").is_file():
        return cwd
    checkout = Path(__file__).resolve().parents[2]
    return checkout if (checkout / "pyproject.toml").is_file() else cwd


def read_env_file(home: Path) -> dict[str, str]:
    """Read the variables of `<home>/.env`, none where there is no such file.

    Raises:
        ConfigError: it is not UTF-8 text.
    """
    path = home / ".env"
    if not path.exists():
        return {}
    from dotenv import dotenv_values

    try:
        return {key: value for key, value in dotenv_values(path).items() if value}
    except UnicodeDecodeError as err:
        raise ConfigError([f"{path}: byte {err.start} is not valid UTF-8; save the file as UTF-8 text"]) from None


def load_config(environ: Mapping[str, str], home: Path) -> Config:
    """Read the config file, lay the environment over it and check the whole.

    Args:
        environ: the environment; `CAVEAT_CONFIG` names another file than `<home>/config/caveat.yaml`.
        home: the folder that relative paths start from.

    Raises:
        ConfigError: with every unknown key, wrong value and unreadable file at once.
    """
    path, values, problems = _read_file(environ, home)
    variables = _lay_over(values, environ, problems)
    if problems or not _is_plain(values):
        from bot.config.check import checked  # here, since pydantic takes longer to import than a question to answer

        values = checked(values, problems, lambda key_path: variables.get(key_path, f"{path}: {'.'.join(key_path)}"))
    config = replace(
        DEFAULTS,
        **{name: replace(SECTIONS[name], **keys) for name, keys in values.items()},
        secrets=Secrets(*(_secret(environ.get(key, "")) for key in _SECRETS)),
        discord_api_url=environ.get("DISCORD_API_URL") or DISCORD_API_URL,
    )
    resolved = _resolved(config, home)
    if resolved.seeds.dir is not None and resolved.seeds.dir.is_file():
        where = variables.get(("seeds", "dir"), f"{path}: seeds.dir")
        raise ConfigError([f"{where}: {resolved.seeds.dir} is a file; name the folder that it lies in"])
    return resolved


def _secret(stated: str) -> Secret | None:
    """Return a secret without the white space around it, which copying brings along; None where nothing is left."""
    return Secret(stated.strip()) if stated.strip() else None


def _is_plain(values: Mapping[str, Any]) -> bool:
    """Tell whether nothing is stated but defaults and folders, so that there is nothing to check."""
    return all(
        name in SECTIONS
        and isinstance(keys, dict)
        and all(
            key in SECTIONS[name].__slots__ and _is_sound(value, getattr(SECTIONS[name], key), key)
            for key, value in keys.items()
        )
        for name, keys in values.items()
    )


def _is_sound(value: Any, default: Any, key: str) -> bool:
    if key in {"dir", "model", "ca"}:
        return value is None or isinstance(value, str)
    return type(value) is type(default) and value == default


def _read_file(environ: Mapping[str, str], home: Path) -> tuple[Path, dict[str, Any], list[str]]:
    named = environ.get("CAVEAT_CONFIG")
    path = home / (named or "config/caveat.yaml")
    missing = f"CAVEAT_CONFIG: {path} does not exist; name an existing file or unset it"
    import yaml

    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        return path, {}, [missing] if named else []
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as err:
        return path, {}, [f"{path} cannot be read: {' '.join(str(err).split())}"]
    if raw is None:
        return path, {}, []
    if not isinstance(raw, dict):
        return path, {}, [f"{path}: must hold sections such as 'answer:', each with its keys"]
    own = ENVIRONMENT_ONLY & raw.keys()
    problems = [f"{path}: {key}: comes from the environment only; see config/env.example" for key in sorted(own)]
    return path, {str(k): v for k, v in raw.items() if k not in own and v is not None}, problems


def _lay_over(values: dict[str, Any], environ: Mapping[str, str], problems: list[str]) -> dict[tuple[str, ...], str]:
    """Put the environment's values over the file's; return which variable each came from."""
    variables: dict[tuple[str, ...], str] = {}
    for variable, value in sorted(environ.items()):
        if not variable.startswith(PREFIX) or variable == "CAVEAT_CONFIG" or not value:
            continue  # a variable set to nothing is one that was not filled in
        section, parted, key = variable.removeprefix(PREFIX).lower().partition("__")
        if not parted or section not in SECTIONS:
            problems.append(f"{variable}: is no config key; write {PREFIX}<SECTION>__<KEY>")
            continue
        keys = values.setdefault(section, {})
        if isinstance(keys, dict):
            keys[key] = value
            variables[section, key] = variable
    return variables


def _resolved(config: Config, home: Path) -> Config:
    """Make folders absolute; unset, the seeds are those beside the config, if there are any."""
    named = home / Path(config.seeds.dir or "seeds").expanduser()
    seeds = replace(config.seeds, dir=named if config.seeds.dir or named.is_dir() else None)
    data = replace(config.data, dir=home / Path(config.data.dir or "data").expanduser())
    model = config.meaning.model and home / Path(config.meaning.model).expanduser()
    authorities = config.engine.ca and home / Path(config.engine.ca).expanduser()
    return replace(
        config,
        seeds=seeds,
        data=data,
        meaning=replace(config.meaning, model=model),
        engine=replace(config.engine, ca=authorities),
    )
