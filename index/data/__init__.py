"""Word lists and patterns, read by the modules of `index`; data only."""
