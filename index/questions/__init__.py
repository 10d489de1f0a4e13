"""A question to what is searched for. Knows no passages."""
