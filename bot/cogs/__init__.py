"""One file per group of commands: each checks, calls the service, replies."""
