"""From a query to an answer, a search, a lookup or a checked quote."""
