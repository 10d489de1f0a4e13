"""Where postings and passages are looked up while questions are answered."""
