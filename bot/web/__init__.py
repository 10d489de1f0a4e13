"""The reading room: every passage as a web page with its caveat above it, as a folder of files or live."""
