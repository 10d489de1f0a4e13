"""Test collections and measures of ranking. Nothing else imports it."""
