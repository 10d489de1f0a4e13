"""Text to words, terms and sentences, in any language. Knows nothing of seeds or passages."""
