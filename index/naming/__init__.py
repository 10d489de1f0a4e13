"""Whose words a question asks for: authors, titles and persons quoted, named in it."""
