"""Alembic runs this file, which alone therefore works on import; `bot.store.database.migrate` hands it the connection.

Must not open, commit or close anything: the whole upgrade is one transaction of its caller.
"""

from alembic import context

from bot.store.database.base import Base

context.configure(target_metadata=Base.metadata, render_as_batch=True, **context.config.attributes)
context.run_migrations()
