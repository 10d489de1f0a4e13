"""What is shown beside a passage, said once for every face."""
