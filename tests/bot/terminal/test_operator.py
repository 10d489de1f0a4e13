"""What operators run: servers and their data, backups, the doctor; their output and exit codes."""

import asyncio
import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config.values import Config, DataConfig, DiscordConfig, Secret, Secrets
from bot.store.database import migrate
from bot.store.queries.seed_acts import Admin
from bot.store.queries.seeds import SeedContents
from bot.store.store import Store
from bot.terminal.doctor.channels import examine_channels
from bot.terminal.doctor.examination import examine
from bot.terminal.doctor.findings import Finding
from bot.terminal.doctor.online import examine_discord
from tests.bot.process import environ_in
from tests.bot.terminal.commands import caveat, printed_json
from tests.discord_double import DiscordDouble, Intent, Permission

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def database_in(home: Path) -> str:
    """Return the address of a folder's database."""
    return f"sqlite:///{home / 'data' / 'caveat.sqlite3'}"


def fill(home: Path) -> None:
    """Leave data of two servers."""
    migrate.upgrade(database_in(home))
    with Store.open(database_in(home)) as store:
        store.add_seed(Admin(7, 1, NOON), "stones.txt", SeedContents(b"x" * 1234))
        store.change_guild_settings(8, {"pages": 1}, 1, NOON)
        store.schedule_deletion(8, NOON)


def test_guilds_lists_what_is_stored_of_each(home: Path) -> None:
    """For people a table without a frame in a pipe, for programs JSON."""
    fill(home)

    done = caveat(home, "guilds")
    as_json = printed_json(caveat(home, "guilds", "--json"))

    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["7", "1", "1,234", "0", "0", "-", "-"] in lines
    assert ["8", "0", "0", "0", "0", "own", "2026-01-02", "12:00", "UTC"] in lines
    assert {"guild_id": 7, "seeds": 1, "bytes": 1234, "verdicts": 0, "gaps": 0} | {
        "has_settings": False,
        "delete_at": None,
    } == as_json[0]
    assert as_json[1]["delete_at"] == "2026-01-02T12:00:00+00:00"


def test_guilds_of_an_empty_database_says_so(home: Path) -> None:
    """A sentence, not an empty table."""
    migrate.upgrade(database_in(home))

    assert caveat(home, "guilds").stdout == "Nothing is stored of any server.\n"


def test_backup_and_restore_carry_everything_to_another_database(home: Path, postgres_url: str) -> None:
    """From a SQLite file to PostgreSQL, by the command line; a second restore is refused, unless it is meant."""
    fill(home)

    backed_up = caveat(home, "backup", "all.zip")
    restored = caveat(home, "restore", "all.zip", DATABASE_URL=postgres_url)
    again = caveat(home, "restore", "all.zip", DATABASE_URL=postgres_url)
    replaced = caveat(home, "restore", "all.zip", "--replace", DATABASE_URL=postgres_url)

    assert (0, "") == (backed_up.returncode, backed_up.stderr)
    assert f"8 rows at {migrate.current(database_in(home))}" in backed_up.stdout
    assert (0, 0) == (restored.returncode, replaced.returncode)
    assert "rows of " in restored.stdout
    assert again.returncode == 2
    assert "holds something already" in again.stderr
    with Store.open(postgres_url) as store:
        assert store.seed_contents(7, "stones").data == b"x" * 1234


def test_backup_refuses_in_one_sentence(home: Path) -> None:
    """A file that is there, no database, no archive: exit code and way out, no traceback."""
    fill(home)
    (home / "there.zip").write_text("precious")

    there = caveat(home, "backup", "there.zip")
    foreign = caveat(home, "restore", "there.zip", "--replace")
    missing = caveat(home, "restore", "missing.zip", "--replace")

    assert [2, 2, 2] == [done.returncode for done in (there, foreign, missing)]
    assert "there.zip is there already: name a new file" in there.stderr
    assert "is no backup of Caveat" in foreign.stderr
    assert "missing.zip cannot be read (No such file or directory): check the path" in missing.stderr
    assert "Traceback" not in there.stderr + foreign.stderr + missing.stderr


def states(found: list[dict[str, str]]) -> dict[str, str]:
    """Return the state of each thing that was examined."""
    return {finding["name"]: finding["state"] for finding in found}


def test_doctor_works_without_a_token(home: Path) -> None:
    """Offline it examines what there is, and a missing token keeps nobody from the terminal."""
    caveat(home, "db", "upgrade")
    caveat(home, "reindex")

    done = caveat(home, "doctor", "--json")

    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert {"token": "warning", "database": "ok", "index": "ok"}.items() <= states(found).items()
    assert "DISCORD_TOKEN is not set: put the bot's token into" in found[-1]["said"]


def test_doctor_names_what_is_wrong_and_the_way_out(home: Path) -> None:
    """A database that does not answer, a folder that cannot be written, seeds that are not there."""
    (home / "data").write_text("a file")

    done = caveat(home, "doctor", "--seeds", "nowhere", DATABASE_URL="postgresql://u:hush@127.0.0.1:1/none")

    assert done.returncode == 1
    assert "WRONG  disk: " in done.stdout
    assert "WRONG  database: The database none on 127.0.0.1:1 cannot be opened" in done.stdout
    assert "WRONG  index: " in done.stdout
    assert "hush" not in done.stdout + done.stderr


