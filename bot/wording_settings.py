"""The words of a server's settings and limits: refusals, and what `/settings` shows. Knows nothing but strings.

They are shown through `i18n.gettext`. What fills them is escaped before.
"""

from typing import Final

from bot.i18n import N_

CLOSED: Final = N_("This server's admins let me answer in other channels only.")
NOT_YOURS: Final = N_("Only the person who asked can use these buttons. Ask with /ask to get your own card.")
NOT_YOURS_NOR_CURATORS: Final = N_(
    "Only the person who asked and this server's curators can use these buttons. Ask with /ask to get your own card."
)
