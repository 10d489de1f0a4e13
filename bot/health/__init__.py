"""What an operator's monitoring asks of a running bot: whether it lives, whether it is ready, and its figures."""
