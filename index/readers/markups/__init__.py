"""Other markups than Markdown: reStructuredText, AsciiDoc, Org, LaTeX."""
