"""Tests of the reading room in a real browser."""
