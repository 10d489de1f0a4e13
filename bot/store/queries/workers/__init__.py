"""What is asked of the database about workers: who runs, who answers for which shard, what is handed over."""
