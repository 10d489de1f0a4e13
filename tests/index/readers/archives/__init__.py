"""Tests of what is packed in archives."""
