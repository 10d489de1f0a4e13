"""Everything on a terminal: the command line, the local chat, the doctor."""
