"""What counts as a question that nobody addressed to the bot."""

import pytest

from index.questions.asking import is_question, may_ask


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("granite, is it hard?", ()),
        ("really?! 😀", ()),
        ("(is it hard?)", ()),
        ("هل الجرانيت صلب؟", ()),
        ("花岗岩硬吗？", ()),
        ("Είναι σκληρός;", ()),  # a plain semicolon, as Discord passes it on
        ("Ինչու՞", ()),
        ("ինչո՞ւ:", ()),
        ("What is granite", ("en",)),
        ("whats granite", ("en",)),
        ("What’s granite", ("en",)),
        ("is it hard", ("en",)),
        ("Warum ist Granit hart", ("en", "de")),
        ("¿qué es el granito", ("es",)),
        ("почему гранит твёрдый", ("ru",)),
        ("granit sert mi", ("tr",)),
        ("为什么花岗岩这么硬", ("zh",)),
        ("花岗岩硬吗", ("zh",)),
        ("花崗岩は硬いですか", ("ja",)),
        ("화강암은 단단합니까", ("ko",)),
        ("WHY", ("en-GB",)),
    ],
)
def test_questions(text: str, languages: tuple[str, ...]) -> None:
    """By a mark of any script, or by the first or last words in a language of the seeds."""
    assert is_question(text, languages)


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("", ("en",)),
        ("😀", ("en",)),
        ("...", ("en",)),
        ("Granite is hard.", ("en",)),
        ("I know what granite is", ("en",)),
        ("granite; marble;", ("en",)),  # a semicolon is no question mark outside Greek
        ("Que te vaya bien", ("es",)),  # without its accent no question word
        ("Warum ist Granit hart", ("en",)),  # no seed is in German
        ("see https://stones.example/?q=granite", ("en",)),
        ("somewhere", ("en",)),
        ("花岗岩很硬", ("zh",)),
    ],
)
def test_what_is_no_question(text: str, languages: tuple[str, ...]) -> None:
    """Talk, signs alone, addresses, and languages that no seed is in."""
    assert not is_question(text, languages)


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("granite?", ("en",)),
        ("so is granite hard", ("en",)),
        ("Tell me why", ("en-GB",)),
        ("fortell hva granitt er", ("no",)),
        ("graniit ja karjäär", ("en", "et")),  # in which the words for asking are not known
    ],
)
def test_what_is_meant_for_somebody_may_ask(text: str, languages: tuple[str, ...]) -> None:
    """Wherever the words for asking stand, and also where they are not known."""
    assert may_ask(text, languages)


@pytest.mark.parametrize("text", ["granite", "hard granite; the quarries of granite", "parallel algorithms", ""])
def test_topics_do_not_ask(text: str) -> None:
    """Words that name something, with none of those for asking."""
    assert not may_ask(text, ("en", "de"))
