"""Chats as programs export them: one reader a program."""
