"""Real nodes of OpenSearch from Maven's artefacts, and what is tested on them; see artefacts.py and nodes.py."""
