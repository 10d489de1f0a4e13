"""Who may do what, where and how often."""
