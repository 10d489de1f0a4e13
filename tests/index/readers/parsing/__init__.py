"""Tests of what every reader is made of."""
