"""The words of the cards and sentences about a server's own seeds that are ours. Knows nothing but strings.

Templates of cards hold Discord Markdown; what fills them is escaped before. Sentences are escaped as a whole.
"""

from typing import Final

from bot.i18n import N_

# Why a file cannot be read; `name` is the file's.
TOO_LARGE: Final = N_("{name} has {size} MB; the limit is {most} MB, so split it into parts.")
TOO_SLOW: Final = N_("{name} was given up after {seconds} seconds of reading; split it into parts, or simplify it.")
TOO_MUCH_MEMORY: Final = N_("{name} needs more than {most} MB of memory to be read; split it into parts.")
BROKE: Final = N_("{name} cannot be read: reading it ended unexpectedly; save its text as a plain text file.")

# The forms: a title has 45 characters at most, a label 45, a hint 100.
ATTRIBUTION_FORM: Final = N_("Whose words these are")
TITLE: Final = N_("Title")
TITLE_HINT: Final = N_("Empty: as the file states it, or not stated.")
AUTHORS: Final = N_("Authors")
AUTHORS_HINT: Final = N_("One name a line.")
SOURCE: Final = N_("Where the original stands")
SOURCE_HINT: Final = N_("An address, https://…, or a reference in words.")
PUBLISHED: Final = N_("Published")
PUBLISHED_HINT: Final = N_("2022-09-13, 2022-09 or 2022.")
LANGUAGE: Final = N_("Language")
LANGUAGE_HINT: Final = N_("A tag: en, pt-BR, zh-Hant.")

CAUTION_FORM: Final = N_("Caveat and note")
CAVEAT: Final = N_("Caveat")
CAVEAT_HINT: Final = N_("The author's if its words stand in the file, else shown as added by the curator.")
STATUS: Final = N_("Epistemic status")
STATUS_HINT: Final = N_("How sure the author is. Shown with the caveat.")
NOTE: Final = N_("Note")
NOTE_HINT: Final = N_("Your own remark. Shown as the curator's.")
RESTATED_BY: Final = N_("Restated by")
RESTATED_BY_HINT: Final = N_("Whose words these are, if not the author's own. Empty: they are the author's.")
LICENCE: Final = N_("Licence")
LICENCE_HINT: Final = N_("As the author gives it, for example CC BY 4.0.")
