"""What curators do from a card, what members report and suggest, and what is looked after by itself."""
