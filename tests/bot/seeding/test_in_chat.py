"""Curators manage their server's seeds from chat: the real client on the double's sockets, real files, real indexes."""

import asyncio
import os
import threading
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.gateway.client import CaveatBot
from bot.seeding import records as seed_records
from bot.seeding.intake.understanding import AttachedFile, AttachmentReading
from bot.serving import libraries
from tests.bot.connected import ObedientService, until
from tests.bot.servers import broken
from tests.discord_double import DiscordDouble, Permission, Upload
from tests.discord_double.people import User
from tests.discord_double.views import Answer, Message

pytestmark = pytest.mark.asyncio

ESSAY = b"""---
title: On Basalt
author: B. Mason
published: 2022-09
---

Take everything in this essay with a grain of salt.

## Basalt

Basalt columns are hexagonal. I think they cooled slowly.
"""
RAIN = b"Drizzle falls on Tuesdays in the valley of Oz."


@pytest.fixture
def anna(double: DiscordDouble, bot: CaveatBot) -> User:
    """Somebody who may manage the server."""
    user = double.user("anna", may=Permission.MANAGE_GUILD)
    user.timeout_s = 30.0
    return user


async def added(double: DiscordDouble, curator: User, *files: Upload) -> Message:
    """Let a curator add files and confirm; return the card once the index is renewed."""
    names = ("file", "file2", "file3", "file4", "file5")
    preview = await curator.slash(double.channel, "seeds add", **dict(zip(names, files, strict=False)))
    await curator.press(preview.message, "Confirm")
    return await indexed(double, preview.message)


async def indexed(double: DiscordDouble, card: Message) -> Message:
    """Wait until a card tells what renewing the index changed."""
    await double.journal.until(lambda: "Re-indexed in" in card.text(), "the index to be renewed", 30)
    return card


async def answer_to(double: DiscordDouble, question: str, who: str = "bob") -> str:
    """Ask, and return what is shown without emphasis."""
    answer = await double.user(who).slash(double.channel, "ask", question=question)
    return answer.text().replace("**", "").replace("__", "")


async def test_a_file_is_previewed_confirmed_and_answers(double: DiscordDouble, anna: User) -> None:
    """Privately; nothing is stored before Confirm; afterwards it answers in this server."""
    preview = await anna.slash(double.channel, "seeds add", file=Upload("basalt.md", ESSAY))
    shown = preview.text()
    before = await answer_to(double, "What shape are basalt columns?")

    await anna.press(preview.message, "Confirm")
    card = await indexed(double, preview.message)

    assert preview.ephemeral
    assert all(
        part in shown
        for part in (
            "On Basalt",
            "B. Mason",
            "September 2022",
            "passages: 2",
            "Author's caveat:** Take everything in this essay with a grain of salt.",
            "> Take everything",
            "Nothing is stored",
        )
    )
    assert "Basalt columns" not in before
    assert "basalt.md is stored as **basalt**" in card.text()
    assert "Added: basalt.md" in card.text()
    after = await answer_to(double, "What shape are basalt columns?")
    assert "Basalt columns are hexagonal" in after
    assert "grain of salt" in after


async def test_several_files_are_one_preview_with_pages(double: DiscordDouble, anna: User) -> None:
    """Side-cars stand with their files; what cannot be read is named and left out."""
    preview = await anna.slash(
        double.channel,
        "seeds add",
        file=Upload("rain.txt", RAIN),
        file2=Upload("rain.txt.yaml", b"author: Ada\ncaveat: Nobody checked this.\n"),
        file3=Upload("stones.zip", b"PK\0\0"),
    )
    first = preview.text()
    await anna.press(preview.message, "Next ▶")
    second = preview.message.text()

    await anna.press(preview.message, "Confirm")
    card = await indexed(double, preview.message)

    assert "file 1 of 2" in first
    assert "Ada" in first
    assert "Caveat added by the curator:** Nobody checked this." in first
    assert "stones.zip, line 1: holds NUL bytes" in second
    assert "Edit attribution" not in preview.message.buttons
    assert "rain.txt is stored as **rain**" in card.text()
    assert "stones.zip" not in card.text()


