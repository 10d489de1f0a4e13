"""Tests of other markups than Markdown."""
