"""A server's settings as its admins see and set them."""
