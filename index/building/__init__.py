"""Seeds to a published snapshot. Knows nothing of questions."""
