"""Logging for the whole program: one handler on standard error; a library below it stays quiet."""

import logging
import sys

FOR_OPERATORS = "%(asctime)s %(levelname)s %(name)s: %(message)s"
FOR_PEOPLE = "caveat: %(message)s"


def set_up_logging(level: str, form: str = FOR_OPERATORS) -> None:
    """Send records of this level and above to standard error, one line each."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(form))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("filelock", "alembic", "discord.client"):  # each says at INFO or WARNING what nobody acts on
        logging.getLogger(chatty).setLevel(logging.ERROR)
