"""Installs Caveat, with the extras that are named, into the environment whose Python runs this: `install.py dev`.

By uv, which pip fetches first: sixty libraries cost it a tenth of the time that they cost pip. It asks wherever pip
would ask, as far as it has the same settings; what it cannot install so is left to pip, which then says what is wrong.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
UV = Path(sys.executable).with_name("uv")
PINS = ("--constraint", "constraints.txt")
# What is installed where it can be had, since all goes on without it.
OPTIONAL = {
    "meaning": "Finding by meaning is left out: its libraries or its model cannot be had here. Words find alone.",
    "pictures": "Pictures of passages are left out: what draws them cannot be had here.",
}
# What uv calls a setting of pip's. Several values stand in one, with a space between; uv wants folders with commas.
SETTINGS = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}


def main(extras: Sequence[str]) -> int:
    """Install, and return the exit code of whatever did so last."""
    if not run([*PIP, "install", "--no-compile", *PINS, "uv"]):
        if not install_by_uv([*extras, *OPTIONAL]):
            return 0
        if not install_by_uv(extras):
            tell_lacking(name for name in OPTIONAL if install_by_uv([*extras, name]))
            return 0
    # Without --no-compile pip would compile every module of every library, used or not.
    failed = run([*PIP, "install", "--no-compile", *PINS, *wanted(extras)])
    command = (*PIP, "install", "--no-compile", *PINS)
    tell_lacking(name for name in OPTIONAL if not failed and run([*command, *wanted([name])], quiet=True))
    return failed


def tell_lacking(extras: Iterable[str]) -> None:
    """Say what goes without some optional extras that cannot be installed."""
    for name in extras:
        print(OPTIONAL[name], file=sys.stderr)


def wanted(extras: Sequence[str]) -> tuple[str, str]:
    """Name this checkout with some extras, as an installer is given it."""
    return "--editable", f".[{','.join(extras)}]" if extras else "."


def install_by_uv(extras: Sequence[str]) -> int:
    """Install this checkout with some extras by uv, and return its exit code; it says nothing."""
    command = (str(UV), "pip", "install", "--quiet", "--python", sys.executable, *PINS, "--build-constraint", PINS[1])
    return run([*command, *wanted(extras)], uv_settings(settings()), quiet=True)


def settings() -> str:
    """Return pip's settings, a line each: from its files, and from the environment."""
    return subprocess.run([*PIP, "config", "list"], check=False, capture_output=True, text=True).stdout


def uv_settings(listed: str) -> dict[str, str]:
    """Say in uv's variables what pip's settings say of where to ask; the environment comes after the files.

    Args:
        listed: by `pip config list`, such as "global.index-url='https://mirror.example/simple'".
    """
    found: dict[str, str] = {}
    files_first = sorted(listed.splitlines(), key=lambda line: line.startswith(":env:"))
    for line in files_first:
        key, _, value = line.partition("=")
        if variable := SETTINGS.get(key.rpartition(".")[2]):
            values = value.strip("'\"").replace("\\n", " ").split()
            found[variable] = ("," if variable == "UV_FIND_LINKS" else " ").join(values)
    return found


def run(command: Sequence[str], variables: dict[str, str] | None = None, *, quiet: bool = False) -> int:
    """Run a command, with some variables that stand for those which are not set; return its exit code."""
    environ = (variables or {}) | dict(os.environ)
    return subprocess.run(command, check=False, env=environ, capture_output=quiet).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
