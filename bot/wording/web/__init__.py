"""Our words on the pages of the reading room."""
