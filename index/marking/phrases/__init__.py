"""Phrases of patterns, found in texts: a notation, a trie that grows where texts walk, and a sieve before it."""
