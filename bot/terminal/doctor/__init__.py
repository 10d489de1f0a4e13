"""What an operator has to look at: config, disk, database, seeds, Discord."""
