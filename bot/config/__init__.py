"""The operator's config, and logging. Knows nothing of servers' settings."""
