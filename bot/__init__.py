"""The application around the library: Discord, terminal, store."""
