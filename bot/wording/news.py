"""The words of news of seeds. Templates hold Discord Markdown; what fills them is escaped before."""

from typing import Final

from bot.wording.i18n import N_

DIGEST: Final = N_("News of the seeds")
ADDED: Final = N_("**Added:** {count}")
MORE_ADDED: Final = N_("and {count} more; /sources lists all")
REMOVED: Final = N_("**No longer there:** {names}")
CORRECTED: Final = N_("An author has corrected a document")
TOUCHED: Final = N_("**Touched by a correction:** {names}")
TOUCHED_ALL: Final = N_("No single passage is named by it; it is shown with each of them.")
