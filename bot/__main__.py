"""`python -m bot`, and the installed command `caveat`."""

import signal
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line; a Ctrl-C while it is still being imported ends it without a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from bot.terminal.cli import main as run

    run()


if __name__ == "__main__":
    main()
