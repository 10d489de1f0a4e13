"""The operator's config: frozen values with their defaults. Knows neither where they come from nor their bounds.

Secrets come from the environment alone and print as stars.
"""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

DISCORD_API_URL = "https://discord.com/api/v10"
ENVIRONMENT_ONLY = {"secrets", "discord_api_url"}


class ConfigError(Exception):
    """The config cannot be used; `problems` has one sentence for each thing that is wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class SeedsConfig:
    """Where the operator's seeds are, how large one may be, and what reading an attached one may take."""

    dir: Path | None = None
    max_bytes: int = 64 * 1024 * 1024
    upload_max_bytes: int = 8 * 1024 * 1024
    parse_seconds: float = 30.0
    parse_memory_bytes: int = 512 * 1024 * 1024
    fetch_pages: bool = False


@dataclass(frozen=True, slots=True)
class DataConfig:
    """Where snapshots and the SQLite file are kept."""

    dir: Path | None = None


@dataclass(frozen=True, slots=True)
class PassagesConfig:
    """How long passages are, in characters."""

    target_chars: int = 700
    max_chars: int = 1200


@dataclass(frozen=True, slots=True)
class RankingConfig:
    """BM25Plus's parameters and the weight of a title's words."""

    k1: float = 1.5
    b: float = 0.6
    delta: float = 1.0
    title_weight: int = 2


@dataclass(frozen=True, slots=True)
class AnswerConfig:
    """How much an answer shows and how sure it must be."""

    limit: int = 3
    threshold: float = 0.5
    per_seed: int = 2
    near_duplicate: float = 0.8
    relative_score: float = 0.3


@dataclass(frozen=True, slots=True)
class MeaningConfig:
    """Whether passages are found by meaning too, and by which sentence encoder."""

    use: Literal["auto", "off"] = "auto"
    model: Path | None = None
    pooling: Literal["mean", "cls"] = "mean"
    question_prefix: str = ""
    passage_prefix: str = ""
    passages: int = 100_000


@dataclass(frozen=True, slots=True)
class ReindexConfig:
    """How re-indexing behaves."""

    lock_wait_s: float = 600.0
    watch: bool = True
    memory_mb: float = 128.0
    processes: int | None = None


@dataclass(frozen=True, slots=True)
class LibrariesConfig:
    """How servers' own libraries are held."""

    memory_mb: float = 256.0


@dataclass(frozen=True, slots=True)
class DiscordConfig:
    """How the bot behaves towards Discord."""

    message_content: bool = False
    defer_after_s: float = 1.5
    lease_ttl_s: float = 15.0
    shards: str = ""
    drain_s: float = 20.0
    threads: int = 4
    language: Literal["en", "de", "es", "ru", "tr"] = "en"


@dataclass(frozen=True, slots=True)
class LimitsConfig:
    """How much may be asked, and how much a server may have of its own; its admins can ask for less, not for more."""

    user_questions: int = 20
    channel_questions: int = 60
    server_questions: int = 300
    user_presses: int = 60
    seeds: int = 500
    bytes: int = 100 * 1024 * 1024
    passages: int = 50_000
    reindexes: int = 12
    previews: int = 10


@dataclass(frozen=True, slots=True)
class PrivacyConfig:
    """For how long what is kept, in days."""

    keep_gaps_days: int = 90
    keep_days_after_leaving: int = 7


@dataclass(frozen=True, slots=True)
class WebConfig:
    """The reading room: where it listens, what it may show, and whom to write to."""

    port: int | None = None
    host: str = "127.0.0.1"
    url: str = ""
    show: Literal["full", "passages", "none"] = "passages"
    index: bool = False
    notes: bool = False
    pictures: Literal["auto", "always", "never"] = "auto"
    title: str = ""
    contact: str = ""
    questions: int = 20
    trusted_proxies: str = ""


@dataclass(frozen=True, slots=True)
class LogConfig:
    """What is logged, and how it is written."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    format: Literal["text", "json"] = "text"


@dataclass(frozen=True, slots=True)
class MetricsConfig:
    """Where monitoring may ask whether the bot lives and is ready, and for its figures; nowhere without a port."""

    port: int | None = None
    host: str = "127.0.0.1"


class Secret:
    """A value that prints as stars."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def get_secret_value(self) -> str:
        """Return what is kept secret."""
        return self._value

    def __repr__(self) -> str:
        return "Secret('**********')"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What only the environment may hold."""

    discord_token: Secret | None = None
    database_url: Secret | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """All of the operator's config, frozen."""

    seeds: SeedsConfig = SeedsConfig()
    data: DataConfig = DataConfig()
    passages: PassagesConfig = PassagesConfig()
    ranking: RankingConfig = RankingConfig()
    answer: AnswerConfig = AnswerConfig()
    meaning: MeaningConfig = MeaningConfig()
    reindex: ReindexConfig = ReindexConfig()
    libraries: LibrariesConfig = LibrariesConfig()
    discord: DiscordConfig = DiscordConfig()
    limits: LimitsConfig = LimitsConfig()
    privacy: PrivacyConfig = PrivacyConfig()
    web: WebConfig = WebConfig()
    log: LogConfig = LogConfig()
    metrics: MetricsConfig = MetricsConfig()
    secrets: Secrets = Secrets()
    discord_api_url: str = DISCORD_API_URL


DEFAULTS = Config()
SECTIONS = {each.name: getattr(DEFAULTS, each.name) for each in fields(Config) if each.name not in ENVIRONMENT_ONLY}


def data_folder(config: Config) -> Path:
    """Return the folder for snapshots, the SQLite file and locks."""
    return config.data.dir or Path("data")


def database_url(config: Config) -> str:
    """Return the database's address: DATABASE_URL, or a SQLite file in the data folder."""
    if config.secrets.database_url is not None:
        return config.secrets.database_url.get_secret_value()
    return f"sqlite:///{data_folder(config) / 'caveat.sqlite3'}"
