"""Tests of what is left out of a text."""
