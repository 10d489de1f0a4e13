"""What every face calls: lookups, checks, re-indexing, and what keeps the library current."""
