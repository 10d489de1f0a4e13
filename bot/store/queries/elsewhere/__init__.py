"""What is asked of the database about a search engine elsewhere."""