async def test_attribution_and_caution_are_edited_in_forms(double: DiscordDouble, anna: User) -> None:
    """What was understood stands in the form; the preview shows the change, the file keeps its bytes."""
    preview = await anna.slash(double.channel, "seeds add", file=Upload("basalt.md", ESSAY))
    attribution = (await anna.press(preview.message, "Edit attribution")).form
    await anna.submits(attribution, {"Title": "Of Basalt", "Authors": "B. Mason\nC. Smith", "Published": "2023"})
    edited = preview.message.text()
    caution = (await anna.press(preview.message, "Edit caveat and note")).form
    await anna.submits(caution, {"Caveat": "Columns vary", "Note": "Checked in May.", "Restated by": "the curator"})
    cautioned = preview.message.text()

    await anna.press(preview.message, "Confirm")
    await indexed(double, preview.message)
    exported = await anna.slash(double.channel, "seeds export", seed="basalt")

    assert ["Title", "Authors", "Where the original stands", "Published", "Language"] == attribution.labels
    assert "**B. Mason, C. Smith**" in edited
    assert "Of Basalt · 2023" in edited
    assert "restated by the curator, not quoted" in cautioned
    assert "Caveat added by the curator:** Columns vary" in cautioned
    assert "Author's caveat, restated:** Take everything" in cautioned
    assert "Curator's note:** Checked in May." in cautioned
    files = unzipped(exported)
    assert ESSAY == files["basalt.md"]
    assert b"title: Of Basalt\n" in files["basalt.md.yaml"]


async def test_a_wrong_value_is_told_and_changes_nothing(double: DiscordDouble, anna: User) -> None:
    """Privately, beside the preview, which stays as it was."""
    preview = await anna.slash(double.channel, "seeds add", file=Upload("rain.txt", RAIN))
    before = preview.text()
    form = (await anna.press(preview.message, "Edit attribution")).form

    told = await anna.submits(form, {"Published": "soon"})

    assert told.ephemeral
    assert "'soon' is no date; write 2022-09-13" in told.text()
    assert before == preview.message.text()


async def test_cancel_stores_nothing(double: DiscordDouble, bot: CaveatBot, anna: User) -> None:
    """And the preview leads nowhere any more."""
    preview = await anna.slash(double.channel, "seeds add", file=Upload("rain.txt", RAIN))

    await anna.press(preview.message, "Cancel")

    assert "discarded; nothing was stored" in preview.message.text()
    assert [] == bot.store.guild_seeds(double.guild.id)


async def test_another_file_takes_a_seeds_place(double: DiscordDouble, anna: User) -> None:
    """Previewed as a change; the seed keeps its name and what was stated of it."""
    await added(double, anna, Upload("rain.txt", RAIN), Upload("rain.txt.yaml", b"author: Ada\n"))
    preview = await anna.slash(
        double.channel,
        "seeds edit",
        seed="rain",
        file=Upload("newer.txt", b"Hail falls on Mondays in the valley of Oz."),
    )
    shown = preview.text()
    bad = await anna.slash(double.channel, "seeds edit", seed="rain", file=Upload("long.txt", b"x" * (9 << 20)))

    await anna.press(preview.message, "Confirm")
    card = await indexed(double, preview.message)

    assert "Preview of a change** · rain.txt" in shown
    assert "**Ada**" in shown
    assert "long.txt has 9.0 MB" in bad.text()
    assert "Changed: rain.txt" in card.text()
    assert "Hail falls on Mondays" in await answer_to(double, "Where does hail fall on Mondays?")


