"""Tests of what workers tell each other in the database."""
