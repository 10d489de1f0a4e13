"""Package data of Alembic: its entry `env.py` and the migrations, oldest first, under `versions`."""
