"""Web pages as they are saved: their main text, what they state of themselves, and the cautions around it."""
