"""What a chat puts into a question besides words."""

import pytest

from index.questions.boilerplate import without_boilerplate


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("what about the F-16? <a:plane_flying:123456789012345678>", "what about the F-16?"),
        ("<@123456789012345678> who built it", "who built it"),
        ("<@!1> and <@&2>: who built it in <#3>", "and : who built it in"),
        ("is it open <t:1700000000:R>, says </ask:12>", "is it open , says"),
        ("who built it? https://example.com/search?q=mill&x=wheel", "who built it?"),
        ("does <https://example.org/mill> say so", "does say so"),
        ("have you read https://example.org/mill?", "have you read ?"),
        ("what says [the old ledger](https://example.org/wheel) of rent", "what says the old ledger of rent"),
        ("who is ||the miller||", "who is the miller"),
        ("what does `fsync` do", "what does fsync do"),
        ("```python\nprint\n``` prints what", "print prints what"),
        ("**who** built ~~it~~ __that__", "who built it that"),
        ("> who built it", "who built it"),
        ("who built it :thinking: :+1:", "who built it"),
        ("@everyone who built it", "who built it"),
    ],
)
def test_marks_and_addresses_count_for_nothing(typed: str, asked: str) -> None:
    """Mentions, emoji, moments, commands, addresses and the signs of emphasis are no words of a question."""
    assert asked == " ".join(without_boilerplate(typed).split())


@pytest.mark.parametrize(
    "question",
    [
        "Is 3 < 5 and 7 > 2?",
        "What is C#?",
        "user@here.org or <b>?",
        "what does snake_case mean",
        "a <t>ag",
        "is it 10:30:45",
        "what is std::vector::size",
    ],
)
def test_other_signs_stay(question: str) -> None:
    """What only looks like a mark is part of the question."""
    assert question == without_boilerplate(question)
