"""Brings bot/wording/catalogues/ up to date with the source: caveat.pot, and one .po for each language.

The languages are `bot.wording.i18n.LANGUAGES`; a new one is one entry there and a run of this. With --check it writes
nothing, and ends with 1 where something is out of date. What is no longer used is dropped; a template whose English
changed is a new one.
"""

import asyncio
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.config.values import Config, DataConfig  # noqa: E402
from bot.gateway.client import CaveatBot  # noqa: E402 found through the line above
from bot.serving.service import Service  # noqa: E402
from bot.store.database.engine import open_engine  # noqa: E402
from bot.store.store import Store  # noqa: E402
from bot.terminal.chat import COMMANDS, QUIT  # noqa: E402
from bot.wording.commands import CHOICE, DESCRIPTION, MENU, NAME, OPTION, texts_of  # noqa: E402
from bot.wording.i18n import ENGLISH, LANGUAGES  # noqa: E402

FOLDER = ROOT / "bot" / "wording" / "catalogues"
KEYWORDS = {"N_": None, "NN_": (1, 2), "Sentence": None}
FOR_TRANSLATORS = {
    NAME: "The name of a command: one word in lower case, at most 32 characters; no two commands share one.",
    MENU: "An entry of a message's menu: at most 32 characters.",
    OPTION: "The name of an option: one word in lower case, at most 32 characters; no two of a command share one.",
    DESCRIPTION: "At most 100 characters.",
    CHOICE: "At most 100 characters.",
}
READ_BY_A_NATIVE = {"de"}
HEADERS = {
    True: "# Corrections are welcome: see CONTRIBUTING.md.",
    False: "# NEEDS REVIEW by a native reader: translated with care, but not by one. Corrections are welcome: see\n"
    "# CONTRIBUTING.md. Whoever has read it all adds the language to READ_BY_A_NATIVE in scripts/catalogues.py.",
}
# What Babel writes into a header where nothing is stated, and what changes with every run.
UNSTATED = ("Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date", "Last-Translator")
UNSTATED += ("Language-Team", "Generated-By")


def template() -> Catalog:
    """Collect all that is translated."""
    catalogue = Catalog(header_comment="# All that is translated; made by scripts/catalogues.py.")
    for package in ("bot", "index"):
        found = extract_from_dir(ROOT / package, [("**.py", "python")], keywords=KEYWORDS)
        for name, _line, message, _comments, context in found:
            catalogue.add(message, locations=[(f"{package}/{name}", 0)], context=context)
    for kind, text in asyncio.run(command_texts()):
        catalogue.add(text, locations=[("bot/cogs", 0)], context=kind, auto_comments=[FOR_TRANSLATORS[kind]])
    for name in (*COMMANDS, QUIT):
        if catalogue.get(name, NAME) is None:
            catalogue.add(name, locations=[("bot/terminal", 0)], context=NAME, auto_comments=[FOR_TRANSLATORS[NAME]])
    return catalogue


async def command_texts() -> list[tuple[str, str]]:
    """Set the commands up without a connection, and list their texts."""
    with TemporaryDirectory() as folder, Store(open_engine(f"sqlite:///{folder}/empty.sqlite3")) as store:
        config = Config(data=DataConfig(dir=Path(folder)))
        async with CaveatBot(config, Service(config), store) as bot:
            await bot.add_commands()
            return await texts_of(bot.tree)


def updated(language: str, found: Catalog) -> Catalog:
    """Return a language's catalogue with what the template has, no more and no less."""
    path = FOLDER / f"{language}.po"
    catalogue = Catalog(locale=language, fuzzy=False)
    if path.exists():
        catalogue = read_po(path.open("rb"), locale=language)
    catalogue.update(found, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.header_comment = HEADERS[language in READ_BY_A_NATIVE]
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as it is kept: without line numbers and dates, so that it changes only where words do."""
    for message in catalogue:
        if message.python_brace_format:
            message.flags.discard("python-format")  # "{share} % of" is none
    file = BytesIO()
    write_po(file, catalogue, sort_by_file=True, ignore_obsolete=True, include_lineno=False, width=110)
    lines = file.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(tuple(f'"{name}:'.encode() for name in UNSTATED)))


def outdated() -> Iterator[tuple[Path, bytes]]:
    """Yield each catalogue that is not what it should be, with its new content."""
    found = template()
    wanted = {"caveat.pot": found} | {f"{name}.po": updated(name, found) for name in LANGUAGES if name != ENGLISH}
    for name, catalogue in wanted.items():
        path, content = FOLDER / name, written(catalogue)
        if not path.exists() or path.read_bytes() != content:
            yield path, content


def main() -> int:
    """Update, or only check."""
    only_check = "--check" in sys.argv
    stale = list(outdated())
    for path, content in stale:
        print(f"{path.relative_to(ROOT)} is out of date{'; run `make catalogues`' if only_check else ''}")
        if not only_check:
            path.write_bytes(content)
    return 1 if stale and only_check else 0


if __name__ == "__main__":
    sys.exit(main())
