"""What people see in Discord: answers, lists and lookups as pages of cards."""
