"""A folder's seeds: which files are seeds, which are errors, and that nothing hangs or stops the others."""

import os
import socket
import stat
from pathlib import Path

import pytest

from index.errors import SeedError
from index.seeds import SeedFile, find_seeds
from index.seeds import folder as folder_module
from tests.index.seeds.loading import load_seed


def write(folder: Path, *names: str, text: str = "Some words.") -> None:
    """Write small files, with the folders above them."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def only(folder: Path) -> SeedFile:
    """Return the one seed of a folder."""
    (seed,) = find_seeds(folder)
    return seed


def problem(folder: Path) -> str:
    """Load the one seed beside `good.txt`, and return what is said of it."""
    write(folder, "good.txt")
    (bad,) = [seed for seed in find_seeds(folder) if seed.name != "good.txt"]
    with pytest.raises(SeedError) as caught:
        load_seed(bad)
    assert str(bad.path) == str(caught.value.path)
    return caught.value.problem


def test_seeds_are_listed_by_name_with_ids_and_side_cars(tmp_path: Path) -> None:
    """Sub-folders included; README files, hidden and underscored ones, and side-cars are no seeds."""
    write(tmp_path, "b.txt", "b.txt.yaml", "a.md", "deep/er/c.txt")
    write(
        tmp_path, "README.md", "readme.de.txt", ".hidden.txt", "_draft.md", "_drafts/d.md", ".git/config", "deep/README"
    )

    found = find_seeds(tmp_path)

    assert [("a", "a.md", None), ("b", "b.txt", tmp_path / "b.txt.yaml"), ("c", "deep/er/c.txt", None)] == [
        (seed.id, seed.name, seed.sidecar) for seed in found
    ]


def test_what_accompanies_notes_and_holds_no_words_is_no_seed(tmp_path: Path) -> None:
    """Pictures, sounds, what systems leave behind, and the folder that a browser saves with a page."""
    write(tmp_path, "pond.PNG", "talk.mp3", "Thumbs.db", "style.css", "_posts/2019-03-03-pond.md", "_drafts/pond.md")
    write(
        tmp_path, "Talk.html", "Talk_files/frame.html", "Other_files/kept.txt", ".obsidian/app.json", "Templates/t.md"
    )

    assert ["Other_files/kept.txt", "Talk.html", "_posts/2019-03-03-pond.md"] == [
        seed.name for seed in find_seeds(tmp_path)
    ]


def test_a_picture_that_is_named_is_told_to_be_none(tmp_path: Path) -> None:
    """Whoever asks for one file is told what is wrong with it."""
    write(tmp_path, "pond.png")

    with pytest.raises(SeedError, match=r"\.png is not a format that can be read"):
        load_seed(only(tmp_path / "pond.png"))


def test_an_empty_folder_has_no_seeds(tmp_path: Path) -> None:
    """That is no error here."""
    assert find_seeds(tmp_path) == ()


def test_a_single_file_is_its_own_listing(tmp_path: Path) -> None:
    """Its side-car comes with it."""
    write(tmp_path, "Talk.txt", "Talk.txt.yaml", "other.txt")

    (found,) = find_seeds(tmp_path / "Talk.txt")

    assert ("talk", tmp_path / "Talk.txt", tmp_path / "Talk.txt.yaml") == (found.id, found.path, found.sidecar)


@pytest.mark.parametrize("name", ["missing", "missing.txt"])
def test_a_missing_folder_is_an_error(tmp_path: Path, name: str) -> None:
    """Somebody misspelt a path."""
    with pytest.raises(SeedError, match="no such file or folder"):
        find_seeds(tmp_path / name)


def test_a_side_car_describes_its_file(tmp_path: Path) -> None:
    """Its words reach the document; warnings of what cannot be used name it and not the file."""
    write(tmp_path, "talk.txt")
    write(tmp_path, "talk.txt.yaml", text="author: Ada\npublished: 1984\n")

    (document,) = load_seed(only(tmp_path))
    write(tmp_path, "talk.txt.yaml", text="author: Ada\npublished: then\n")
    (undated,) = load_seed(only(tmp_path))

    assert (("Ada",), "1984") == (document.attribution.authors, document.attribution.published)
    assert (("Ada",), None) == (undated.attribution.authors, undated.attribution.published)
    assert "published (talk.txt.yaml, line 2) is not used: 'then' is no date" in undated.warnings[0]


def test_links_that_loop_end(tmp_path: Path) -> None:
    """Each folder is entered once, by the first of its names."""
    write(tmp_path, "b/x.txt")
    (tmp_path / "b" / "up").symlink_to("..")
    (tmp_path / "a").symlink_to("b")

    found = find_seeds(tmp_path)

    assert ["a/x.txt"] == [seed.name for seed in found]


def test_deep_folders_are_walked(tmp_path: Path) -> None:
    """Deeper than Python's recursion goes would be deeper than a path may be long; this deep must do."""
    deep = "/".join(["d"] * 400)
    write(tmp_path, f"{deep}/x.txt")

    assert f"{deep}/x.txt" == only(tmp_path).name


