"""The script that gets PostgreSQL for the tests: quick when it is there, loud when not, never in the way."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[4] / "scripts" / "system-packages"


class Machine:
    """A machine of which only the programs that the script asks are known; it records calls of apt-get."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._calls = folder / "calls"
        self._calls.touch()
        self.program("mkdir", "exit 1")  # nothing of the real machine is changed

    def program(self, name: str, body: str) -> None:
        """Put a program on the path that does *body*."""
        program = self._folder / name
        program.write_text(f"#!{shutil.which('sh')}\n{body}\n")
        program.chmod(0o755)

    def apt_get(self, body: str) -> None:
        """Put an apt-get on the path that records its last arguments, then does *body*."""
        self.program("apt-get", f'echo "$*" >>"{self._calls}"\n{body}')

    def run(self) -> tuple[int, str]:
        """Run the script, and return its exit code with all it said."""
        command = [shutil.which("bash") or "bash", str(SCRIPT)]
        environment = {**os.environ, "PATH": str(self._folder)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def calls(self) -> list[str]:
        """Return what apt-get was asked to do, without its options."""
        return [line.split("--force-confold ")[1] for line in self._calls.read_text().splitlines()]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Give a machine on which root misses the package and apt-get works."""
    machine = Machine(tmp_path)
    machine.program("id", "echo 0")
    machine.program("dpkg-query", "exit 1")
    machine.apt_get("exit 0")
    return machine


INSTALL = "--no-install-recommends install postgresql poppler-utils pandoc w3m chromium"


def test_nothing_is_said_or_done_when_all_is_there(machine: Machine) -> None:
    """The usual case costs nothing and prints nothing."""
    machine.program("dpkg-query", "printf installed")

    assert machine.run() == (0, "")
    assert machine.calls() == []


def test_root_installs_what_is_missing(machine: Machine) -> None:
    """With package lists at hand one call does it."""
    code, said = machine.run()

    assert code == 0
    assert "NOT TESTED" not in said
    assert machine.calls() == [INSTALL]


def test_lists_are_updated_only_when_needed(machine: Machine, tmp_path: Path) -> None:
    """Where the package is unknown, the lists are fetched and the installation is tried again."""
    machine.apt_get(f'case "$*" in *update) : >"{tmp_path}/lists" ;; *) [ -e "{tmp_path}/lists" ] ;; esac')

    code, said = machine.run()

    assert code == 0
    assert "NOT TESTED" not in said
    assert machine.calls() == [INSTALL, "update", INSTALL]


def test_without_a_network_the_build_goes_on(machine: Machine) -> None:
    """What could not be installed is named with what is not tested, and with apt-get's reason."""
    machine.apt_get("echo 'no network' >&2; exit 100")

    code, said = machine.run()

    assert code == 0
    assert "no network" in said
    assert "NOT TESTED without postgresql: the store on PostgreSQL" in said


@pytest.mark.parametrize("missing", ["root", "apt-get"])
def test_who_cannot_install_learns_how(machine: Machine, tmp_path: Path, missing: str) -> None:
    """Without root or without apt-get nothing is tried, and the command to run is shown."""
    if missing == "root":
        machine.program("id", "echo 1000")
    else:
        (tmp_path / "apt-get").unlink()

    code, said = machine.run()

    assert code == 0
    assert "NOT TESTED without postgresql" in said
    assert "apt-get install --no-install-recommends postgresql" in said
    assert machine.calls() == []
