"""Tests of the room for web pages."""
