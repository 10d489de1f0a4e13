"""The database itself: its address, its engine, its tables and their migrations. Knows no query."""
