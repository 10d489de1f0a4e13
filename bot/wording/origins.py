"""What is said of seeds that are no files: pages of the web, and messages.

Errors stand without capital and full stop; templates of cards are filled in with what is escaped before.
"""

from typing import Final

from bot.wording.i18n import N_, NN_

NO_ADDRESS: Final = N_("{address} is no address of a page; write it in full, https://…")
NOT_PUBLIC: Final = N_("{address} leads into a private network, where I do not look; save the page and add the file")
NOT_THERE: Final = N_("{address} cannot be reached; look whether it is right, or try again later")
NOT_FOUND: Final = N_("{address} answers {status} instead of a page; look whether it is right")
NOT_ALLOWED: Final = N_(
    "the robots.txt of {address} does not let programs read this page; save it in a browser and add the file"
)
TOO_MANY_REDIRECTS: Final = N_("{address} leads from one address to the next, more than {most} times")
TOO_MUCH: Final = N_("{address} has more than {most:.0f} MB; save it and add the file in parts")
TOO_SLOW: Final = N_(
    "{address} did not arrive within {seconds:.0f} seconds; try again later, or save it and add the file"
)
BROKEN_OFF: Final = N_("{address} broke off in the middle; try again later")
PACKED_OTHERWISE: Final = N_("{address} is packed as {encoding}, which I do not read; save it and add the file")

OFF: Final = N_(
    "Adding pages by their address is switched off here; whoever runs me can set seeds.fetch_pages. Save the page and "
    "attach the file."
)
FILE_OR_ADDRESS: Final = N_("Give either files or an address, not both and not neither.")
NOT_FETCHED_FROM: Final = N_(
    "{seed} was not added by its address; only pages that I fetched myself can be checked again"
)
UNCHANGED: Final = N_("{seed}: the page has not changed since {when}.")
SAME_TEXT: Final = N_("{seed}: what I quote of the page has not changed since {when}; only what stands around it has.")
CHANGED: Final = NN_(
    "{seed}: the page has changed since {when}, by {count} paragraph. Confirm puts the new page in place; Cancel "
    "keeps what I quote.",
    "{seed}: the page has changed since {when}, by {count} paragraphs. Confirm puts the new page in place; Cancel "
    "keeps what I quote.",
)
GONE: Final = N_("{seed}: {problem}. What I quote of it stays.")
WHAT_CHANGED: Final = N_("{seed}: what came (+) and what went (-), paragraph by paragraph")

# Messages
MESSAGES_OFF: Final = N_(
    "This message brings no file. Its own words can become a seed only where an admin allows it: /settings › Curating "
    "› Messages as seeds."
)
NO_WORDS: Final = N_("This message has neither files nor words that could become a seed.")
NOT_OWN: Final = N_("Here only your own messages can become seeds; an admin can change that in /settings › Curating.")
ASKS: Final = N_(
    "{author}, {curator} would like to add this message to this server's seeds, from which I answer questions word for "
    "word, with your name and a link to the message. Only you can allow it; you can take it back with /forget-me."
)
ALLOW: Final = N_("Allow")
REFUSE: Final = N_("Don't allow")
ALLOWED: Final = N_("{author} allows it. {curator} can now add it: Apps › Add as seed on the message, once more.")
REFUSED: Final = N_("{author} does not want this message to be a seed. It is not added.")
IS_ASKED: Final = N_("I have asked who wrote it, beneath the message. Once they allow it, use Add as seed again.")
WAS_REFUSED: Final = N_("Who wrote this message does not want it to be a seed.")
CANNOT_ASK: Final = N_("I may not write in this channel, so I cannot ask who wrote it.")
NO_LONGER_ASKED: Final = N_("This is no longer asked: the message is gone, or it was too long ago.")
ONLY_THE_AUTHOR: Final = N_("Only who wrote the message can answer this.")
MESSAGE_GONE: Final = N_(
    "The message behind the seed {seed} was deleted. I still quote it: look whether it should go, with /seeds remove "
    "or /seeds withdraw."
)
SOURCE_GONE: Final = N_("its source is gone: {address} opens no page any more")
SOURCE_CHANGED: Final = N_("the page has changed since it was read: /seeds check-again shows how")
LACKS_MESSAGE: Final = N_("its message was deleted")
