"""Messages as Discord's API has them to a page that looks as they do in Discord. Knows no bot and no browser."""

import json
import re
import subprocess
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROW, BUTTON, SELECT, TEXT, SEPARATOR, CONTAINER = 1, 2, 3, 10, 14, 17  # types of components
ROLE_SELECT, CHANNEL_SELECT = 6, 8

WIDTH_PX, MOST_PX, SCALE = 672, 2000, 1.5
TELL_HEIGHT = "<script>document.title = Math.ceil(document.body.getBoundingClientRect().height)</script>"

Json = Mapping[str, Any]


class Renderer:
    """Turns components into HTML; Discord's Markdown is parsed by a library for that.

    Args:
        parser: the folder in which the parser is installed.
        names: what the server calls its channels and roles, by number.
    """

    def __init__(self, parser: Path, names: Mapping[str, str]) -> None:
        self._parser = parser
        self._names = names

    def page(self, message: Json, head: str) -> str:
        """Return a page with one message; `head` is the HTML above it, which says what it answers."""
        body = "".join(map(self._component, message["components"]))
        private = "Only you can see this" if int(message["flags"]) & 64 else ""
        return (
            f"<!doctype html><meta charset=utf-8><style>{(HERE / 'style.css').read_text('utf-8')}</style>"
            f"<body>{head}<div class=message><div class=avatar>C</div><div><span class=name>Caveat</span>"
            f"<span class=app>APP</span>{body}<div class=private>{private}</div></div></div>"
        )

    def _component(self, part: Json) -> str:
        renderers: dict[int, Callable[[Json], str]] = {
            CONTAINER: self._container,
            ROW: lambda row: f"<div class=row>{self._all(row)}</div>",
            TEXT: lambda text: f"<div class=text>{self._markdown(text['content'])}</div>",
            SEPARATOR: lambda _: "<hr class=separator>",
            BUTTON: _button,
        }
        return renderers.get(part["type"], self._select)(part)

    def _all(self, part: Json) -> str:
        return "".join(map(self._component, part["components"]))

    def _container(self, part: Json) -> str:
        colour = part.get("accent_color")
        accent = f' style="border-left-color:#{colour:06x}"' if colour is not None else ""
        return f"<div class=container{accent}>{self._all(part)}</div>"

    def _select(self, part: Json) -> str:
        chosen = [option["label"] for option in part.get("options") or () if option.get("default")]
        named = [self._names[str(value["id"])] for value in part.get("default_values") or ()]
        chips = "".join(f"<span class=chip>{escape(name)}</span>" for name in named)
        empty = f"<span class=empty>{escape(part.get('placeholder') or '')}</span>"
        return f"<div class=select><span>{chips or ''.join(map(escape, chosen)) or empty}</span></div>"

    def _markdown(self, text: str) -> str:
        command = ["node", str(HERE / "markdown.mjs"), str(self._parser)]
        done = subprocess.run(command, input=json.dumps([text]), capture_output=True, text=True, check=True)
        return str(json.loads(done.stdout)[0])


def _button(part: Json) -> str:
    disabled = " disabled" if part.get("disabled") else ""
    emoji = (part.get("emoji") or {}).get("name", "")
    label = f"{emoji} {part.get('label') or ''}".strip()
    return f'<span class="button s{part["style"]}{disabled}">{escape(label)}</span>'


def used(who: str, what: str) -> str:
    """Return the line above an answer to a command."""
    return f"<div class=used><b>{escape(who)}</b> used <b>{escape(what)}</b></div>"


def install(folder: Path) -> Path:
    """Install the Markdown parser into a folder, once."""
    wanted = (HERE / "package.json").read_text("utf-8")
    kept = folder / "package.json"
    if not (folder / "node_modules").is_dir() or kept.read_text("utf-8") != wanted:
        folder.mkdir(parents=True, exist_ok=True)
        kept.write_text(wanted, "utf-8")
        options = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--silent")
        subprocess.run(["npm", "install", *options], cwd=folder, check=True)
    return folder


def photograph(html: str, target: Path, scratch: Path) -> None:
    """Photograph a page with Chromium, as high as it is, and keep few colours, so that the file is small."""
    source = scratch / "page.html"
    source.write_text(f"{html}{TELL_HEIGHT}", "utf-8")
    told = re.search(r"<title>(\d+)", _chromium("--dump-dom", source.as_uri()))
    height = int(told[1]) if told else MOST_PX
    _chromium(f"--window-size={WIDTH_PX},{height}", f"--screenshot={target}", source.as_uri())
    subprocess.run(["pngquant", "--force", "--output", target, "--nofs", "96", target], check=True)


def _chromium(*options: str) -> str:
    scale = f"--force-device-scale-factor={SCALE}"
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", scale, *options]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
