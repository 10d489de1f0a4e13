"""Logging for the whole program: one handler on standard error; a library below it stays quiet."""

import logging
import sys


def set_up_logging(level: str) -> None:
    """Send records of this level and above to standard error, one line each."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("filelock", "alembic", "discord.client"):  # each says at INFO or WARNING what nobody acts on
        logging.getLogger(chatty).setLevel(logging.ERROR)
