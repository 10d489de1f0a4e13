"""Takes from this process what reading a file never needs: other files, the network, other programs. Linux only.

Landlock (since Linux 5.13) forbids files, seccomp forbids sockets and programs; where either is missing, limits on time
and memory alone hold, and `lacking` says which.
"""

import sys
import sysconfig
from pathlib import Path

_NOT_NEEDED = ("socket", "socketpair", "connect", "bind", "execve", "execveat", "ptrace", "kill", "unshare", "mount")
_SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share/zoneinfo", "/proc/self", "/dev/null", "/dev/urandom")


_lacking: list[str] = []  # in a process that was locked down: what could not be forbidden


def lock_down() -> None:
    """Forbid this process files but its program's own, and sockets and programs, as far as the system lets it.

    What it has open stays open. It cannot be undone.
    """
    # The network first: finding libseccomp runs a program, which needs files.
    _lacking[:] = [name for name, forbid in (("network", _without_network), ("files", _without_files)) if not forbid()]


def lacking(_task: object = None) -> tuple[str, ...]:
    """Return what could not be forbidden here: "network", "files"; work for a process that is locked down."""
    return tuple(_lacking)


def _without_files() -> bool:
    """Let nothing be written, and nothing read but modules and the system's libraries, which are loaded when needed."""
    try:
        from landlockpy import AccessFS, LandlockError, Ruleset, supported
    except ImportError:
        return False
    if not supported():
        return False
    reading = AccessFS.READ_FILE | AccessFS.READ_DIR
    try:
        with Ruleset() as rules:
            for path in _program():
                rules.allow_path(path, reading if path.is_dir() else AccessFS.READ_FILE)
            rules.restrict()
    except (LandlockError, OSError):
        return False
    return True


def _program() -> set[Path]:
    """Return the folders of Python, its libraries and this program."""
    own = {Path(path) for path in (*sys.path, *sysconfig.get_paths().values(), sys.prefix, sys.base_prefix) if path}
    own |= {Path(__file__).parents[2] / package for package in ("index", "bot")}
    return {path for path in (*own, *map(Path, _SYSTEM)) if path.exists() and path != Path("/")}


def _without_network() -> bool:
    try:
        import pyseccomp
    except (ImportError, OSError, RuntimeError):  # libseccomp is not there
        return False
    try:
        rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
        for name in _NOT_NEEDED:
            rules.add_rule(pyseccomp.ERRNO(1), name)
        rules.load()
    except (OSError, RuntimeError, ValueError):
        return False
    return True
