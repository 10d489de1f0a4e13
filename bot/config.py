"""The operator's config: YAML and environment to one frozen object. Nothing is read on import.

Precedence: `CAVEAT_<SECTION>__<KEY>` in the environment, then the file, then the default here. Secrets come
from the environment alone and print as stars.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from dotenv import dotenv_values
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

PREFIX = "CAVEAT_"
DISCORD_API_URL = "https://discord.com/api/v10"
_SECRET_KEYS = {"token", "discord_token", "database_url", "password"}
_ENVIRONMENT_ONLY = {"secrets", "discord_api_url"}
_FROM_ENVIRONMENT = "secrets and addresses come from the environment only; see config/env.example"


class ConfigError(Exception):
    """The config cannot be used; `problems` has one sentence for each thing that is wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


# "" is no folder: taken for one it would be the folder of the config itself.
Folder = Annotated[Path | None, BeforeValidator(lambda value: None if value == "" else value)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _keep_truth_apart(cls, value: Any, info: ValidationInfo) -> Any:
        """Refuse `limit: yes`, which YAML reads as True and pydantic as 1."""
        if isinstance(value, bool) and cls.model_fields[str(info.field_name)].annotation is not bool:
            raise ValueError("input should not be a yes or no")
        return value


class Seeds(_Section):
    """Where the operator's seeds are, how large one may be, and what reading an attached one may take."""

    dir: Folder = None
    max_bytes: int = Field(64 * 1024 * 1024, gt=0)
    upload_max_bytes: int = Field(8 * 1024 * 1024, gt=0)
    parse_seconds: float = Field(30.0, gt=0, le=600)
    parse_memory_bytes: int = Field(512 * 1024 * 1024, ge=16 * 1024 * 1024)


class Data(_Section):
    """Where snapshots and the SQLite file are kept."""

    dir: Folder = None


class Passages(_Section):
    """How long passages are, in characters."""

    target_chars: int = Field(700, ge=100, le=3000)
    max_chars: int = Field(1200, ge=200, le=3500)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.target_chars > self.max_chars:
            raise ValueError(f"target_chars ({self.target_chars}) must not exceed max_chars ({self.max_chars})")
        return self


class Ranking(_Section):
    """BM25Plus's parameters and the weight of a title's words."""

    k1: float = Field(1.5, ge=0)
    b: float = Field(0.55, ge=0, le=1)
    delta: float = Field(1.0, ge=0)
    title_weight: int = Field(2, ge=0, le=10)


class Answer(_Section):
    """How much an answer shows and how sure it must be."""

    limit: int = Field(3, ge=1, le=50)
    threshold: float = Field(0.5, ge=0, le=1)
    per_seed: int = Field(2, ge=1)
    near_duplicate: float = Field(0.8, gt=0, le=1)
    relative_score: float = Field(0.3, ge=0, le=1)


class Reindex(_Section):
    """How re-indexing behaves."""

    lock_wait_s: float = Field(600.0, ge=0)
    watch: bool = True
    processes: int | None = Field(None, ge=1, le=64)


class Libraries(_Section):
    """How servers' own libraries are held."""

    memory_mb: float = Field(256.0, gt=0)


class Discord(_Section):
    """How the bot behaves towards Discord."""

    message_content: bool = False
    defer_after_s: float = Field(1.5, gt=0, le=2.5)
    lease_ttl_s: float = Field(15.0, ge=1)
    drain_s: float = Field(20.0, ge=0)
    threads: int = Field(4, ge=1, le=64)
    language: Literal["en", "de", "es", "ru", "tr"] = "en"


class Limits(_Section):
    """How much may be asked, and how much a server may have of its own; its admins can ask for less, not for more."""

    user_questions: int = Field(20, ge=1)
    channel_questions: int = Field(60, ge=1)
    server_questions: int = Field(300, ge=1)
    user_presses: int = Field(60, ge=1)
    seeds: int = Field(500, ge=0)
    bytes: int = Field(100 * 1024 * 1024, ge=0)
    passages: int = Field(50_000, ge=0)
    reindexes: int = Field(12, ge=1)
    previews: int = Field(10, ge=1)


class Privacy(_Section):
    """For how long what is kept, in days."""

    keep_gaps_days: int = Field(90, ge=1, le=3650)
    keep_days_after_leaving: int = Field(7, ge=0, le=3650)


class Log(_Section):
    """What is logged."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class Secrets(_Section):
    """What only the environment may hold."""

    discord_token: SecretStr | None = None
    database_url: SecretStr | None = None


class Config(_Section):
    """All of the operator's config, frozen."""

    seeds: Seeds = Seeds()
    data: Data = Data()
    passages: Passages = Passages()
    ranking: Ranking = Ranking()
    answer: Answer = Answer()
    reindex: Reindex = Reindex()
    libraries: Libraries = Libraries()
    discord: Discord = Discord()
    limits: Limits = Limits()
    privacy: Privacy = Privacy()
    log: Log = Log()
    secrets: Secrets = Secrets()
    discord_api_url: str = DISCORD_API_URL


def find_home(cwd: Path) -> Path:
    """Return the folder that relative paths start from.

    It is the working directory where that holds seeds or a config, else the checkout this code runs from,
    else (installed elsewhere) the working directory again.
    """
    if (cwd / "seeds").is_dir() or (cwd / "config" / "caveat.yaml").is_file():
        return cwd
    checkout = Path(__file__).resolve().parent.parent
    return checkout if (checkout / "pyproject.toml").is_file() else cwd


def data_folder(config: Config) -> Path:
    """Return the folder for snapshots, the SQLite file and locks."""
    return config.data.dir or Path("data")


def database_url(config: Config) -> str:
    """Return the database's address: DATABASE_URL, or a SQLite file in the data folder."""
    if config.secrets.database_url is not None:
        return config.secrets.database_url.get_secret_value()
    return f"sqlite:///{data_folder(config) / 'caveat.sqlite3'}"


def read_env_file(home: Path) -> dict[str, str]:
    """Read the variables of `<home>/.env`, none where there is no such file.

    Raises:
        ConfigError: it is not UTF-8 text.
    """
    path = home / ".env"
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
    values["secrets"] = {
        "discord_token": environ.get("DISCORD_TOKEN") or None,
        "database_url": environ.get("DATABASE_URL") or None,
    }
    values["discord_api_url"] = environ.get("DISCORD_API_URL") or DISCORD_API_URL
    try:
        config = Config.model_validate(values)
    except ValidationError as err:
        raise ConfigError(problems + [_sentence(path, variables, error) for error in err.errors()]) from None
    if problems:
        raise ConfigError(problems)
    return _resolved(config, home)


def _read_file(environ: Mapping[str, str], home: Path) -> tuple[Path, dict[str, Any], list[str]]:
    named = environ.get("CAVEAT_CONFIG")
    path = home / (named or "config/caveat.yaml")
    missing = f"CAVEAT_CONFIG: {path} does not exist; name an existing file or unset it"
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
    own = {"secrets", "discord_api_url"} & raw.keys()
    problems = [f"{path}: {key}: comes from the environment only; see config/env.example" for key in sorted(own)]
    return path, {str(k): v for k, v in raw.items() if k not in own and v is not None}, problems


def _lay_over(values: dict[str, Any], environ: Mapping[str, str], problems: list[str]) -> dict[tuple[str, ...], str]:
    """Put the environment's values over the file's; return which variable each came from."""
    variables: dict[tuple[str, ...], str] = {}
    for variable, value in sorted(environ.items()):
        if not variable.startswith(PREFIX) or variable == "CAVEAT_CONFIG" or not value:
            continue  # a variable set to nothing is one that was not filled in
        section, parted, key = variable.removeprefix(PREFIX).lower().partition("__")
        if not parted or section not in Config.model_fields or section in _ENVIRONMENT_ONLY:
            problems.append(f"{variable}: is no config key; write {PREFIX}<SECTION>__<KEY>")
            continue
        keys = values.setdefault(section, {})
        if isinstance(keys, dict):
            keys[key] = value
            variables[section, key] = variable
    return variables


def _sentence(path: Path, variables: Mapping[tuple[str, ...], str], error: Any) -> str:
    place = variables.get(error["loc"], f"{path}: {'.'.join(str(part) for part in error['loc'])}")
    if error["type"] == "value_error" and isinstance(error["input"], Mapping):
        return f"{place}: {error['ctx']['error']}"
    if error["type"] != "extra_forbidden":
        problem = error["msg"].removeprefix("Value error, ")
        return f"{place}: {problem[:1].lower()}{problem[1:]} (it is {error['input']!r})"
    secret = str(error["loc"][-1]).lower() in _SECRET_KEYS
    return f"{place}: unknown key; {_FROM_ENVIRONMENT if secret else _nearest(error['loc'])}"


def _nearest(location: tuple[str, ...]) -> str:
    from rapidfuzz import process

    model: type[BaseModel] = Config
    for part in location[:-1]:
        annotation = model.model_fields[part].annotation
        model = annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else model
    known = [name for name in model.model_fields if name not in _ENVIRONMENT_ONLY]
    near = process.extractOne(str(location[-1]), known, score_cutoff=60)
    return f"did you mean {near[0]}?" if near else f"known here: {', '.join(sorted(known))}"


def _resolved(config: Config, home: Path) -> Config:
    """Make folders absolute; unset, the seeds are those beside the config, if there are any."""
    named = home / (config.seeds.dir or Path("seeds")).expanduser()
    seeds = config.seeds.model_copy(update={"dir": named if config.seeds.dir or named.is_dir() else None})
    data = config.data.model_copy(update={"dir": home / (config.data.dir or Path("data")).expanduser()})
    return config.model_copy(update={"seeds": seeds, "data": data})
