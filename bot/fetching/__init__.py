"""One page of the web, fetched from its address within limits, and only where its site lets programs in."""
