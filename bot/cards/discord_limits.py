"""What Discord allows in one message, as named numbers; the one place to look such a limit up.

Source of all: https://discord.com/developers/docs/components/reference and .../resources/message.
"""

TEXT_CHARS = 4_000  # in all text displays of a message together
ATTACHMENT_BYTES = 10 * 1024 * 1024  # of one file, where the server has no boosts
COMPONENTS = 40  # in a message, nested ones included
BUTTONS_IN_A_ROW = 5
SELECT_VALUES = 25  # that may be chosen in one menu
LINK_CHARS = 512  # the address of a link button; longer ones are not worth showing either
