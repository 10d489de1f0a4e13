"""The reading room as a folder of files, or live."""
