"""Formats: a text to blocks with their headings and citations, one file per format.

They are named in `formats.py`, or in `byte_formats.py` where they read no plain text.
"""
