"""The one way in which the bot replies, and buttons that outlive the process."""
