"""Backups of the store as one file, and the way back."""
