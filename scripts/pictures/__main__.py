"""Makes the pictures of README from what the bot really sends.

    python scripts/pictures

The bot runs on the seeds that ship with it, against the loopback Discord of the tests; what it sends is rendered as
Discord shows it and photographed. Needs node, npm and Debian's packages chromium, pngquant,
fonts-inter and fonts-noto-color-emoji: `scripts/system-packages --pictures`.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from page import Renderer, install, photograph, used

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from bot.config.values import Config, DataConfig  # noqa: E402 found through the line above
from bot.serving.folders import default_seeds  # noqa: E402
from bot.serving.service import Service  # noqa: E402
from tests.bot.connected import connected  # noqa: E402
from tests.bot.pressing import acts  # noqa: E402
from tests.discord_double import DiscordDouble, Permission  # noqa: E402
from tests.discord_double.views import Message  # noqa: E402

FOLDER = ROOT / "docs"
PARSER = ROOT / "build" / "pictures"
Scene = Callable[[DiscordDouble], Awaitable[tuple[Message, str]]]


async def answer(double: DiscordDouble) -> tuple[Message, str]:
    """An answer."""
    question = "Why are they attacking now?"
    return await slash(double, "ask", question=question)


async def declined(double: DiscordDouble) -> tuple[Message, str]:
    """A question that the seeds do not answer."""
    return await slash(double, "ask", question="Did Turkey deliver drones?")


async def verified(double: DiscordDouble) -> tuple[Message, str]:
    """A quote that is not quite one."""
    return await slash(double, "verify", quote="Iran has fully mobilised, and its troops have gone to the border")


async def searched(double: DiscordDouble) -> tuple[Message, str]:
    """A search."""
    return await slash(double, "search", query='"Nagorno-Karabakh"')


async def why(double: DiscordDouble) -> tuple[Message, str]:
    """Why a passage was found."""
    card, _ = await slash(double, "ask", question="How strong is the azeri army?")
    return (await acts(double.user("Ada"), card, "Why this?")).message, ""


async def settings(double: DiscordDouble) -> tuple[Message, str]:
    """The settings of a server."""
    panel, head = await slash(double, "settings")
    await double.user("Ada").selects(panel, "s1:set:allowed_channels", str(double.channel.id))
    return panel, head


SCENES: dict[str, Scene] = {
    "answer": answer,
    "declined": declined,
    "verify": verified,
    "search": searched,
    "why": why,
    "settings": settings,
}


async def slash(double: DiscordDouble, command: str, **options: Any) -> tuple[Message, str]:
    """Run a command, and return what it shows and the line above that."""
    made = await double.user("Ada", may=Permission.MANAGE_GUILD).slash(double.channel, command, **options)
    shown = " ".join((f"/{command}", *(str(value) for value in options.values())))
    return made.message, used("Ada", shown)


async def sent(home: Path) -> dict[str, str]:
    """Let the bot answer in each scene, and return the pages by name."""
    service = Service(Config(data=DataConfig(dir=home)), default_seeds())
    service.open()
    async with DiscordDouble() as double:
        async with connected(double, service):
            renderer = Renderer(install(PARSER), {str(double.channel.id): f"# {double.channel.name}"})
            pages = {}
            for name, scene in SCENES.items():
                message, head = await scene(double)
                pages[name] = renderer.page(message.payload, head)
        if double.violations:
            raise SystemExit(f"Discord would have refused something: {double.violations[0]}")
    return pages


def main() -> None:
    """Make all pictures."""
    with TemporaryDirectory() as scratch:
        pages = asyncio.run(sent(Path(scratch) / "home"))
        for name, html in pages.items():
            picture = FOLDER / f"{name}.png"
            photograph(html, picture, Path(scratch))
            print(f"docs/{picture.name}: {picture.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
