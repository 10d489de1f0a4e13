"""What people take along of an account: posts and blogs."""
