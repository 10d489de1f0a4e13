"""The database side: servers' settings and own seeds, audit, gaps, feedback, leases, hashes of commands."""
