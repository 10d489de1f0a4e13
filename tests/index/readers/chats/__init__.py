"""Tests of chats as programs export them."""
