"""Connections to PostgreSQL that give up on a server which is there but does not answer: a frozen one, say.

The server's own limit on statements does not hold then, nor does TCP's, since its machine still acknowledges.
"""

from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.errors import OperationalError

Found = TypeVar("Found")
GRACE_S = 2.0  # beyond the limit that the server itself is given
_LOOK_EVERY_S = 0.1


class PatientConnection(psycopg.Connection[Any]):
    """A connection that waits for each answer so long and no longer, and is closed then.

    Attributes:
        patience_s: seconds; for ever while it is not set.
    """

    patience_s: float | None = None

    def wait(self, gen: PQGen[Found], interval: float = _LOOK_EVERY_S, timeout: float | None = None) -> Found:
        """Do as the base class does, within the limit."""
        patience_s = timeout or self.patience_s
        try:
            return super().wait(gen, interval, patience_s)
        except psycopg.errors._WaitTimeout as error:  # noqa: SLF001 the name that the base class documents
            self.pgconn.finish()  # what it would still say belongs to nobody
            raise OperationalError(f"the server did not answer within {patience_s:g} s") from error
