"""The operator's config: one report of all problems, the environment on top, secrets as stars."""

from dataclasses import FrozenInstanceError, asdict
from pathlib import Path

import pytest
import yaml

from bot.config.file import find_home, load_config, read_env_file
from bot.config.values import SECTIONS, Config, ConfigError

ROOT = Path(__file__).resolve().parents[3]


def config_file(home: Path, text: str) -> Path:
    """Write a config file and return the home it belongs to."""
    (home / "config").mkdir()
    (home / "config" / "caveat.yaml").write_text(text)
    return home


def problems(environ: dict[str, str], home: Path) -> list[str]:
    """Return what is wrong with a config."""
    with pytest.raises(ConfigError) as raised:
        load_config(environ, home)
    return raised.value.problems


def test_no_file_and_no_environment_give_the_defaults(tmp_path: Path) -> None:
    """Everything has a default; folders become absolute."""
    config = load_config({}, tmp_path)

    assert config.answer == Config().answer
    assert config.data.dir == tmp_path / "data"
    assert config.seeds.dir is None


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """CAVEAT_<SECTION>__<KEY> overrides a key, and the rest of the file stays."""
    home = config_file(tmp_path, "answer: {limit: 5, threshold: 0.4}")

    config = load_config({"CAVEAT_ANSWER__LIMIT": "7"}, home)

    assert (config.answer.limit, config.answer.threshold) == (7, 0.4)


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    """Unknown sections and keys, wrong types and bad variables each get a line with their key path."""
    home = config_file(tmp_path, "answr: {}\nanswer: {limt: 3, threshold: high}\nlog: loud\ntoken: abc")

    found = problems({"CAVEAT_RANKING__B": "7", "CAVEAT_NONSENSE": "1", "CAVEAT_WHAT__EVER": "1"}, home)

    text = "\n".join(found)
    assert len(found) == 8
    assert "answr: unknown key; did you mean answer?" in text
    assert "answer.limt: unknown key; did you mean limit?" in text
    assert "answer.threshold: " in text
    assert "'high'" in text
    assert "log: " in text
    assert "token: unknown key; secrets" in text
    assert "CAVEAT_RANKING__B: " in text
    assert "CAVEAT_NONSENSE: is no config key" in text


@pytest.mark.parametrize("text", ["answer: [", "- a list", "\x00"])
def test_a_file_that_is_no_config_is_named(tmp_path: Path, text: str) -> None:
    """Broken YAML and other shapes get a sentence with the path."""
    assert "caveat.yaml" in problems({}, config_file(tmp_path, text))[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("passages: {target_chars: 2000}", "passages: target_chars (2000) must not exceed max_chars (1200)"),
        ("answer: {limit: yes}", "answer.limit: input should not be a yes or no (it is True)"),
        ("ranking: {k1: .inf}", "ranking.k1: input should be a finite number (it is inf)"),
        ("answer: {threshold: .nan}", "answer.threshold: input should be a finite number (it is nan)"),
        ("log: {level: info}", "log.level: input should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR' (it is 'info')"),
    ],
)
def test_a_value_that_cannot_work_is_told_as_it_is_written(tmp_path: Path, text: str, words: str) -> None:
    """What would fail only in use, or pass for another value, is reported with its key."""
    home = config_file(tmp_path, text)

    assert [f"{home / 'config' / 'caveat.yaml'}: {words}"] == problems({}, home)


