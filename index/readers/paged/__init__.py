"""Paged documents (PDF): lines of pages to paragraphs, without what only a page has."""
