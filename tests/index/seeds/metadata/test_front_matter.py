"""Headers as people write them: where each kind begins and ends, strings as typed, and what is broken by its line."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from index.errors import SeedError
from index.seeds.metadata.entries import MetadataEntry, MetadataValue
from index.seeds.metadata.front_matter import split_front_matter
from index.seeds.metadata.yaml_entries import LONGEST_CHARS, read_yaml

# What YAML can write as one scalar; white space at the ends is not kept.
VALUES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1).map(str.strip)
BODY = "The kiln cracked in the second winter."


def typed(text: str) -> dict[str, MetadataValue]:
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
    "header",
    [
        "---\ntitle: Kiln notes\nauthor: Ana Ruiz\n---\n",
        "---   \ntitle: Kiln notes\nauthor: Ana Ruiz\n...\n",
        "\n\n---\ntitle: Kiln notes\nauthor: Ana Ruiz\n---\n",
        "\ufeff\n---\ntitle: Kiln notes\nauthor: Ana Ruiz\n---\n",
        "-----\ntitle: Kiln notes\nauthor: Ana Ruiz\n-----\n",
        "  ---\n  title: Kiln notes\n  author: Ana Ruiz\n  ---\n",
        "---yaml\ntitle: Kiln notes\nauthor: Ana Ruiz\n---\n",
        "---\n\ntitle: Kiln notes\n\nauthor: Ana Ruiz\n\n---\n",
        "---\ntitle:Kiln notes\nauthor:Ana Ruiz\n---\n",
        "---\ntitle: Kiln notes\nauthor:Ana Ruiz\n---\n",
        ';;;\n"title": "Kiln notes",\n"author": "Ana Ruiz"\n;;;\n',
        "---\ntitle:\tKiln notes\nauthor:\tAna Ruiz\n---\n",
        "+++\ntitle = 'Kiln notes'\nauthor = \"Ana Ruiz\"\n+++\n",
        "---toml\ntitle = 'Kiln notes'\nauthor = 'Ana Ruiz'\n---\n",
        '{\n\t"title": "Kiln notes",\n\t"author": "Ana Ruiz"\n}\n',
        '{"title": "Kiln notes", "author": "Ana Ruiz",\n}\n',
        ';;;\n{"title": "Kiln notes", "author": "Ana Ruiz"}\n;;;\n',
        "title: Kiln notes\nauthor: Ana Ruiz\n---\n",
        "title: Kiln notes\nauthor:\n   Ana Ruiz\n\n",
        "title:: Kiln notes\nauthor:: Ana Ruiz\n\n",
        "- title:: Kiln notes\n  author:: Ana Ruiz\n\n",
        "<!-- made by a tool -->\n---\ntitle: Kiln notes\nauthor: Ana Ruiz\n---\n",
        "---\ntitle: Kiln notes\nauthor: Ana Ruiz\n\n",
    ],
)
def test_headers_of_every_kind_are_read(header: str) -> None:
    """Fences with small slips, other syntaxes, and none at all: the same two keys, and none of it in the text."""
    found = split_front_matter(header + BODY, "a.md")

    assert {"title": "Kiln notes", "author": "Ana Ruiz"} == {entry.key: entry.value for entry in found.entries}
    assert BODY == found.body.strip()


def test_a_header_that_no_fence_ends_is_read_and_told() -> None:
    """Also where a line is drawn further below, which is no fence of it."""
    found = split_front_matter(f"---\ntitle: Kiln notes\nauthor: Ana Ruiz\n\n{BODY}\n\n---\n\nMore.", "a.md")

    assert ["Kiln notes", "Ana Ruiz"] == [entry.value for entry in found.entries]
    assert f"{BODY}\n\n---\n\nMore." == found.body.strip()
    assert "no --- line at its end" in str(found.warnings[-1])


def test_one_line_of_prose_behind_a_percent_sign_is_no_title_block() -> None:
    """It ends as sentences do."""
    text = f"% of those who came in May: forty.\n\n{BODY}"

    assert split_front_matter(text, "a.md").body == text


def test_an_author_may_be_a_map_with_lists_in_it() -> None:
    """As Quarto writes authors, with where they work."""
    made = "author:\n  - name: Ana Ruiz\n    affiliations:\n      - name: Kiln Trust"

    assert typed(f"---\n{made}\n---\nBody.")["author"] is not None


def test_a_title_block_of_pandoc_is_read() -> None:
    """Its authors stand between semicolons or on lines of their own, and what is left empty is not stated."""
    found = split_front_matter(f"% Kiln notes,\n  and more\n% Ana Ruiz; Bo Li\n  Cy Oz\n% 2019\n\n{BODY}", "a.md")
    bare = split_front_matter(f"% Kiln notes\n%\n% 2019\n\n{BODY}", "a.md")

    assert [("title", 1), ("author", 3), ("date", 5)] == [(entry.key, entry.line) for entry in found.entries]
    assert ["Kiln notes, and more", ("Ana Ruiz", "Bo Li", "Cy Oz"), "2019"] == [each.value for each in found.entries]
    assert {"title": "Kiln notes", "author": (), "date": "2019"} == {each.key: each.value for each in bare.entries}
    assert BODY == found.body.strip() == bare.body.strip()


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("---\nA drawn line and no second one.\n", 0),
        ("---\nNote: a drawn line and no second one.\n\nMore.", 0),
        ("---\n\nProse between two drawn lines.\n\n---\n\nMore.", 0),
        ("---\nProse between two drawn lines.\n---\n\nMore.", 1),
        ("---\nNote: this essay begins with a rule.\n---\nMore.", 1),
        ("---\nWarning: what follows is long.\n---\nMore.", 1),
        ("---\nThe year was 1912: nobody knew.\nIt rained.\n---\nMore.", 1),
        ("---\n- a list\n- no keys\n---\nMore.", 1),
        ("----\nNote: too long a line\n----\n", 1),
        ("---\n" + "words " * LONGEST_CHARS + "\n---\n", 0),
        ("+++ NEWS +++\n\nText.", 0),
        ("{ prose in braces }\n\nMore.", 0),
        ('{"key": "of a program"}\n\nMore.', 0),
        ("Note: this is what the parish told me.\n\nMore.", 0),
        ("Note: this is what\nAuthor: nobody knows\nwhen it was.", 0),
        ("A poem.\n\nTitle: The frost\nAuthor: Nobody\n", 0),
        ("Author: Why did you come?\nEditor: Because you called.\n\nThey sat down.", 0),
        ("Author: the word comes from Latin, and meant one who makes things grow.\n\nMore.", 0),
        ("Date: 4 May 2021\nPresent: Ann, Tom\nApologies: none\n\nMore.", 0),
        ("Date: 4 May 2021\n\nDear Ann,", 0),
        ("Ingredients: flour, water\nTime: 20 minutes\n\nMix.", 0),
        ("From: Ann\nTo: Tom\nSubject: the kiln\n\nDear Tom,", 0),
        ("% of those asked said yes.\nThe others said no.", 0),
        ("std::vector holds them.\n\nMore.", 0),
        ("", 0),
    ],
)
def test_what_is_no_header_stays_text(text: str, warnings: int) -> None:
    """The text stays whole; where two lines look like fences, the curator is told."""
    found = split_front_matter(text, "a.md")

    assert ((), text, warnings) == (found.entries, found.body, len(found.warnings))


@pytest.mark.parametrize(
    ("lines", "key", "value", "written"),
    [
        ("title: Kiln: a memoir", "title", "Kiln: a memoir", "title: 'Kiln: a memoir'"),
        ("author: @ana", "author", "@ana", "author: '@ana'"),
        ('title: "Kiln" and more', "title", '"Kiln" and more', "title: '\"Kiln\" and more'"),
        ("title: [Draft] Kiln", "title", "[Draft] Kiln", "title: '[Draft] Kiln'"),
        ("title: *Kiln* notes", "title", "*Kiln* notes", "title: '*Kiln* notes'"),
        ("title: It's 5 o'clock: go", "title", "It's 5 o'clock: go", "title: 'It''s 5 o''clock: go'"),
        ("author: [[Ana]], [[Bo]]", "author", "[[Ana]], [[Bo]]", "author: '[[Ana]], [[Bo]]'"),
        ("author: [@ana, Bo Li]", "author", ("@ana", "Bo Li"), "author: ['@ana', Bo Li]"),
        ("author:\n  - @ana\n  - Bo Li", "author", ("@ana", "Bo Li"), "- '@ana'"),
        ("title: %Kiln", "title", "%Kiln", "title: '%Kiln'"),
    ],
)
def test_a_plain_value_that_yaml_cannot_read_is_read_as_typed(
    lines: str, key: str, value: MetadataValue, written: str
) -> None:
    """A warning shows how to write it; the keys around it are read as usual."""
    found = split_front_matter(f"---\ndate: 2019\n{lines}\nlicense: CC0\n---\n{BODY}", "a.md")

    assert {"date": "2019", key: value, "license": "CC0"} == {entry.key: entry.value for entry in found.entries}
    assert [True] == [warning.endswith(f"write {written}") for warning in found.warnings]


@pytest.mark.parametrize(
    ("yaml_lines", "line"),
    [
        ("title: ok\ntags: [unclosed\nauthor: x", 3),
        ("title: ok\ntags: [unclosed", 3),
        ("title: ok\nnote: {a: b", 3),
        ("title: ok\nnote: \x07", 3),
        ("title: ok\na: " + "[" * 10_000, 3),
        ("title: ok\n? [a, b]\n: c", 3),
        ('title: ok\nnote: "\\ud83d"', 3),
        ("%TAG oops\ntitle: ok", 2),
    ],
)
def test_broken_yaml_is_a_warning_with_its_line(yaml_lines: str, line: int) -> None:
    """What can be read is; the rest is named with file and line, and is no text."""
    found = split_front_matter(f"---\n{yaml_lines}\n---\n{BODY}", "a.md")

    assert "ok" == {entry.key: entry.value for entry in found.entries}["title"]
    assert [True] == [f"a.md, line {line}" in warning for warning in found.warnings]
    assert BODY == found.body.strip()


def test_broken_toml_is_a_warning_with_its_line() -> None:
    """Each key by itself: a plain value is read as typed, what is left open is not."""
    found = split_front_matter(
        f"+++\ntitle = Kiln: a memoir\ntags = ['a'\nauthor = 'Ana'\n[extra]\nx = 1\n+++\n{BODY}", "a"
    )

    values = {entry.key: entry.value for entry in found.entries}
    assert {"title": "Kiln: a memoir", "author": "Ana", "extra": {"x": "1"}} == values
    assert ["a, line 2", "(a, line 3)"] == [
        next(each for each in ("a, line 2", "(a, line 3)") if each in warning) for warning in found.warnings
    ]


def test_values_of_toml_are_texts() -> None:
    """Dates as ISO 8601 writes them, truth and numbers as typed."""
    header = "+++\ndate = 2021-04-09T18:30:00+02:00\ndraft = true\nweight = 10\nauthors = [{name = 'Ana'}]\n+++\n"

    found = typed(header + BODY)

    expected = {"date": "2021-04-09 18:30:00+02:00", "draft": "true", "weight": "10", "authors": ({"name": "Ana"},)}
    assert expected == found


def test_aliases_are_never_expanded() -> None:
    """Ten levels of nine aliases would be three thousand million values."""
    levels = "".join(f"k{n + 1}: &k{n + 1} [{', '.join([f'*k{n}'] * 9)}]\n" for n in range(10))

    found = typed(f"---\nk0: &k0 [x]\n{levels}title: here\n---\nBody.")

    assert found["title"] == "here"
    assert None is found["k10"]


def test_a_side_car_may_not_be_endless() -> None:
    """YAML is read slowly: its length is checked first."""
    with pytest.raises(SeedError, match="longer than 32,768 characters"):
        read_yaml("a" * (LONGEST_CHARS + 1), "a.txt.yaml")


def test_two_halves_of_a_character_are_joined() -> None:
    """JSON writes an emoji as two escapes."""
    assert {"title": "😀"} == typed('---\ntitle: "\\ud83d\\ude00"\n---\nBody.')