def test_a_folder_named_like_a_seed_is_named(tmp_path: Path) -> None:
    """Its files are not read, so it must be said."""
    write(tmp_path, "x.md/inside.txt")

    assert problem(tmp_path) == "is a folder named like a seed, so its files are not read; rename it"


@pytest.mark.parametrize("target", ["nowhere.md", "link.md"], ids=["dangling", "to itself"])
def test_a_link_that_leads_nowhere_is_named(tmp_path: Path, target: str) -> None:
    """With the place it points to."""
    (tmp_path / "link.md").symlink_to(target)

    assert f"is a link that leads nowhere (to {target}); correct or remove it" == problem(tmp_path)


def test_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    """Opening one would block until somebody writes; the test's time limit is the check."""
    os.mkfifo(tmp_path / "pipe.txt")

    assert problem(tmp_path) == "is a named pipe, not a file of text; remove it from the seeds"


def test_a_file_that_became_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    """Between listing and loading a file can change."""
    write(tmp_path, "a.txt")
    seed = only(tmp_path)
    seed.path.unlink()
    os.mkfifo(seed.path)

    with pytest.raises(SeedError, match="named pipe"):
        load_seed(seed)


def test_a_socket_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no file of text."""
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("sock.md")

        assert problem(tmp_path) == "is a socket, not a file of text; remove it from the seeds"


def test_a_device_is_never_read(tmp_path: Path) -> None:
    """/dev/zero has no end."""
    (tmp_path / "zero.txt").symlink_to("/dev/zero")

    assert problem(tmp_path) == "is a device, not a file of text; remove it from the seeds"


def test_a_file_without_read_permission_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The superuser may read everything, so the refusal is played."""

    def refuse(path: str, _flags: int) -> int:
        raise PermissionError(13, "Permission denied", path)

    write(tmp_path, "secret.txt")
    monkeypatch.setattr(folder_module, "_open_without_waiting", refuse)

    assert problem(tmp_path) == "cannot be opened (Permission denied); check its permissions, or remove it"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_permissions_of_the_file_system_are_respected(tmp_path: Path) -> None:
    """A file and a folder that may not be opened are two problems; the others go on."""
    write(tmp_path, "secret.txt", "closed/x.txt", "good.txt")
    (tmp_path / "secret.txt").chmod(0)
    (tmp_path / "closed").chmod(0)

    found = find_seeds(tmp_path)
    (tmp_path / "closed").chmod(stat.S_IRWXU)

    assert ["closed", "good.txt", "secret.txt"] == [seed.name for seed in found]
    with pytest.raises(SeedError, match="Permission denied"):
        load_seed(found[0])
    with pytest.raises(SeedError, match="Permission denied"):
        load_seed(found[2])


