"""What is told of a word processor's document that is none of its text, whatever program wrote it."""

from index.messages import Sentence

COMMENTS = Sentence("Left out: comments of those who read the document.")
DELETED = Sentence("Left out: text that was deleted while changes were tracked.")
HIDDEN = Sentence("Left out: text that is formatted as hidden.")
