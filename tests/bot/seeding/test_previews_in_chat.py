"""Previews in chat: nothing typed is lost, what would be refused is told before, many files are one table."""

import asyncio
import threading
from collections.abc import Sequence
from io import BytesIO
from zipfile import ZipFile

import pytest

from bot.gateway.client import CaveatBot
from bot.replies import busy
from bot.seeding.intake.understanding import AttachedFile, AttachmentReading, understand
from bot.store.database.engine import reading
from index.settings import BuildSettings
from tests.bot.seeding.test_in_chat import RAIN, added, indexed
from tests.discord_double import DiscordDouble, Permission, Upload
from tests.discord_double.people import User

pytestmark = pytest.mark.asyncio


@pytest.fixture(autouse=True)
def read_here(bot: CaveatBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process: that reading apart works is tested elsewhere, and takes a second a file."""
    monkeypatch.setattr(bot.room, "read", lambda files: [understand(each, BuildSettings()) for each in files])


@pytest.fixture
def anna(double: DiscordDouble, bot: CaveatBot) -> User:
    """Somebody who may manage the server."""
    user = double.user("anna", may=Permission.MANAGE_GUILD)
    user.timeout_s = 30.0
    return user


class Held:
    """A room that reads when a test says so."""

    def __init__(self, bot: CaveatBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go_on, self.begun = threading.Event(), threading.Event()
        self._read = bot.room.read
        monkeypatch.setattr(bot.room, "read", self.read)

    def read(self, files: Sequence[AttachedFile]) -> list[AttachmentReading]:
        """Read files once it may."""
        self.begun.set()
        assert self.go_on.wait(60)
        return self._read(files)


def zipped(**files: bytes) -> Upload:
    """Pack files, whose names have "_" in place of the dot."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return Upload("talks.zip", packed.getvalue())


async def test_confirm_waits_for_a_correction_that_is_being_read(
    double: DiscordDouble, bot: CaveatBot, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is stored with it, the card says that it is busy, and never goes back to the preview."""
    preview = (await anna.slash(double.channel, "seeds add", file=Upload("rain.txt", RAIN))).message
    form = (await anna.press(preview, "Edit attribution")).form
    held = Held(bot, monkeypatch)
    monkeypatch.setattr(busy, "BUSY_AFTER_S", 0.1)
    sending = asyncio.create_task(anna.submits(form, {"Title": "Of Rain"}))
    await asyncio.to_thread(held.begun.wait, 30)
    confirming = asyncio.create_task(anna.press(preview, "Confirm"))
    await double.journal.until(lambda: "is kept and being read" in preview.text(), "the card to be busy", 30)
    nothing_yet = bot.store.guild_seeds(double.guild.id)

    held.go_on.set()
    await asyncio.gather(sending, confirming)
    await indexed(double, preview)

    assert [] == nothing_yet
    assert b"title: Of Rain\n" == bot.store.seed_contents(double.guild.id, "rain").sidecar
    assert "rain.txt is stored as **rain**" in preview.text()
    assert "Nothing is stored" not in preview.text()


async def test_two_forms_sent_at_once_are_both_taken(double: DiscordDouble, bot: CaveatBot, anna: User) -> None:
    """Each changes what was typed in it; what both changed is told."""
    preview = (await anna.slash(double.channel, "seeds add", file=Upload("rain.txt", RAIN))).message
    first, second = [(await anna.press(preview, "Edit attribution")).form for _ in range(2)]

    await asyncio.gather(
        anna.submits(first, {"Title": "Of Rain", "Published": "2021"}),
        anna.submits(second, {"Authors": "Ada", "Published": "2022"}),
    )
    await double.journal.until(lambda: "Ada" in preview.text() and "Of Rain" in preview.text(), "both forms", 30)

    assert "2021" in preview.text()
    assert "Published was corrected meanwhile to something else, so “2022” was not taken" in preview.text()


async def test_a_cancelled_draft_does_not_rise_again(
    double: DiscordDouble, bot: CaveatBot, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A correction that is read when it is cancelled is told so."""
    preview = (await anna.slash(double.channel, "seeds add", file=Upload("rain.txt", RAIN))).message
    form = (await anna.press(preview, "Edit attribution")).form
    held = Held(bot, monkeypatch)
    sending = asyncio.create_task(anna.submits(form, {"Title": "Of Rain"}))
    await asyncio.to_thread(held.begun.wait, 30)
    cancelling = asyncio.create_task(anna.press(preview, "Cancel"))
    await asyncio.sleep(0)
    await double.journal.until(lambda: _is_gone(bot), "the draft to go", 30)

    held.go_on.set()
    await asyncio.gather(sending, cancelling)
    await double.journal.until(lambda: "discarded" in preview.text(), "the card to say so", 30)

    assert [] == bot.store.guild_seeds(double.guild.id)
    assert "discarded; nothing was stored" in preview.text()


async def test_a_taken_name_is_told_before_and_another_one_offered(
    double: DiscordDouble, bot: CaveatBot, anna: User
) -> None:
    """Confirmed all the same, it is refused, costs no correction, and begins no re-index."""
    await added(double, anna, Upload("rain.txt", RAIN))
    preview = await anna.slash(double.channel, "seeds add", file=Upload("rain.txt", b"Hail falls on Mondays."))
    told = preview.text()
    form = (await anna.press(preview.message, "Edit attribution")).form
    await anna.submits(form, {"Title": "Of Hail"})
    await double.journal.until(lambda: "Of Hail" in preview.message.text(), "the correction", 30)
    await anna.press(preview.message, "Confirm")
    refused = preview.message.text()
    await anna.press(preview.message, "Back to the preview")
    naming = (await anna.press(preview.message, "Another name …")).form

    await anna.submits(naming, {"File name": "hail"})
    await double.journal.until(lambda: "hail.txt" in preview.message.text(), "the name", 30)
    await anna.press(preview.message, "Confirm")
    await indexed(double, preview.message)

    assert "It would not be stored: there is a seed of this file name already, rain" in told
    assert "is not stored: there is a seed of this file name already" in refused
    assert "ndex" not in refused
    assert b"title: Of Hail\n" == bot.store.seed_contents(double.guild.id, "hail").sidecar


async def test_a_file_can_take_the_place_of_the_one_in_its_way(
    double: DiscordDouble, bot: CaveatBot, anna: User
) -> None:
    """It is previewed as a change, with what was stated of the seed, whose second revision it is."""
    await added(double, anna, Upload("rain.txt", RAIN), Upload("rain.txt.yaml", b"author: Ada\n"))
    preview = await anna.slash(double.channel, "seeds add", file=Upload("rain.txt", b"Hail falls on Mondays."))

    await anna.press(preview.message, "Replace rain")
    await double.journal.until(lambda: "Preview of a change" in preview.message.text(), "the change", 30)
    shown = preview.message.text()
    await anna.press(preview.message, "Confirm")
    await indexed(double, preview.message)
    listed = await anna.slash(double.channel, "seeds list")

    assert "**Ada**" in shown
    assert "would not be stored" not in shown
    assert b"Hail falls on Mondays." == bot.store.seed_contents(double.guild.id, "rain").data
    assert "revision 2" in listed.text()


async def test_a_side_car_by_itself_is_told_to_which_file_it_belongs(
    double: DiscordDouble, bot: CaveatBot, anna: User
) -> None:
    """Until the seed is there: then it is a change of that, as it is with /seeds edit."""
    sidecar = Upload("rain.txt.yaml", b"author: Ada\n")
    alone = await anna.slash(double.channel, "seeds add", file=sidecar)
    await added(double, anna, Upload("rain.txt", RAIN))
    listed = await anna.slash(double.channel, "seeds list")

    described = await anna.slash(double.channel, "seeds add", file=sidecar)
    given = await anna.slash(double.channel, "seeds edit", seed="rain", file=Upload("mine.yaml", b"author: Bo\n"))

    assert "rain.txt.yaml is a side-car, which describes the file rain.txt: attach both together" in alone.text()
    assert "Confirm" not in alone.message.buttons
    assert "revision 1" in listed.text()
    assert all("Preview of a change** · rain.txt" in each.text() for each in (described, given))
    assert ["**Ada**" in described.text(), "**Bo**" in given.text()] == [True, True]


async def test_a_zip_file_is_one_table(double: DiscordDouble, bot: CaveatBot, anna: User) -> None:
    """With what is understood of each, what is common to all, and one re-index of those that are wanted."""
    packed = zipped(
        rain_txt=RAIN, hail_txt=b"Hail falls on Mondays.", snow_txt=b"Snow falls.", bad_txt=b"\0", README_md=b"No seed."
    )
    preview = await anna.slash(double.channel, "seeds add", file=packed)
    table = preview.text()
    form = (await anna.press(preview.message, "For all files …")).form
    await anna.submits(form, {"Authors": "Ada", "Tags": "weather, tides", "Caveat": "Nobody checked this."})
    await double.journal.until(lambda: table.count("Ada") < preview.message.text().count("Ada"), "the author", 30)
    await anna.press(preview.message, "✓ 2")
    await double.journal.until(lambda: "– 2" in preview.message.buttons, "the mark", 30)

    await anna.press(preview.message, "Confirm")
    card = await indexed(double, preview.message)

    assert "4 files to look at" in table
    assert "stored at Confirm: 3 · left out: 0 · with a problem: 1" in table
    assert "no caveat found" in table
    assert {"rain", "snow"} == {seed.seed for seed in bot.store.guild_seeds(double.guild.id)}
    stated = (bot.store.seed_contents(double.guild.id, "snow").sidecar or b"").decode()
    assert all(part in stated for part in ("- Ada", "- weather", "- tides", "caveat: Nobody checked this."))
    assert 1 == card.text().count("Re-indexed in")


def _is_gone(bot: CaveatBot) -> bool:
    with reading(bot.store._engine) as connection:
        return connection.exec_driver_sql("SELECT token FROM seed_draft").first() is None


async def test_a_near_copy_is_told_with_the_share_in_common(double: DiscordDouble, bot: CaveatBot, anna: User) -> None:
    """It can take the seed's place; confirmed as it is, both are kept as editions."""
    words = " ".join(f"Stone number {number} lies in row {number * 7}." for number in range(60))
    await added(double, anna, Upload("stones.txt", words.encode()))

    preview = await anna.slash(double.channel, "seeds add", file=Upload("newer.txt", f"{words} And one more.".encode()))
    told = preview.text()
    await anna.press(preview.message, "Replace stones")
    await double.journal.until(lambda: "Preview of a change" in preview.message.text(), "the change", 30)

    assert "About 100 % of it stands in **stones** already" in told
    assert "stones.txt" in preview.message.text()
    assert "already" not in preview.message.text()