def test_nothing_filled_in_is_nothing_stated(tmp_path: Path) -> None:
    """An empty variable or folder is a line nobody filled in, never the folder that holds the config."""
    home = config_file(tmp_path, 'seeds: {dir: ""}\ndata: {dir: ""}')

    config = load_config({"CAVEAT_ANSWER__LIMIT": "", "CAVEAT_SEEDS__DIR": ""}, home)

    assert (None, home / "data", 3) == (config.seeds.dir, config.data.dir, config.answer.limit)


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a shell has it."""
    monkeypatch.setenv("HOME", "/home/ada")

    config = load_config({"CAVEAT_SEEDS__DIR": "~/seeds"}, tmp_path)

    assert Path("/home/ada/seeds") == config.seeds.dir


def test_an_env_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    """One sentence with the path and the byte."""
    (tmp_path / ".env").write_bytes(b"A=\xff\n")

    with pytest.raises(ConfigError, match=r"\.env: byte 2 is not valid UTF-8"):
        read_env_file(tmp_path)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    """CAVEAT_CONFIG that leads nowhere is an error, not the defaults."""
    assert "does not exist" in problems({"CAVEAT_CONFIG": "other.yaml"}, tmp_path)[0]


def test_secrets_print_as_stars(tmp_path: Path) -> None:
    """No text of a config shows a secret; the file may not hold one."""
    config = load_config({"DISCORD_TOKEN": "hush-hush", "DATABASE_URL": "postgresql://u:pw@h/d"}, tmp_path)

    shown = repr(config) + str(config)
    assert "hush" not in shown
    assert "pw" not in shown
    assert config.secrets.discord_token is not None
    assert config.secrets.discord_token.get_secret_value() == "hush-hush"
    assert "environment only" in problems({}, config_file(tmp_path, "secrets: {discord_token: x}"))[0]


def test_a_config_is_frozen() -> None:
    """Nobody changes it while it is in use."""
    with pytest.raises(FrozenInstanceError):
        setattr(Config().answer, "limit", 9)  # noqa: B010 mypy knows that it is frozen, the test asks at run time


def test_the_shipped_file_documents_every_key_with_its_default() -> None:
    """config/caveat.yaml holds each key, its default, and a comment on its line."""
    path = ROOT / "config" / "caveat.yaml"

    documented = yaml.safe_load(path.read_text("utf-8"))

    assert documented == {section: asdict(default) for section, default in SECTIONS.items()}
    keys = [line for line in path.read_text("utf-8").splitlines() if line.startswith("  ")]
    assert [line for line in keys if "# " not in line] == []


def test_every_environment_variable_has_its_example() -> None:
    """config/env.example names each secret and address."""
    text = (ROOT / "config" / "env.example").read_text("utf-8")

    assert [
        name for name in ("DISCORD_TOKEN", "DATABASE_URL", "DISCORD_API_URL", "CAVEAT_CONFIG") if name not in text
    ] == []


def test_every_value_with_a_unit_says_so() -> None:
    """Seconds, bytes and characters are in the key's name."""
    keys = {key for default in SECTIONS.values() for key in asdict(default)}
    lengths = {key for key in keys if key.endswith(("_s", "_bytes", "_chars"))}

    assert {"max_bytes", "target_chars", "lock_wait_s"} <= lengths


def test_home_is_where_seeds_or_config_are(tmp_path: Path) -> None:
    """The working directory counts when it holds either; else the checkout does."""
    (tmp_path / "with" / "seeds").mkdir(parents=True)

    assert find_home(tmp_path / "with") == tmp_path / "with"
    assert find_home(tmp_path) == ROOT


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("REINDEX__LOCK_WAIT_S", "1e300"),
        ("DISCORD__DRAIN_S", "1e12"),
        ("DISCORD__LEASE_TTL_S", "1e300"),
        ("SEEDS__MAX_BYTES", "1000000000000000000000000"),
        ("LIMITS__BYTES", "1000000000000000000000000"),
        ("LIMITS__USER_QUESTIONS", "1000000000000"),
        ("LIBRARIES__MEMORY_MB", "1e308"),
        ("RANKING__K1", "1e308"),
        ("RANKING__DELTA", "1e308"),
    ],
)
def test_numbers_beyond_sense_are_refused(tmp_path: Path, key: str, value: str) -> None:
    """They would overflow somewhere, or mean for ever."""
    (problem,) = problems({f"CAVEAT_{key}": value}, tmp_path)

    assert f"CAVEAT_{key}: input should be less than or equal to" in problem


def test_a_file_in_place_of_the_seeds_is_named(tmp_path: Path) -> None:
    """One seed is no folder of seeds."""
    (tmp_path / "a.txt").write_text("Granite is hard.")

    (problem,) = problems({"CAVEAT_SEEDS__DIR": "a.txt"}, tmp_path)

    assert f"CAVEAT_SEEDS__DIR: {tmp_path}/a.txt is a file; name the folder that it lies in" == problem


def test_white_space_around_a_secret_is_taken_off(tmp_path: Path) -> None:
    """Copying brings it along; a secret of nothing else is none."""
    config = load_config({"DISCORD_TOKEN": " abc\n", "DATABASE_URL": " \n"}, tmp_path)

    assert config.secrets.discord_token is not None
    assert "abc" == config.secrets.discord_token.get_secret_value()
    assert config.secrets.database_url is None
