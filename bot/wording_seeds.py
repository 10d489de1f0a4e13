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
