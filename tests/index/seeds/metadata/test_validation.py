"""The seed format's keys: aliases, values that are right or wrong, and what a curator is told."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from index.errors import SeedError
from index.seeds.metadata.entries import MetadataEntry, MetadataValue
from index.seeds.metadata.keys import aliases
from index.seeds.metadata.metadata import Metadata
from index.seeds.metadata.validation import validate


def validated(values: Mapping[str, MetadataValue]) -> Metadata:
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


@pytest.mark.parametrize(("alias", "key"), aliases().items())
def test_aliases_stand_for_their_keys(alias: str, key: str) -> None:
    """However a curator spells the key, the value arrives under its one name."""
    value = {
        "published": "2022",
        "source": "https://a.example",
        "verbatim": "no",
        "language": "de",
        "consent": "yes",
        "reading": "full",
    }.get(key, "Ada")

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
        ("13 Sep 2022", "2022-09-13"),
        ("20220913", "2022-09-13"),
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
        *(("published", value) for value in ("2022-13", "2022-02-30", "2023-02-29", "0000", "09/04/21", "April 9")),
        *(("published", value) for value in ("yesterday", "circa 2021", "1990-1995", ("2022", "2023"), None)),
        *(("source", value) for value in ("ftp://example.org", "https://", "https://a b", "https://[x", "http:/x.org")),
        *(("source", value) for value in ("javascript:alert(1)", "https://example.org:port/", ("a", "b"))),
        *(("url", value) for value in ("not a path", "mailto:a@example.org")),
        *(("language", value) for value in ("Englishish", "e", "en-", "12")),
        *((key, ("a", "b")) for key in ("title", "note", "epistemic_status", "restated_by", "license")),
        *((key, None) for key in ("title", "author", "tags", "caveat")),
        *(("author", value) for value in ({"email": "a@example.org"}, ({"github": "ada"},))),
    ],
)
def test_a_value_that_cannot_be_used_is_a_warning(key: str, value: MetadataValue) -> None:
    """One sentence: the key, the file, the line, and the value or what is expected; the field stays empty."""
    found = validated({"title" if key != "title" else "license": "x", key: value})

    assert validated({"title" if key != "title" else "license": "x"}) == replace(found, warnings=())
    assert [True] == [warning.startswith(f"{key} (a.md, line 3) is not used: ") for warning in found.warnings]
    assert not isinstance(value, str) or repr(value) in found.warnings[0]


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        ({"date": "2021-04-09 18:30:00 +0200", "published": "true", "updated": "2022-01-01"}, "2021-04-09"),
        ({"created": "2019", "date": "2021", "modified": "2022"}, "2021"),
        ({"created": "2019-11-03T07:12"}, "2019-11-03"),
        ({"updated": "2022"}, None),
        ({"published_at": "2019-11-03T07:12:00.000Z", "created_at": "2018"}, "2019-11-03"),
        ({"published": "soon", "date": "2021"}, "2021"),
    ],
)
def test_of_several_dates_the_likeliest_counts(stated: dict[str, MetadataValue], published: str | None) -> None:
    """The day of publication before that of the file; when it was last changed is no publication."""
    assert published == validated(stated).published


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ({"draft": "true"}, "draft"),
        ({"published": "false", "date": "2021"}, "not published"),
        ({"draft": "Yes", "epistemic_status": "a guess"}, "draft\na guess"),
        ({"status": "Work in progress"}, "work in progress"),
        ({"status": "seedling 🌱"}, "seedling"),
        ({"Confidence": "low", "status": "finished"}, "Confidence: low"),
        ({"certainty": "likely", "epistemic-status": "a guess"}, "certainty: likely\na guess"),
        ({"confidence": ""}, None),
        ({"draft": "false"}, None),
        ({"published": "true"}, None),
        ({"status": "publish", "visibility": "public"}, None),
    ],
)
def test_a_draft_is_called_one(stated: dict[str, MetadataValue], status: str | None) -> None:
    """What a curator serves all the same says so beside each passage; a published text says nothing."""
    found = validated(stated)

    assert (status, ()) == (found.epistemic_status, found.warnings)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Ada Lovelace <ada@example.org>", ("Ada Lovelace",)),
        ((("Ada Lovelace",),), ("Ada Lovelace",)),
        ("[[People/Ada Lovelace|Ada]]", ("Ada Lovelace",)),
        ("[[@ada|Ada Lovelace]]", ("Ada Lovelace",)),
        ("[Ada Lovelace](https://ada.example)", ("Ada Lovelace",)),
        ("[[Ada Lovelace]] and [[Bo Li]]", ("Ada Lovelace", "Bo Li")),
        ("@ada, @bo", ("@ada", "@bo")),
        ({"name": "Ada Lovelace", "url": "https://ada.example"}, ("Ada Lovelace",)),
        (({"name": "Ada Lovelace"}, "Bo Li"), ("Ada Lovelace", "Bo Li")),
        (({"given-names": "Ada", "family-names": "Lovelace"},), ("Ada Lovelace",)),
        ({"ada": {"name": "Ada Lovelace"}, "bo": {"name": "Bo Li"}}, ("Ada Lovelace", "Bo Li")),
    ],
)
def test_authors_are_read_from_links_and_maps(value: MetadataValue, names: tuple[str, ...]) -> None:
    """Of whatever stands there only the names."""
    found = validated({"author": value})

    assert (names, ()) == (found.author, found.warnings)


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        ("Ada Lovelace", "ada lovelace", ("Ada Lovelace",)),
        ("@adalovelace", "Ada Lovelace", ("Ada Lovelace",)),
        ("lovelace", "Ada Lovelace", ("Ada Lovelace",)),
        ("[[Ada Lovelace]]", "Lovelace, Ada", ("Ada Lovelace",)),
        ("A. Lovelace", "Ada Lovelace", ("Ada Lovelace",)),
        ("Ada Lovelace", ("Bo Li", "Ada Lovelace"), ("Bo Li", "Ada Lovelace")),
    ],
)
def test_one_author_may_be_stated_twice(first: MetadataValue, second: MetadataValue, names: tuple[str, ...]) -> None:
    """In another order, with initials, as a handle, among others: the fullest statement counts."""
    found = validated({"author": first, "by": second})

    assert (names, ()) == (found.author, found.warnings)


@pytest.mark.parametrize(
    ("first", "second"),
    [("Ada Lovelace", "Bo Li"), ("Ada Lovelace", ("Bo Li", "Cy Oz")), ("@ada", "@bo"), ("Ada Lovelace", "Ada Byron")],
)
def test_two_people_stated_as_the_author_are_an_error(first: MetadataValue, second: MetadataValue) -> None:
    """Both cannot be right, and a wrong attribution is the one thing that refuses a seed."""
    with pytest.raises(SeedError, match=r"^a\.md, line 3: by: .* is stated as the author here"):
        validated({"author": first, "by": second})


def test_a_handle_that_may_be_anybodys_is_a_warning() -> None:
    """People write under other names, so it is not refused; the curator is asked."""
    found = validated({"author": "Ada Lovelace", "by": "@countess"})

    assert ("Ada Lovelace",) == found.author
    assert ["@countess is taken for another name of Ada Lovelace"] == [
        each.partition(";")[0] for each in found.warnings
    ]


@pytest.mark.parametrize(
    ("stated", "source"),
    [
        ({"permalink": "/frost/", "url": "https://example.org/frost"}, "https://example.org/frost"),
        ({"url": "/:year/:title", "permalink": "posts/frost.html"}, None),
        ({"canonical_url": "https://a.example", "url": "https://b.example"}, "https://a.example"),
        ({"link": "www.example.org/frost"}, "https://www.example.org/frost"),
        ({"source": "[the page](https://a.example/b)"}, "https://a.example/b"),
        ({"source": ("https://a.example", "https://b.example")}, "https://a.example"),
        ({"source": "<https://a.example>"}, "https://a.example"),
        ({"source": "[[Clay Book]]"}, "Clay Book"),
    ],
)
def test_a_path_on_a_site_is_no_source(stated: dict[str, MetadataValue], source: str | None) -> None:
    """It is passed over without a word; an address of the web counts under any of its names."""
    found = validated(stated)

    assert (source, ()) == (found.source, found.warnings)


def test_of_an_ambiguous_date_only_the_year_counts() -> None:
    """Its words are kept, and the warning shows both readings; a stated language tells months apart."""
    found = validated({"date": "04/09/2021"})
    polish = validated({"lang": "pl", "date": "9 listopada 2021"})

    assert ("2021", "04/09/2021") == (found.published, found.published_stated)
    assert found.warnings == (
        "date (a.md, line 2): of '04/09/2021' only 2021 is sure; write 2021-09-04 or 2021-04-09.",
    )
    assert ("2021-11-09", None) == (polish.published, polish.published_stated)


@pytest.mark.parametrize(
    ("value", "tags"),
    [
        ("rain, weather", ("rain", "weather")),
        ("#rain #weather", ("rain", "weather")),
        ("[[Rain]], [[Bad weather]]", ("Rain", "Bad weather")),
        ("bad weather", ("bad weather",)),
        (("#rain", ("weather",)), ("rain", "weather")),
    ],
)
def test_tags_are_read_from_texts_and_lists(value: MetadataValue, tags: tuple[str, ...]) -> None:
    """With commas, number signs or brackets."""
    assert tags == validated({"tags": value}).tags


@pytest.mark.parametrize(
    ("value", "tag"), [("de_AT", "de-AT"), ("German", "de"), ("Deutsch", "de"), ("en_US.UTF-8", "en-US")]
)
def test_languages_are_read_as_people_write_them(value: str, tag: str) -> None:
    """A locale or a name stands for its tag."""
    assert tag == validated({"lang": value}).language


def test_several_caveats_are_several() -> None:
    """A list, and a disclaimer beside it."""
    found = validated({"caveat": ("From memory.", "I am no potter."), "disclaimer": "Old."})

    assert ("From memory.", "I am no potter.", "Old.") == found.caveat


def test_keys_in_tables_of_a_program_count() -> None:
    """Hugo's params and Zola's taxonomies hold what others state at the top; what is only theirs is no warning."""
    found = validated({"params": {"author": "Ada", "toc": "true", "mine": "x"}, "taxonomies": {"tags": ("rain",)}})

    assert (("Ada",), ("rain",), ()) == (found.author, found.tags, found.warnings)


@pytest.mark.parametrize("key", ["layout", "coverImage", "cover-image", "Sidebar Position", "dg-home", "og:title"])
def test_fields_of_other_programs_are_passed_over(key: str) -> None:
    """They are known, and say nothing that a passage could show."""
    assert Metadata() == validated({key: "x"})


def test_a_key_stated_twice_counts_once() -> None:
    """The first one; where the second says something else, the curator is told."""
    entries = [MetadataEntry("title", value, "a.md", line) for line, value in enumerate("ABA", start=2)]

    found = validate(entries)

    assert ("A", ("title (a.md, line 3) is stated twice; the first counts.",)) == (found.title, found.warnings)


def test_unknown_keys_are_warnings_with_a_hint() -> None:
    """A misspelt key is ignored, but not in silence."""
    found = validated({"autor": "Ada", "zzz": "x"})

    assert found.warnings == (
        "The key 'autor' (a.md, line 2) is unknown and ignored; did you mean author?",
        "The key 'zzz' (a.md, line 3) is unknown and ignored.",
    )


@pytest.mark.parametrize(
    "stated",
    [
        {"restated_by": "Cy"},
        {"restated_by": "Cy", "verbatim": "true"},
        {"restated_by": "Cy", "verbatim": "mostly"},
        {"verbatim": "false"},
        {"verbatim": "mostly", "restated_by": ""},
    ],
)
def test_restated_words_are_never_taken_for_the_authors(stated: dict[str, MetadataValue]) -> None:
    """Whatever leaves a doubt counts as restated, with a warning."""
    found = validated(stated)

    assert False is found.verbatim
    assert found.warnings != ()
