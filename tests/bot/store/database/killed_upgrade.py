"""A program for test_migrate: upgrades a database again and again, each time killed some steps later.

Prints one line of JSON for each attempt: whether it was killed, the revision it left and the tables.
"""

import json
import os
import signal
import sys
from itertools import count

from sqlalchemy import Engine, event, inspect

from bot.store.database import migrate
from bot.store.database.engine import open_engine, reading


def kill_at(step: int) -> None:
    """Let this process be killed, as by a platform out of memory, before its statement or commit *step*."""
    steps = count(1)

    def tick(*_arguments: object, **_options: object) -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", tick)
    event.listen(Engine, "commit", tick)


def killed(url: str, step: int) -> bool:
    """Upgrade in a process of its own, and say whether that was killed."""
    child = os.fork()
    if child == 0:
        kill_at(step)
        migrate.upgrade(url)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def tables(url: str) -> list[str]:
    """Return the names of all tables there are."""
    engine = open_engine(url, migrating=True)
    with reading(engine) as connection:
        return sorted(inspect(connection).get_table_names())


def main(url: str, stride: int) -> None:
    """Kill upgrades until one comes through, each so many steps later than the one before."""
    for step in count(1, stride):
        was_killed = killed(url, step)
        print(json.dumps([was_killed, migrate.current(url), tables(url)]))  # noqa: T201 - what the test reads
        if not was_killed:
            return


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
