"""Formats: a text to blocks with their headings and citations, one file per format, named in `formats.py`."""
