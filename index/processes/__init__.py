"""Work in several processes. Knows nothing of what the work is."""
