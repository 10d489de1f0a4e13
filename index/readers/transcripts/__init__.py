"""Transcripts of sound: cues with times, joined to what was said."""
