"""What Discord shows, judged by Markdown parsers that others wrote (run by node, where there is one)."""
