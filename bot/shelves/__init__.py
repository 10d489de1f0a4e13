"""What can be looked up where: the operator's seeds and servers' own, and how they are rebuilt."""
