"""The database side: settings, feedback, leases, hashes of commands."""
