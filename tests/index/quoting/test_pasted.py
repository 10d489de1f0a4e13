"""Quotes as people paste them: with an attribution, marks, their own words, Discord's emphasis, or a link."""

import json
from datetime import date

import pytest

from index.answers.documents import passage_by_ref
from index.building.build import build
from index.engines.library import Library, Searcher
from index.errors import QuestionError
from index.quoting.check import verify
from index.showing.attribution import csl_json, deep_link, markdown_quote, plain_quote
from tests.conftest import write_seeds

HEAD = "---\nauthor: Jane Holt\ntitle: On Stones\npublished: 2022-09-13\nsource: https://holt.example/stones\n---\n"
HARD = "Granite is hard, and it has been used for kerbs since the railway came"
SLATE = "Slate splits along its planes, which is why roofs were made of it"
FILES = {
    "stones.md": f"{HEAD}# On Stones\n\n## How hard they are\n\n{HARD}. Marble is *soft*; I would not build with it.\n"
    f"\n## Where slate splits\n\n{SLATE}. My guess is that nobody cut it before 1820.\n",
    "kelp.txt": "Kelp grows half a metre a day. Nobody farms it here yet, although the water is cold enough for it.",
    "oak.txt": "Oak burns slowly, and beech burns hot. Take this with a grain of salt, as I do every single day.",
    "tokyo.md": "---\nauthor: 田中一郎\n---\n東京は日本の首都であり、人口は約千四百万人である。本社がここに置かれている。",  # noqa: E501
    "lake.txt": "青海湖是中国最大的咸水湖,位于青藏高原东北部。湖水每年冬天结冰。",
    "bangkok.txt": "กรุงเทพมหานครเป็นเมืองหลวงของประเทศไทยและเป็นศูนย์กลางการปกครอง",
}
TODAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """Six small seeds."""
    folder = tmp_path_factory.mktemp("pasted")
    build(write_seeds(folder / "seeds", FILES), folder / "root")
    library = Library([folder / "root"])
    library.reload()
    return library.searcher


@pytest.mark.parametrize("ref", ["stones#1", "stones#2", "kelp#1", "tokyo#1"])
@pytest.mark.parametrize("form", [markdown_quote, plain_quote])
def test_a_citation_is_its_quote_with_its_attribution(searcher: Searcher, ref: str, form: object) -> None:
    """Whatever form it was copied in, nothing is left over that would have to be told."""
    assert callable(form)
    check = verify(searcher, form(passage_by_ref(searcher, ref), TODAY))

    assert ("verbatim", ref, ()) == (check.verdict, check.passage and check.passage.ref, check.around)
    assert "its attribution" in check.tolerances


@pytest.mark.parametrize(
    "quote",
    [
        f"> {HARD}.\n> \n> ➤ Marble is **soft**; I would not build with it.",
        f"> ➤ {HARD}.\n> \n> Marble is soft; I would not build with it.",
        "➤ Marble is soft; I would not build with it.",
    ],
)
def test_the_mark_of_a_card_before_the_sentence_that_answers_is_none_of_its_words(
    searcher: Searcher, quote: str
) -> None:
    """As copied from Discord, or from where it is shown."""
    assert "verbatim" == verify(searcher, quote).verdict


def test_a_link_is_checked_for_the_words_it_points_at(searcher: Searcher) -> None:
    """All of them are shown, from the first to the last that it names."""
    passage = passage_by_ref(searcher, "stones#1")

    check = verify(searcher, deep_link(passage) or "")

    assert ("verbatim", HARD) == (check.verdict, check.quote[: len(HARD)])


def test_a_link_at_other_words_is_absent(searcher: Searcher) -> None:
    """It may point at what the page said once."""
    assert "absent" == verify(searcher, "https://holt.example/stones#:~:text=basalt%20is%20black,and%20old").verdict


def test_a_reference_quotes_nothing(searcher: Searcher) -> None:
    """CSL-JSON tells whose words they are, and has none of them."""
    with pytest.raises(QuestionError, match="reference without a quote"):
        verify(searcher, json.dumps(csl_json(passage_by_ref(searcher, "stones#1"), TODAY)))


@pytest.mark.parametrize(
    "text",
    [
        f'"{HARD}" — Jane Holt',
        f"{HARD}. - Jane Holt, On Stones",
        f"{HARD}\n\nJane Holt, 2022",
        f'"{HARD}" (Holt, 2022)',
        f"{HARD} [Holt 2022]",
        f"{HARD} ~Holt",
        f"Jane Holt: “{HARD}”",
        f"Holt (2022): {HARD}",
        f"On Stones, Jane Holt:\n{HARD}",
        f"{HARD} https://holt.example/stones",
        f'{HARD}\n\n– Holt, "On Stones", 13 Sept 2022',
        f"{HARD}\nJane Holt · On Stones · 13 September 2022 · passage 1 of 2 · https://holt.example/stones",
        f"[1 · strong match · stones#1]\n> {HARD}\n  — Jane Holt · On Stones · date · passage 1 of 2 · link",
        f"{HARD}. Jane Holt, On Stones, 2022.",
        f"@Jane Holt {HARD}",
        f"[stones#1] {HARD}",
        f"{HARD} #stones",
        f"{HARD} — by Holt",
        f"{HARD}\n- J. Holt",
        "田中一郎「東京は日本の首都であり、人口は約千四百万人である」",
    ],
)
def test_an_attribution_is_no_part_of_the_quote(searcher: Searcher, text: str) -> None:
    """Before it or behind it, it is said that it was left aside."""
    check = verify(searcher, text)

    assert ("verbatim", ()) == (check.verdict, check.around)
    assert "its attribution" in check.tolerances


