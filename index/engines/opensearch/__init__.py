"""Postings and passages in an OpenSearch cluster: asked, loaded, checked. Alone in importing opensearch-py."""
