"""The words of a re-index: how far it is, what it changed, why it failed. Knows nothing but strings."""

from typing import Final

from bot.wording.i18n import N_, NN_

BEGINS: Final = N_("Re-indexing begins. Answers go on meanwhile.")
STAGES: Final = {
    "reading": N_("Reading seeds: {done} of {total}"),
    "indexing": N_("Passages: {done} of {total}"),
    "writing": N_("Writing postings"),
    "checking": N_("Checking"),
    "meaning": N_("What the passages mean: {done} of {total}"),
}

PASSAGES: Final = NN_("{count} passage", "{count} passages")
UNCHANGED: Final = NN_("{count} seed unchanged", "{count} seeds unchanged")
DONE: Final = N_("Re-indexed in {seconds} s: {passages}, {unchanged}.")
NOTHING_CHANGED: Final = N_("Nothing had changed: {passages}, {unchanged}.")
ADDED: Final = N_("Added: {names}")
CHANGED: Final = N_("Changed: {names}")
REMOVED: Final = N_("Removed: {names}")
SKIPPED: Final = N_("Skipped: {problem}")
MORE: Final = NN_("and {count} more", "and {count} more")

FAILED: Final = N_("The re-index failed, so nothing changed: what was served before is served on. {reason}")
BUSY: Final = N_("Another process has been at it for too long; try again later.")
DISK: Final = N_("The bot's disk cannot be written; its operator has to look at it.")
LEAVING: Final = N_("The bot is about to restart; it catches up by itself when it is back.")

FOR_CURATORS: Final = N_(
    "Only this server's curators can re-index its seeds. Who may manage the server sees in /settings who they are."
)
FOR_THE_OPERATOR: Final = N_(
    "Here only the bot's operator can re-index. In a server, its curators re-index the server's own seeds."
)
