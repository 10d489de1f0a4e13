"""What people do with an answer's card, and what is kept of questions that nothing answered."""
