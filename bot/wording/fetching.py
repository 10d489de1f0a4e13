"""Why a page is not fetched, and what checking it again found. Errors stand without capital and full stop."""

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
