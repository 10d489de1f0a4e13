"""The running bot: its connection to Discord, its shards, its start and its end."""
