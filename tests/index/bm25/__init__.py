"""Tests of the BM25 engine."""
