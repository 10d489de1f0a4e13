"""Tests of whose words a question asks for."""
