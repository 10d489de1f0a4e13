"""Tests of paged documents."""
