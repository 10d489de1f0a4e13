"""A server's own seeds as its curators handle them: from an attachment to a stored seed."""
