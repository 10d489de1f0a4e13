"""What people state of a text above it or beside it: headers of many kinds to entries, entries to valid statements."""
