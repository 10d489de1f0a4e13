"""Pages of the reading room: what is shown of passages and documents, and the templates that draw it."""
