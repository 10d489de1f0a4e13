"""The seed format's keys: aliases, values that are right or wrong, and what a curator is told."""

from collections.abc import Mapping

import pytest

from index.errors import SeedError
from index.seeds.front_matter import MetadataEntry
from index.seeds.metadata import ALIASES, Metadata, validate

Value = str | tuple[str, ...] | None


def validated(values: Mapping[str, Value]) -> Metadata:
    """Validate values as if each stood on its own line, from line 2 on."""
    return validate(
        [MetadataEntry(key, value, "a.md", line) for line, (key, value) in enumerate(values.items(), start=2)]
    )


def test_every_key_is_read() -> None:
    """One value of each kind."""
    found = validated(
        {
            "title": "On  rain",
            "author": ("Ada", "Bo  Li"),
            "source": "https://example.org/rain?x=1#y",
            "published": "2022-09-13",
            "language": "EN-gb",
            "caveat": "I am\nno expert.",
            "epistemic_status": "a guess",
            "note": "Checked.",
            "verbatim": "no",
            "restated_by": "Cy",
            "license": "CC BY 4.0",
            "tags": "rain, weather ,, rain",
        }
    )

    expected = Metadata(
        title="On rain",
        author=("Ada", "Bo Li"),
        source="https://example.org/rain?x=1#y",
        published="2022-09-13",
        language="en-gb",
        caveat=("I am\nno expert.",),
        epistemic_status="a guess",
        note="Checked.",
        verbatim=False,
        restated_by="Cy",
        license="CC BY 4.0",
        tags=("rain", "weather"),
    )
    assert expected == found


@pytest.mark.parametrize(("alias", "key"), ALIASES.items())
def test_aliases_stand_for_their_keys(alias: str, key: str) -> None:
    """However a curator spells the key, the value arrives under its one name."""
    value = "2022" if key == "published" else "Ada"

    found = validated({alias.title(): value})

    assert validated({key: value}) == found
    assert validated({}) != found


def test_an_author_with_a_comma_is_one_author() -> None:
    """A surname and a first name are not two people; only a list names several."""
    assert validated({"author": "Lovelace, Ada"}).author == ("Lovelace, Ada",)


def test_an_empty_value_is_not_stated() -> None:
    """An empty key leaves the field as it is where the key is missing."""
    assert Metadata() == validated({"title": "", "published": "", "verbatim": "", "tags": ""})


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2022", "2022"),
        ("2022-09", "2022-09"),
        ("2024-02-29", "2024-02-29"),
        ("2022-09-13T23:59:30+02:00", "2022-09-13"),
        ("2022-09-13 08:00", "2022-09-13"),
        ("2022-09-13T08:00:00.123Z", "2022-09-13"),
    ],
)
def test_dates_keep_their_precision(typed: str, read: str) -> None:
    """Nothing is added to a year or a month; a time of day is left out."""
    assert read == validated({"published": typed}).published


@pytest.mark.parametrize(
    "source", ["http://example.org", "Smith, J. (1984): On rain, p. 5", "doi:10.1000/182", "ISBN 3-16"]
)
def test_a_source_is_an_address_or_words(source: str) -> None:
    """A book has no address."""
    assert source == validated({"source": source}).source


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("published", value) for value in ("2022-13", "2022-02-30", "2023-02-29", "13 Sep 2022", "2022-9-3", "0000")),
        *(("published", value) for value in ("yesterday", "20220913", ("2022", "2023"), None)),
        *(("source", value) for value in ("ftp://example.org", "https://", "https://a b", "https://[x", "http:/x.org")),
        *(("source", value) for value in ("javascript:alert(1)", "https://example.org:port/", ("a", "b"))),
        *(("language", value) for value in ("English", "en_US", "e", "en-", "12")),
        *(("verbatim", value) for value in ("maybe", "1", ("true",))),
        *((key, ("a", "b")) for key in ("title", "caveat", "note", "epistemic_status", "restated_by", "license")),
        *((key, None) for key in ("title", "author", "tags", "caveat")),
    ],
)
def test_wrong_values_are_named_with_file_and_line(key: str, value: Value) -> None:
    """One sentence: the file, the line, the key, and the value or what is expected."""
    with pytest.raises(SeedError) as caught:
        validated({"note_to_self": "x", key: value})

    assert str(caught.value).startswith(f"a.md, line 3: {key}: ")
    assert not isinstance(value, str) or repr(value) in str(caught.value)


@pytest.mark.parametrize("second", ["author", "Author", "authors", "by"])
def test_a_key_stated_twice_is_an_error(second: str) -> None:
    """Two statements of one thing cannot both be true, under whatever names they stand."""
    entries = [MetadataEntry("author", "Ada", "a.txt.yaml", 1), MetadataEntry(second, "Bo", "a.txt", 3)]

    with pytest.raises(SeedError, match=f"^a.txt, line 3: {second}: .* in a.txt.yaml, line 1"):
        validate(entries)


def test_unknown_keys_are_warnings_with_a_hint() -> None:
    """A misspelt key is ignored, but not in silence."""
    found = validated({"autor": "Ada", "zzz": "x"})

    assert found.warnings == (
        "The key 'autor' (a.md, line 2) is unknown and ignored; did you mean author?",
        "The key 'zzz' (a.md, line 3) is unknown and ignored.",
    )


def test_restated_words_are_never_taken_for_the_authors() -> None:
    """A restater without `verbatim: false` means it, with `verbatim: true` is a contradiction."""
    found = validated({"restated_by": "Cy"})

    assert False is found.verbatim
    assert len(found.warnings) == 1
    with pytest.raises(SeedError, match="contradicts"):
        validated({"restated_by": "Cy", "verbatim": "true"})


def test_a_missing_restater_is_a_warning() -> None:
    """Whose words they are should be said."""
    assert validated({"verbatim": "false"}).warnings == (
        "verbatim is false, but restated_by does not say whose words these are.",
    )
