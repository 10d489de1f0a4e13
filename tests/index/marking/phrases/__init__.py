"""Tests of phrase patterns."""
