"""Passages found by what they mean: a small sentence encoder, vectors beside a snapshot, exact search over them."""
