"""Previews that wait to be confirmed, and the forms that correct them."""
