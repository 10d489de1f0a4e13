"""Arrays and rows of bytes in files. Knows nothing of what they hold."""
