"""Tests of the room, in the shape of the tree they test."""
