"""Is this quote in the seeds: word for word, stitched together, altered, or absent."""
