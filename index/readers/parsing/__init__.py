"""What every reader is made of: what a format is, and the text and blocks it makes of a file."""
