"""The reading room in Chromium: on a phone, by keyboard, in the dark; checkers of accessibility and HTML are silent.

Skipped loudly where Chromium, node or the checkers cannot be had. One process looks at everything, once.
"""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from bot.web.drawing.public_scope import PublicScope
from bot.web.reading import ReadingRoom
from index.building.build import build
from index.engines.library import Library
from tests.bot.web.rooms import config, scope_of, site
from tests.conftest import write_seeds

HERE = Path(__file__).parent
INSTALL_S, LOOK_S = 120, 100
NOT_CHECKED = "NOT CHECKED in a real browser: "
LONG = "I may be wrong about all of this, and I wrote it in a hurry, from memory, without my notes. " * 8
SHORT = "Take this with a grain of salt."
WORDS = "The harbour floods at spring tide. I think the moon does it. " * 6
PARTS = "\n\n".join(f"## Part {n}\n\n{WORDS}" for n in range(9))
CORRECTION = "Correction: it was 1986, not 1988."
ARABIC = "يرتفع البحر في الليل، ولا أحد يعرف لماذا يحدث ذلك في هذا الميناء."
HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(1)> " + "verylongword" * 60
HEAD = "author: Mira Holt\nsource: https://sea.example/t\ntags: sea"
SEEDS = {
    "tides.md": f"---\ntitle: Tides\n{HEAD}\n---\n\n{LONG}\n\n{PARTS}\n",
    "short.md": f"---\ntitle: Winds\n---\n\n{SHORT}\n\n{PARTS}\n",
    "corrected.md": f"---\ntitle: Wrong\n---\n\n{SHORT}\n\n{PARTS}\n\n{CORRECTION}\n",
    "arabic.md": f"---\ntitle: المد\nlanguage: ar\n---\n\n{ARABIC}\n",
    "chinese.md": "---\ntitle: 潮汐\nlanguage: zh\n---\n\n港口在春潮时被淹没，看守人每天晚上记录水位。\n",
    "hostile.md": f"---\ntitle: '{HOSTILE}'\n---\n\n{HOSTILE}\n",
}
TYPED = {"ask": "When does the harbour flood?", "search": "harbour", "check": "The harbour dries at noon."}


@pytest.fixture(scope="module", name="seen")
def _seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the browser saw of a site over these seeds."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip(f"{NOT_CHECKED}needs Debian's package chromium")
    tools = _installed(Path(request.config.cache.mkdir("browser")))
    folder = tmp_path_factory.mktemp("room")
    out, plan = _site(folder)
    command = ["node", str(HERE / "look.mjs"), chromium, out.as_uri(), json.dumps(plan)]
    done = subprocess.run(command, cwd=tools, capture_output=True, text=True, timeout=LOOK_S, check=False)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _installed(cache: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip(f"{NOT_CHECKED}needs node and npm")
    wanted, done = (HERE / "package.json").read_text("utf-8"), cache / "installed.json"
    with FileLock(cache / "lock"):
        if not done.exists() or done.read_text("utf-8") != wanted:
            (cache / "package.json").write_text(wanted, "utf-8")
            command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]
            try:
                subprocess.run(command, cwd=cache, check=True, capture_output=True, timeout=INSTALL_S)
            except (OSError, subprocess.SubprocessError) as err:
                pytest.skip(f"{NOT_CHECKED}npm install failed ({err})")
            done.write_text(wanted, "utf-8")
    return cache


def _site(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Write a site with a page of every kind, forms with an outcome among them; say what to look at."""
    build(write_seeds(folder / "seeds", SEEDS), folder / "root")
    library = Library([folder / "root"])
    library.reload()
    scope, out = scope_of(library), folder / "out"
    site(PublicScope(scope, "full"), out)
    room = ReadingRoom(config(), lambda: scope, folder / "data")
    for form, typed in TYPED.items():
        (out / f"{form}.html").write_bytes(room.typed(form, typed).body)
    keys = {each.id: [passage.key for passage in scope.passages_of(each.id)] for each in scope.documents()}
    lists = [str(next((out / kind).iterdir()).relative_to(out)) for kind in ("a", "t")]
    once = ["index.html", *lists, *(f"{form}.html" for form in TYPED)]
    pages = [*once, *(f"d/{name}.html" for name in keys), *(f"p/{found[-1]}.html" for found in keys.values())]
    return out, {
        "pages": pages,
        "dark": ["index.html", "check.html", "d/corrected.html", f"p/{keys['tides'][-1]}.html"],
        "document": "d/tides.html",
        "key": keys["tides"][5],
        "passage": f"p/{keys['tides'][5]}.html",
        "hedged": f"p/{keys['short'][2]}.html",
        "corrected": "d/corrected.html",
        "right_to_left": "d/arabic.html",
    }


def test_nothing_runs_loads_or_complains(seen: dict[str, Any]) -> None:
    """No violation of the policy, no dialog, no request to elsewhere, on any page."""
    assert seen["complaints"] == []


def test_the_checker_of_accessibility_is_silent(seen: dict[str, Any]) -> None:
    """On every kind of page, light and dark."""
    assert seen["axe"] == []


def test_the_checker_of_html_is_silent(seen: dict[str, Any]) -> None:
    """By the standard's own rules."""
    assert seen["html"] == []


def test_no_page_is_wider_than_a_phone(seen: dict[str, Any]) -> None:
    """360 pixels, enormous words included."""
    assert seen["wide"] == []


def test_a_deep_link_lands_below_the_bar(seen: dict[str, Any]) -> None:
    """The caveat in two lines at the top, the passage right under it."""
    bar, passage = seen["anchor"]["bar"], seen["anchor"]["passage"]

    assert abs(bar["top"]) <= 1
    assert bar["bottom"] - bar["top"] <= 60
    assert bar["bottom"] <= passage["top"] + 1 < seen["anchor"]["height"] / 2


def test_the_bar_opens_by_touch_and_closes_by_key(seen: dict[str, Any]) -> None:
    """A long caveat is folded, never cut off."""
    assert (seen["opened"], seen["closed"]) == (True, True)


def test_a_passage_is_in_view_with_its_caveat(seen: dict[str, Any]) -> None:
    """On its own page, on a phone."""
    assert 0 <= seen["passage"]["bar"]["top"] < seen["passage"]["words"]["top"] < seen["passage"]["height"]


def test_a_keyboard_reaches_the_reason_of_a_doubt(seen: dict[str, Any]) -> None:
    """Its first stop skips what stands on every page."""
    assert seen["first_stop"] == "skip"
    assert "speculation" in seen["reason"]


def test_a_correction_stays_in_view(seen: dict[str, Any]) -> None:
    """At the end of the document too."""
    assert 0 <= seen["correction"]["top"] < seen["correction"]["bottom"] < seen["anchor"]["height"] / 2


def test_arabic_is_read_from_the_right(seen: dict[str, Any]) -> None:
    """Whatever the language around it."""
    assert seen["direction"] == "rtl"


def test_dark_is_dark_and_a_script_is_no_need(seen: dict[str, Any]) -> None:
    """By the system's setting; all passages are there without a script."""
    assert seen["papers"] == ["rgb(251, 250, 247)", "rgb(22, 23, 26)"]
    assert seen["without_script"] >= 9
