"""A finished index on disk: written, opened, checked, published. Knows nothing of questions."""
