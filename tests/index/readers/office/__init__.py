"""Tests of word processors' documents and electronic books."""
