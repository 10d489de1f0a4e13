"""The words of news of seeds. Templates hold Discord Markdown; what fills them is escaped before."""

from typing import Final

from bot.wording.i18n import N_, NN_

DIGEST: Final = N_("News of the seeds")
ADDED: Final = N_("**Added:** {count}")
MORE_ADDED: Final = NN_("and {count} more; /sources lists all", "and {count} more; /sources lists all")
REMOVED: Final = N_("**No longer there:** {names}")
CORRECTED: Final = N_("An author has corrected a document")
DAILY: Final = N_("Passage of the day · {ref}")
NO_ZONE: Final = N_("{zone} is no time zone; choose one from the list that comes up as you type, such as Europe/Berlin")
DAILY_SET: Final = N_("A passage a day is shown in {channel} from {hour}:00 on ({zone}), beginning with the next time.")
DAILY_OF: Final = N_("Only of {filters}.")
DAILY_OFF: Final = N_("No passage a day is shown in this server.")
DAILY_CLOSED: Final = N_("I may not write in {channel}; let me view it and send messages there, then try again.")
TOUCHED: Final = N_("**Touched by a correction:** {names}")
TOUCHED_ALL: Final = N_("No single passage is named by it; it is shown with each of them.")