async def test_answers_do_not_wait_for_files_being_read(
    double: DiscordDouble, bot: CaveatBot, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many are read, answers have threads of their own."""
    go_on = threading.Event()
    read = bot.room.read

    def slow(files: Sequence[AttachedFile]) -> list[AttachmentReading]:
        assert go_on.wait(60)
        return read(files)

    monkeypatch.setattr(bot.room, "read", slow)
    previews = [
        asyncio.create_task(anna.slash(double.channel, "seeds add", file=Upload("a.txt", RAIN))) for _ in range(6)
    ]

    answer = await answer_to(double, "What about granite?")
    go_on.set()
    shown = [await preview for preview in previews]

    assert "Granite is hard" in answer
    assert all("a.txt" in preview.text() for preview in shown)


async def test_files_are_previewed_so_often_a_minute(double: DiscordDouble, anna: User, bot: CaveatBot) -> None:
    """Each takes a process; whoever is too quick is told how long to wait."""
    for _ in range(bot.config.limits.previews):
        await anna.slash(double.channel, "seeds edit", seed="nowhere")

    refused = await anna.slash(double.channel, "seeds add", file=Upload("rain.txt", RAIN))

    assert refused.ephemeral
    assert "seconds" in refused.text()


async def test_a_large_export_comes_in_parts(
    double: DiscordDouble, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each under the limit; more of them than fit are the operator's to hand out."""
    noise = [Upload(f"n{number}.txt", (b"%d " % number) * 2_000) for number in range(4)]
    await added(double, anna, *noise)
    monkeypatch.setattr(seed_records, "MOST_PART_BYTES", 20_000)

    sent = await anna.slash(double.channel, "seeds export")
    monkeypatch.setattr(seed_records, "MOST_PARTS", 1)
    refused = await anna.slash(double.channel, "seeds export")

    assert 2 == len(sent.messages)
    assert "part 2 of 2" in sent.text()
    assert {upload.filename: upload.content for upload in noise} == unzipped(sent)
    assert f"caveat seeds export --guild {double.guild.id} DIR" in refused.text()


async def test_a_messages_files_can_be_added(double: DiscordDouble, anna: User) -> None:
    """By its menu; a message without files is told so."""
    message = await double.user("bob").says(double.channel, "look", Upload("rain.txt", RAIN))
    bare = await double.user("bob").says(double.channel, "nothing here")

    preview = await anna.menu(message, "Add as seed")
    nothing = await anna.menu(bare, "Add as seed")

    assert preview.ephemeral
    assert "rain.txt" in preview.text()
    assert "Confirm" in preview.message.buttons
    assert "brings no file" in nothing.text()


async def test_the_files_of_a_forwarded_message_can_be_added(double: DiscordDouble, anna: User) -> None:
    """They stand in the message as it was when it was forwarded."""
    original = await double.user("bob").says(double.channel, "look", Upload("rain.txt", RAIN))
    kept = ("type", "content", "mentions", "mention_roles", "attachments", "embeds", "timestamp", "edited_timestamp")
    snapshot = {key: original.payload[key] for key in (*kept, "flags")}
    forward = await double.user("bob").says(double.channel, "")
    forward.stored.payload = forward.payload | {"message_snapshots": [{"message": snapshot}]}

    preview = await anna.menu(forward, "Add as seed")

    assert "Preview of a new seed** · rain.txt" in preview.text()


async def test_a_file_that_is_gone_is_named(double: DiscordDouble, anna: User) -> None:
    """Discord takes attachments away when their message goes."""
    message = await double.user("bob").says(double.channel, "look", Upload("rain.txt", RAIN))
    double.world.files.clear()

    preview = await anna.menu(message, "Add as seed")

    assert "rain.txt could not be fetched from Discord; attach it again" in preview.text()
    assert "Confirm" not in preview.message.buttons


async def test_the_name_somebody_gave_a_file_is_kept(double: DiscordDouble, anna: User) -> None:
    """Discord makes names plainer, and keeps the given one as a title."""
    card = await added(double, anna, Upload("Über den Regen (2).txt", RAIN))

    assert "Über den Regen (2).txt is stored as **uber-den-regen-2**" in card.text()


async def test_a_file_over_the_limit_is_not_fetched(double: DiscordDouble, anna: User) -> None:
    """The sentence names size and limit; there is nothing to confirm."""
    preview = await anna.slash(double.channel, "seeds add", file=Upload("long.txt", b"x" * (9 * 1024 * 1024)))

    assert "long.txt has 9.0 MB; the limit is 8 MB" in preview.text()
    assert "Confirm" not in preview.message.buttons


async def test_of_two_editors_the_second_sees_what_changed(double: DiscordDouble, anna: User) -> None:
    """Nothing is overwritten: the card names who was faster, and leads to the seed as it is now."""
    await added(double, anna, Upload("basalt.md", ESSAY))
    boris = double.user("boris", may=Permission.MANAGE_GUILD)
    boris.timeout_s = 30.0
    annas, boriss = [await each.slash(double.channel, "seeds edit", seed="basalt") for each in (anna, boris)]
    for curator, preview in ((anna, annas), (boris, boriss)):
        form = (await curator.press(preview.message, "Edit attribution")).form
        await curator.submits(form, {"Title": f"As {curator.name} has it"})

    await anna.press(annas.message, "Confirm")
    await indexed(double, annas.message)
    await boris.press(boriss.message, "Confirm")
    conflict = boriss.message.text()
    await boris.press(boriss.message, "Show it as it is now")

    assert "the seed basalt was changed meanwhile" in conflict
    assert f"<@{anna.id}>" in conflict
    assert "As anna has it" in boriss.message.text()
    assert "Confirm" in boriss.message.buttons


async def test_a_seed_is_removed_at_once_and_brought_back(double: DiscordDouble, anna: User) -> None:
    """After a question; undo stands on the card."""
    await added(double, anna, Upload("rain.txt", RAIN))
    asked = await anna.slash(double.channel, "seeds remove", seed="rain")
    question = asked.text()

    await anna.press(asked.message, "Remove")
    gone = await answer_to(double, "Where does drizzle fall on Tuesdays?")
    await indexed(double, asked.message)
    await anna.press(asked.message, "Undo")
    await indexed(double, asked.message)
    back = await answer_to(double, "Where does drizzle fall on Tuesdays?")

    assert "Remove this seed?" in question
    assert "Nothing in the seeds answers this" in gone
    assert "Drizzle falls on Tuesdays" in back


async def test_a_removal_can_be_thought_over(double: DiscordDouble, bot: CaveatBot, anna: User) -> None:
    """Nothing happens then."""
    await added(double, anna, Upload("rain.txt", RAIN))
    asked = await anna.slash(double.channel, "seeds remove", seed="rain", block=True)

    await anna.press(asked.message, "Keep it")

    assert "rain stays" in asked.message.text()
    assert ["rain"] == [seed.seed for seed in bot.store.guild_seeds(double.guild.id)]


async def test_a_blocked_document_leaves_no_word_behind(
    double: DiscordDouble, bot: CaveatBot, anna: User, service: ObedientService
) -> None:
    """Not in the database's files, not in the snapshots; the same document is refused under another name."""
    await added(double, anna, Upload("rain.txt", RAIN), Upload("basalt.md", ESSAY))
    asked = await anna.slash(double.channel, "seeds remove", seed="rain", block=True)
    warning = asked.text()
    held = words_on_disk(service, b"Drizzle falls on Tuesdays")

    await anna.press(asked.message, "Remove for good and block")
    await indexed(double, asked.message)
    again = await anna.slash(double.channel, "seeds add", file=Upload("other.txt", RAIN))

    assert "Confirm" not in again.message.buttons
    assert "cannot be undone" in warning
    assert held
    assert [] == words_on_disk(service, b"Drizzle falls on Tuesdays")
    assert "Undo" not in asked.message.buttons
    assert "was blocked on" in again.message.text()
    assert ["basalt"] == [seed.seed for seed in bot.store.guild_seeds(double.guild.id)]
    assert "Drizzle" not in await answer_to(double, "Where does drizzle fall on Tuesdays?")


async def test_a_takedown_does_not_wait_for_an_index_that_fails(
    double: DiscordDouble, anna: User, service: ObedientService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index that still has the document is deleted; it is built anew once it can be."""
    monkeypatch.setattr("bot.serving.service.RETRY_S", 0.0)  # whoever asks while the disk is full has tried in vain
    await added(double, anna, Upload("rain.txt", RAIN), Upload("basalt.md", ESSAY))
    asked = await anna.slash(double.channel, "seeds remove", seed="rain", block=True)
    held = words_on_disk(service, b"Drizzle falls on Tuesdays")
    with monkeypatch.context() as full:
        full.setattr(libraries, "build", broken)
        await anna.press(asked.message, "Remove for good and block")
        await double.journal.until(lambda: "disk" in asked.message.text(), "the index to fail", 30)
        await until(lambda: not words_on_disk(service, b"Drizzle falls on Tuesdays"))

    shown = await answer_to(double, "What shape are basalt columns?")

    assert held
    assert "Basalt columns are hexagonal" in shown


async def test_seeds_are_listed_and_checked_in_pages(double: DiscordDouble, anna: User) -> None:
    """Title, author, size, who and when; the linter's remarks under each."""
    files = [Upload(f"note-{number:02}.txt", b"Note %d: it rains." % number) for number in range(12)]
    for start in range(0, 12, 5):
        await added(double, anna, *files[start : start + 5])

    listed = await anna.slash(double.channel, "seeds list")
    first = listed.text()
    await anna.press(listed.message, "Next ▶")
    checked = await anna.slash(double.channel, "seeds check")

    assert "**note-00** · title not stated — author not stated" in first
    assert f"by <@{anna.id}>" in first
    assert "page 1 of 2" in first
    assert "**note-11**" in listed.message.text()
    assert "no author found" in checked.text()
    assert "no caveat found" in checked.text()


async def test_an_export_brings_every_byte_back(double: DiscordDouble, anna: User) -> None:
    """With side-cars, under the names they were given."""
    sidecar = b"# mine\nauthor:   Ada\n"
    await added(double, anna, Upload("rain.txt", RAIN), Upload("rain.txt.yaml", sidecar), Upload("basalt.md", ESSAY))

    every = await anna.slash(double.channel, "seeds export")
    one = await anna.slash(double.channel, "seeds export", seed="rain")

    assert every.ephemeral
    assert {"rain.txt": RAIN, "rain.txt.yaml": sidecar, "basalt.md": ESSAY} == unzipped(every)
    assert {"rain.txt": RAIN, "rain.txt.yaml": sidecar} == unzipped(one)


async def test_what_is_missing_is_said(double: DiscordDouble, anna: User) -> None:
    """No seeds yet, and no such seed."""
    answers = [
        await anna.slash(double.channel, "seeds list"),
        await anna.slash(double.channel, "seeds check"),
        await anna.slash(double.channel, "seeds export"),
        await anna.slash(double.channel, "seeds edit", seed="nowhere"),
        await anna.slash(double.channel, "seeds remove", seed="nowhere"),
    ]

    expected = (
        ["no seeds of its own yet"] * 2 + ["has no seeds of its own to export"] + ["There is no seed nowhere"] * 2
    )
    assert all(part in answer.text() for part, answer in zip(expected, answers, strict=True))
    assert all(answer.ephemeral for answer in answers)


async def test_names_are_completed_for_curators_alone(double: DiscordDouble, anna: User) -> None:
    """By what was typed."""
    await added(double, anna, Upload("rain.txt", RAIN), Upload("basalt.md", ESSAY))

    annas = await anna.completes(double.channel, "seeds edit", "seed", "ba")
    bobs = await double.user("bob").completes(double.channel, "seeds edit", "seed", "ba")

    assert ["basalt"] == [choice["value"] for choice in annas.choices]
    assert [] == bobs.choices


def unzipped(answer: Answer) -> dict[str, bytes]:
    """Return the files in all zip files of an answer."""
    archives = [ZipFile(BytesIO(data)) for message in answer.messages for data in message.files.values()]
    return {name: archive.read(name) for archive in archives for name in archive.namelist()}


def words_on_disk(service: ObedientService, words: bytes) -> list[str]:
    """Return which files under the data folder hold some words."""
    assert service.config.data.dir
    every = os.walk(service.config.data.dir)  # passes over folders that are deleted meanwhile
    return [name for folder, _, names in every for name in names if words in contents(Path(folder, name))]


def contents(path: Path) -> bytes:
    """Return a file's bytes; what is deleted meanwhile has none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
