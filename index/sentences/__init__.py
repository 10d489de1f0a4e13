"""Which sentence of a passage answers a question."""
