"""`python -m bot`, and the installed command `caveat`."""

from bot.terminal.cli import main

if __name__ == "__main__":
    main()
