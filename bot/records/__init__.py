"""What curators and admins read of a server: unanswered questions and the audit."""