def test_doctor_tells_that_seeds_changed(home: Path) -> None:
    """What is served is sound, and not what the folder holds now."""
    caveat(home, "reindex")
    (home / "seeds" / "more.txt").write_text("Basalt is dark.")

    assert "warning  index: the seeds changed since they were indexed: run `caveat reindex`" in (
        caveat(home, "doctor").stdout
    )


async def doctor(double: DiscordDouble, home: Path, **environ: str) -> tuple[int, dict[str, tuple[str, str]]]:
    """Run the doctor against the double; return its exit code and what it found, as state and words by name."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor", "--json"),
        cwd=home,
        env={**os.environ, **environ_in(home), **double.env(), **environ},
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    found = {each["name"]: (each["state"], each["said"]) for each in json.loads(output)}
    return process.returncode or 0, found


@pytest.mark.asyncio
async def test_doctor_asks_discord(double: DiscordDouble, home: Path) -> None:
    """Token, intents, permissions, starts and clock, where all is well."""
    code, found = await doctor(double, home)

    assert code == 0
    names = ("token", "intents", "permissions", "starts", "clock")
    assert ["ok"] * 5 == [found[name][0] for name in names]
    assert "in 1 servers" in found["permissions"][1]
    assert "1000 of 1000 starts left" in found["starts"][1]


@pytest.mark.asyncio
async def test_doctor_finds_what_discord_refuses(double: DiscordDouble, home: Path) -> None:
    """A wrong token, an intent that is off, a server where it may not write."""
    double.allow_intents(Intent(0))
    dumb = double.add_guild("dumb")
    dumb.roles[dumb.id].permissions &= ~Permission.SEND_MESSAGES

    _, refused = await doctor(double, home, DISCORD_TOKEN="wrong")
    code, found = await doctor(double, home, CAVEAT_DISCORD__MESSAGE_CONTENT="true")

    assert ("wrong", True) == (refused["token"][0], "copy the bot's token" in refused["token"][1])
    assert code == 1
    assert "wrong" == found["intents"][0]
    assert "switch it on for this application" in found["intents"][1]
    assert "warning" == found["permissions"][0]
    assert f"1 of 2 servers ({dumb.id}) lack some of" in found["permissions"][1]
    assert "dumb" not in str(found)


@pytest.mark.asyncio
async def test_doctor_looks_at_the_channels_that_servers_chose(double: DiscordDouble, home: Path) -> None:
    """One that is gone and one that is closed are named by their numbers and uses; the others are fine."""
    url = f"sqlite:///{home / 'caveat.sqlite3'}"
    migrate.upgrade(url)
    quiet = double.add_channel("quiet", bot_denied=Permission.SEND_MESSAGES)
    chosen = {"news_channels": [double.channel.id], "review_channel": quiet.id, "audit_channel": 77}
    token, open_url = Secret(double.env()["DISCORD_TOKEN"]), Secret(url)
    config = Config(secrets=Secrets(discord_token=token, database_url=open_url), discord_api_url=double.hub.api_url)

    async def found() -> list[Finding]:
        return await asyncio.to_thread(lambda: list(examine_channels(config)))

    with Store.open(url) as store:
        nothing = await found()
        store.change_guild_settings(double.guild.id, {"news_channels": [double.channel.id]}, 1, datetime.now(UTC))
        fine = await found()
        store.change_guild_settings(double.guild.id, chosen, 1, datetime.now(UTC))
        (told,) = await found()

    assert [] == nothing
    assert [("ok", "1 that servers chose can be written in")] == [(each.state, each.said) for each in fine]
    assert "warning" == told.state
    assert f"the channel {quiet.id} for curators of server {double.guild.id} cannot be written in" in told.said
    assert f"the channel 77 for the audit of server {double.guild.id} is gone" in told.said
    assert str(double.channel.id) not in told.said


@pytest.mark.asyncio
async def test_doctor_says_that_discord_cannot_be_reached(double: DiscordDouble, home: Path) -> None:
    """A sentence, not a traceback."""
    code, found = await doctor(double, home, DISCORD_API_URL="http://127.0.0.1:1/api/v10")

    assert (1, "wrong") == (code, found["token"][0])
    assert "Discord cannot be reached" in found["token"][1]


@pytest.mark.asyncio
@pytest.mark.parametrize(("off_s", "state"), [(0, "ok"), (-5, "warning"), (60, "wrong")])
async def test_doctor_compares_clocks(
    double: DiscordDouble, off_s: float, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leases hang on clocks that agree, so Discord's date is held against ours."""
    token = Secret(double.env()["DISCORD_TOKEN"])
    config = Config(secrets=Secrets(discord_token=token), discord_api_url=double.hub.api_url)
    real = time.time
    monkeypatch.setattr(
        "bot.terminal.doctor.online.time", type("Clock", (), {"time": staticmethod(lambda: real() + off_s)})
    )

    found = await asyncio.to_thread(lambda: list(examine_discord(config)))

    clock = next(finding for finding in found if finding.name == "clock")
    assert state == clock.state
    assert off_s == 0 or "NTP" in clock.said


def test_full_disk_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the database finds it."""
    usage = type("Usage", (), {"free": 5 * 1024 * 1024})
    monkeypatch.setattr("bot.terminal.doctor.examination.shutil.disk_usage", lambda _folder: usage)

    found = {each.name: each for each in examine(Config(data=DataConfig(dir=tmp_path), discord=DiscordConfig()), None)}

    assert ("wrong", True) == (found["disk"].state, "free some" in found["disk"].said)