@pytest.mark.parametrize(
    ("text", "around"),
    [
        (
            f"how hard?\n{HARD}\nJane Holt · On Stones · 2022 · passage 1 of 2\n▫️ no caveat found in this source",
            ("how hard?",),  # a card, as it is copied
        ),
        (f'"{HARD}" — Albert Einstein', ("— Albert Einstein",)),
        (f"He said “{SLATE}” and I agree", ("He said", "and I agree")),
        (f"**@sam** wrote\n> {SLATE}.\nwhat do we think?", ("@sam wrote", "what do we think?")),
        ("She wrote 'Slate splits along its planes' somewhere", ("She wrote", "somewhere")),
        ("昨日読んだ:「本社がここに置かれている」 本当？", ("昨日読んだ:", "本当？")),
        ("„Granite is hard“ sagt sie, ich glaube es nicht", ("sagt sie, ich glaube es nicht",)),
        ("I doubt “Granite is hard”, and “Marble is soft”", ("I doubt", ", and “Marble is soft")),
    ],
)
def test_words_around_a_marked_quote_are_told(searcher: Searcher, text: str, around: tuple[str, ...]) -> None:
    """They were not checked, and may name somebody whose words these are not."""
    check = verify(searcher, text)

    assert ("verbatim", around) == (check.verdict, check.around)


def test_another_name_in_a_citation_is_told(searcher: Searcher) -> None:
    """The words are there, whose they are said to be is not confirmed."""
    cited = plain_quote(passage_by_ref(searcher, "stones#1"), TODAY).replace("Jane Holt", "Albert Einstein")

    check = verify(searcher, cited)

    assert "verbatim" == check.verdict
    assert "its attribution" not in check.tolerances
    assert "Albert Einstein" in check.around[0]


def test_the_part_of_a_message_that_stands_is_named(searcher: Searcher) -> None:
    """Nothing marks it as a quote, so the message as a whole is none."""
    message = f"lol look at this, I have never read the like of it in my life, {SLATE}, so what do you all say now"

    check = verify(searcher, message)

    assert (SLATE, "stones#2") == (check.standing, check.passage and check.passage.ref)
    assert "verbatim" != check.verdict


@pytest.mark.parametrize(
    "text",
    [
        f"{HARD} — but only in the north",  # words behind a dash that name nobody
        f"{HARD} — Jane Holt never said",  # names her, to deny it
        f"{HARD} for Jane Holt",  # no sign parts them
        f"{HARD}?",
        f"{HARD} — Albert Einstein",  # not marked, and not by him
        f"{HARD} (not in the north)",
        "Granite is not hard, and it has been used for kerbs since the railway came",
        'Oak burns slowly, and birch burns hot. "Take this with a grain of salt", as I do every single day.',
        "“Granite is harsh, and it has been used for kerbs since the railway came” — Jane Holt",
    ],
)
def test_words_that_alter_a_quote_are_no_attribution(searcher: Searcher, text: str) -> None:
    """What is neither the passage's nor its origin's stays a part of what was said."""
    assert "altered" == verify(searcher, text).verdict


@pytest.mark.parametrize(
    "text",
    [
        "**Granite** is __hard__, and it has been ||used|| for kerbs",
        "-# Granite is hard, and it has been used",
        ">>> Granite is hard, and it has been used",
        "```\nGranite is hard, and it has been used\n```",
        "***Granite is hard***, and `it has`",
        "Granite is [hard](<https://x.example/a>), and it has been used",
        "Granite is hard <:rock:123456789012345678>, and it has",
        "<@123456789012345678> Granite is hard, and it has been used",
        "### Granite is hard, and it has been used",
    ],
)
def test_discords_own_markup_is_forgiven(searcher: Searcher, text: str) -> None:
    """It says how the words look, not what they are."""
    assert "verbatim" == verify(searcher, text).verdict


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("How hard they are", "stones#1"),
        ("## Where slate splits", "stones#2"),
        ("On Stones", "stones#1"),
        ("where SLATE splits", "stones#2"),
    ],
)
def test_a_heading_is_told_as_one(searcher: Searcher, text: str, ref: str) -> None:
    """It stands with the passage below it."""
    check = verify(searcher, text)

    assert ("verbatim", ref) == (check.verdict, check.passage and check.passage.ref)
    assert "a heading, above this passage" in check.tolerances


def test_words_of_a_passage_are_no_heading(searcher: Searcher) -> None:
    """Also where a heading has them too."""
    assert ("case",) == verify(searcher, "slate splits").tolerances


@pytest.mark.parametrize(
    ("quote", "added", "missing"),
    [
        ("東京は日本の首郡であり", "郡", "都"),
        ("人口は約千五百万人である", "五", "四"),
        ("青海湖是中国最小的咸水湖", "小", "大"),
        ("กรุงเทพมหานครเป็นเมืองหลวงของประเทศลาวและเป็นศูนย์กลาง", "ลาว", "ไทย"),
    ],
)
def test_one_character_differs_where_a_script_has_no_spaces(
    searcher: Searcher, quote: str, added: str, missing: str
) -> None:
    """All others are the same."""
    check = verify(searcher, quote)
    changes = {change: "".join(each.words for each in check.differences if each.change == change)
               for change in ("added", "missing")}  # fmt: skip

    assert ("altered", {"added": added, "missing": missing}) == (check.verdict, changes)


@pytest.mark.parametrize("text", ["…", "...", '"…"', "[...]", "***", "🙂", "—", "?!", "> …", "`…`"])
def test_no_words_are_no_quote(searcher: Searcher, text: str) -> None:
    """There is nothing to check, and nothing that is too short."""
    with pytest.raises(QuestionError, match="no words to check"):
        verify(searcher, text)
