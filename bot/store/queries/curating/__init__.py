"""What is asked of the database about what curators and members bring before each other."""
