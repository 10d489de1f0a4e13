"""What is asked of the database, one file per table. Knows not which database it is."""
