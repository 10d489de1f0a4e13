"""Front matter: where it begins and ends, strings as typed, and broken YAML by its line."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from index.errors import SeedError
from index.seeds.front_matter import LONGEST_CHARS, MetadataEntry, read_entries, split_front_matter

# What YAML can write as one scalar; white space at the ends is not kept.
VALUES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1).map(str.strip)


def typed(text: str) -> dict[str, str | tuple[str, ...] | None]:
    """Return the keys and values above a text."""
    return {entry.key: entry.value for entry in split_front_matter(text, "a.md").entries}


@given(st.dictionaries(st.sampled_from(["title", "note", "tags"]), VALUES | st.lists(VALUES, min_size=1)))
def test_what_yaml_writes_is_read_back(values: dict[str, str | list[str]]) -> None:
    """Texts and lists of texts survive the round trip, quotes, colons and all."""
    written = yaml.safe_dump(values, allow_unicode=True)

    found = typed(f"---\n{written}---\nBody.")

    assert {key: value if isinstance(value, str) else tuple(value) for key, value in values.items()} == found


@pytest.mark.parametrize("scalar", ["no", "12:30", "1984", "2022-09-13", "0x10", "yes", "1e3", ".5", "'null'"])
def test_scalars_stay_what_was_typed(scalar: str) -> None:
    """YAML's own readings (False, 750, a number, a date) are never taken."""
    found = typed(f"---\ntitle: {scalar}\n---\nBody.")

    assert {"title": scalar.strip("'")} == found


@pytest.mark.parametrize("scalar", ["", "~", "null", "''", "# to be done"])
def test_an_empty_value_is_not_stated(scalar: str) -> None:
    """A template's unused keys are no values."""
    found = typed(f"---\ntitle: {scalar}\n---\nBody.")

    assert found == {"title": ""}


def test_entries_know_their_lines() -> None:
    """Lines count from the top of the file, the fence included."""
    found = split_front_matter("---\ntitle: a\n\n# why\nnote: >\n  b\n  c\n...\nBody.", "a.md")

    assert (MetadataEntry("title", "a", "a.md", 2), MetadataEntry("note", "b c", "a.md", 5)) == found.entries
    assert found.body == "\nBody."


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("---\nA drawn line and no second one.\n", 0),
        ("---\n\nProse between two drawn lines.\n\n---\n\nMore.", 1),
        ("---\n- a list\n- no keys\n---\nMore.", 1),
        ("----\ntitle: too long a line\n----\n", 0),
        ("\n---\ntitle: a blank line above\n---\n", 0),
        (" ---\ntitle: indented\n---\n", 0),
        ("---\n" + "words " * LONGEST_CHARS + "\n---\n", 0),
        ("", 0),
    ],
    ids=["no second", "prose", "list", "four dashes", "blank line", "indented", "far apart", "empty"],
)
def test_a_drawn_line_is_no_front_matter(text: str, warnings: int) -> None:
    """The text stays whole; where two lines look like fences, the curator is told."""
    found = split_front_matter(text, "a.md")

    assert ((), text, warnings) == (found.entries, found.body, len(found.warnings))


@pytest.mark.parametrize(
    ("yaml_lines", "line"),
    [
        ("title: [unclosed\nauthor: x", 3),
        ("title: a\ntags: [unclosed", 3),
        ("title: a\nnote: b: c", 3),
        ("title: a\n\tnote: tab", 3),
        ("title: a\nnote: 'open\n", 3),
        ("title: a\nnote: *nobody", 3),
        ("title: \x07", 2),
        ("a: " + "[" * 10_000, 2),
        ("? [a, b]\n: c", 2),
        ("%TAG oops", 2),
    ],
    ids=[
        "bracket",
        "last bracket",
        "second colon",
        "tab",
        "quote",
        "alias",
        "bell",
        "depth",
        "list as key",
        "directive",
    ],
)
def test_broken_yaml_is_named_with_its_line(yaml_lines: str, line: int) -> None:
    """One sentence with file and line; never a traceback, never a guess."""
    with pytest.raises(SeedError) as caught:
        split_front_matter(f"---\n{yaml_lines}\n---\nBody.", "a.md")

    assert line == caught.value.line
    assert str(caught.value).startswith(f"a.md, line {line}: ")


def test_aliases_are_never_expanded() -> None:
    """Ten levels of nine aliases would be three thousand million values."""
    levels = "".join(f"k{n + 1}: &k{n + 1} [{', '.join([f'*k{n}'] * 9)}]\n" for n in range(10))

    found = typed(f"---\nk0: &k0 [x]\n{levels}title: here\n---\nBody.")

    assert found["title"] == "here"
    assert None is found["k10"]


def test_a_side_car_may_not_be_endless() -> None:
    """YAML is read slowly: its length is checked first."""
    with pytest.raises(SeedError, match="longer than 32,768 characters"):
        read_entries("a" * (LONGEST_CHARS + 1), "a.txt.yaml")


def test_two_halves_of_a_character_are_joined() -> None:
    """JSON writes an emoji as two escapes."""
    assert {"title": "😀"} == typed('---\ntitle: "\\ud83d\\ude00"\n---\nBody.')


@pytest.mark.parametrize("line", ['title: "\\ud83d"', '"\\ud83d": x', 'tags: [a, "\\udc00"]'])
def test_half_a_character_is_an_error(line: str) -> None:
    """It could not be stored, and would keep every other seed from being indexed."""
    with pytest.raises(SeedError, match="line 3: an escape such as"):
        typed(f"---\nnote: n\n{line}\n---\nBody.")
