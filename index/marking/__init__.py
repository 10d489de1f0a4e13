"""What a text says about itself: its doubts, its cautions, and whose words it gives. Never whether it is true."""
