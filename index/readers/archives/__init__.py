"""Archives: what is packed in a zip or tar file, read within limits and never unpacked to disk."""