def test_a_closed_sub_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its seeds are missing, so it must be said; the others are found."""
    children = folder_module._children

    def refuse(directory: Path) -> list[os.DirEntry[str]]:
        if directory.name == "closed":
            raise PermissionError(13, "Permission denied", str(directory))
        return children(directory)

    write(tmp_path, "closed/x.txt", "good.txt")
    monkeypatch.setattr(folder_module, "_children", refuse)

    assert ["closed", "good.txt"] == [seed.name for seed in find_seeds(tmp_path)]
    assert problem(tmp_path) == "cannot be opened (Permission denied); check its permissions, or remove it"


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    """200 MB of nothing but a hole: its size is enough to know."""
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(200_000_000)

    assert problem(tmp_path) == "holds 200,000,000 bytes, more than the limit of 10,485,760; split it into parts"


def test_the_limit_itself_is_allowed(tmp_path: Path) -> None:
    """One byte more is not."""
    write(tmp_path, "a.txt", text="x" * 100)

    assert len(load_seed(only(tmp_path), max_bytes=100)) == 1
    with pytest.raises(SeedError, match="holds 100 bytes, more than the limit of 99"):
        load_seed(only(tmp_path), max_bytes=99)


def test_a_side_car_without_its_file_is_named(tmp_path: Path) -> None:
    """It would silently describe nothing."""
    write(tmp_path, "talk.pdf.yaml")

    assert "stands beside no file" in problem(tmp_path)


def test_a_name_that_is_no_text_is_named(tmp_path: Path) -> None:
    """It could not be shown, logged or stored."""
    (tmp_path / os.fsdecode(b"bad\xff.txt")).write_text("Words.", encoding="utf-8")

    found = only(tmp_path)

    assert ("bad\ufffd.txt", "its name is not valid UTF-8; rename the file") == (found.name, found.problem)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"one\0two", "line 1: holds NUL bytes"),
        ("a.bin", b"\x7fELF\x02\x01\x01\0\0", "holds NUL bytes"),
        ("a.zip", b"PK\x03\x04\x14\0\0\0", "is a damaged archive"),
        ("a.pdf", b"%PDF-1.4\n1 0 obj\n", "is a damaged PDF"),
        ("a.xyz", b"Words", ".xyz is not a format that can be read"),
        ("a.html", b"<nav><a href=/>Start</a></nav>", "is a page without paragraphs"),
        ("a.md", b"---\nauthor: Ada\nby: Bo\n---\nWords.", "line 3: by: Bo is stated as the author here"),
        ("a.txt", b"", "holds no text to quote"),
        ("a.md", b"# Heading only", "holds no text to quote"),
        ("a.txt", b"---\ntitle: nothing below\n---\n", "holds no text to quote"),
    ],
    ids=["NUL", "program", "zip", "pdf", "unknown", "html", "authors", "empty", "heading", "front matter"],
)
def test_what_cannot_be_read_is_one_clear_error(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    """It names the file; the seed beside it is read all the same."""
    (tmp_path / name).write_bytes(data)
    write(tmp_path, "good.txt")
    bad, good = find_seeds(tmp_path)

    with pytest.raises(SeedError) as caught:
        load_seed(bad)

    assert str(tmp_path / name) in str(caught.value)
    assert words in str(caught.value)
    assert load_seed(good)[0].text == "Some words."


def test_posts_of_an_unpacked_export_are_not_read_apart_from_their_list(tmp_path: Path) -> None:
    """Which of them are drafts stands in the list alone; a folder of posts without one is any folder."""
    write(tmp_path, "export/posts.csv", "export/posts/draft.html", "other/posts/one.txt")

    found = {seed.name: seed.problem for seed in find_seeds(tmp_path)}

    assert "may hold drafts" in str(found["export/posts"])
    assert "export/posts/draft.html" not in found
    assert found["other/posts/one.txt"] is None
