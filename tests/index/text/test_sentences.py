"""Sentence spans: abbreviations that end nothing, blank lines that do, spans that cover every visible character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentences import WINDOW_CHARS, sentence_spans

# Letters of several scripts, astral signs, marks, what ends sentences and what opens quotations.
TYPED = st.text(st.sampled_from("aB é́ж中😀1.!?。…:;\"“”'()-\n\t\u200d"), max_size=200)


def sentences(text: str, language: str | None = None) -> list[str]:
    """Return the sentences themselves."""
    return [text[start:end] for start, end in sentence_spans(text, language)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S., France, and others have weighed in.",
        "The U.S. Senate voted on it.",
        "Dr. Smith and Prof. Jones met Mr. Brown at St. Paul.",
        "Some fruits, e.g. apples, i.e. pomes, keep well.",
        "See vol. 3 of it, or approx. 40 pages of no. 7.",
        "Ну и т.д. всё это.",
    ],
    ids=["initials before a comma", "initials before a capital", "titles", "Latin", "numbers", "Russian"],
)
def test_abbreviations_end_no_sentence(sentence: str) -> None:
    """A full stop that belongs to a word is no border."""
    found = sentences(sentence)

    assert [sentence] == found


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "I copied what Yan et al. [2004] measured with a rope."),
        ("en", "I copied what Yan et al. (2004) measured."),
        ("en", "So Yan et al. [12] Holt measured it."),
        ("en", "We asked Mme. Curie and Messrs. Holt."),
        ("en", "It says so in chap. IX of vol. II, App. B, No. V and Eq. (3)."),
        ("en", "I of all people read chap. I of the diary."),
        ("en", "It weighs approx. Twenty pounds, resp. Nos. 7 and 8, cf. ch. 3, ed. Holt."),
        ("en", "The rent (see p. 5) was paid to J. R. R. Tolkien and R. Dunne."),
        ("en", "It weighs 5 kg incl. tare, est. value unknown."),
        ("de", "Im 19. Jahrhundert gewann der 1. FC, und am 3. Mai sang die Truppe."),
        ("de", "Vgl. Abb. 3, Bd. II, Kap. IX und Hrsg. Holt."),
        ("de", "Müller u. a. [2004] maßen es."),
        ("fr", "J'ai vu Mme. Curie, M. Holt et R. Dunne au chap. IX."),
        ("es", "Dña. Ana y R. Dunne leen el cap. IX."),
        ("es", "Ruiz y cols. [2004] midieron."),
        ("it", "Lo disse R. Dunne al cap. IX."),
        ("ru", "Иванов и др. [2004] измерили, см. гл. IX."),
        ("tr", "Yan vd. [2004] ölçtü, bkz. böl. IX."),
        ("nl", "Dhr. Holt en mevr. Pike lezen hfst. IX."),
        ("ja", "「よいです。行きます。」と彼は言った。"),
        ("ja", "『本です。二つです。』と言った。"),
        ("ja", "「火事だ！」という声がした。"),
        ("ja", "彼は「はい。」と答えた。"),
    ],
)
def test_a_sentence_goes_on_behind_an_abbreviation_or_a_quotation(language: str, sentence: str) -> None:
    """What stands before a name, a number or a year ends nothing, nor does what is quoted."""
    assert [sentence] == sentences(sentence, language)


@pytest.mark.parametrize(
    ("language", "two"),
    [
        ("en", ("Ask Smith et al.", "They know.")),
        ("en", ("He thanked the Rev.", "He left.")),
        ("en", ("Read the last chap.", "I went home.")),
        ("en", ("He read the next vol.", "The other was lost.")),
        ("en", ("It's in the app.", "It works.")),
        ("en", ("It fell in 1931.[2]", "Then it rose.")),
        ("en", ("It was late (very late).", "Holt left.")),
        ("en", ("It says so on p. 12.", "That is all.")),
        ("en", ("It was 5 p.m.", "He left.")),
        ("de", ("Er kam am 3.", "Dann ging er.")),
        ("en", ("Take vitamin C.", "It helps.")),
        ("de", ("Er las das Kap.", "Die Frau ging.")),
        ("ru", ("Он прочёл гл.", "Потом ушёл.")),
        ("tr", ("Son böl.", "Sonra gitti.")),
        ("ja", ("「よいです。」", "彼は言った。")),
        ("ja", ("彼は来た。", "「はい。」")),
    ],
)
def test_an_end_behind_an_abbreviation_is_an_end(language: str, two: tuple[str, str]) -> None:
    """A stop word with a capital letter begins a sentence."""
    assert [*two] == sentences(("" if language == "ja" else " ").join(two), language)


def test_sentences_end_at_their_marks() -> None:
    """Full stops, question marks, other scripts' marks, and numbers of items stay where they belong."""
    found = sentences("One came. Did two? 你好。再见。 😀 Three! 1. A list item.")

    assert found == ["One came.", "Did two?", "你好。", "再见。", "😀 Three!", "1. A list item."]


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not() -> None:
    """Wrapped lines belong together; paragraphs do not."""
    found = sentences("It goes\non here\n\nand not here")

    assert found == ["It goes\non here", "and not here"]


def test_a_blank_line_ends_what_looks_like_an_abbreviation() -> None:
    """A new paragraph that begins with a number is no continuation."""
    found = sentences("I ate no.\n\n5 apples were left.")

    assert found == ["I ate no.", "5 apples were left."]


def test_a_combining_mark_begins_nothing() -> None:
    """It belongs to the character before it, even to a space."""
    found = sentences("One is here. \u0301Two is there.")

    assert found == ["One is here. \u0301Two is there."]


def test_an_odd_quotation_mark_leaves_no_closing_one_behind() -> None:
    """The splitter takes the wrong marks for pairs then; a sentence never begins with a mark that closes one."""
    found = sentences('It is 5" long. He wrote: "I sent 12. They came." So he said.')

    assert not [each for each in found if each.startswith('" ')]


def test_the_primary_language_chooses_the_rules() -> None:
    """A region does not hide the language from the splitter."""
    found = sentences("Это было в 5 тыс. км. Потом всё.", "ru-RU")

    assert sentences("Это было в 5 тыс. км. Потом всё.", "ru") == found


def test_a_tag_with_an_underscore_chooses_the_same_rules() -> None:
    """The tag "de_AT" is German, as "de-AT" is."""
    text = "Am 5. Mai kam er. Es war ein Sonntag."

    assert sentence_spans(text, "de_AT") == sentence_spans(text, "de-AT") != sentence_spans(text, "en")


@given(TYPED)
def test_every_visible_character_is_in_one_sentence(text: str) -> None:
    """Spans are in order, without white space at their ends, and leave out white space only."""
    spans = sentence_spans(text)

    assert "".join(text.split()) == "".join("".join(text[start:end].split()) for start, end in spans)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    assert sorted(spans) == list(spans)


@pytest.mark.parametrize(("opening", "closing"), ['""', "“”", "«»"])
def test_windows_of_a_long_text_leave_no_trace(opening: str, closing: str) -> None:
    """Borders are the same as if the text had been split in one piece, quotations not torn."""
    sentence = f"Dr. Smith of the U.S. wrote: {opening}I sent 12 letters. They went to Mr. Brown. Well.{closing} "
    text = sentence * (3 * WINDOW_CHARS // len(sentence))

    found = set(sentences(text))

    assert {sentence.strip()} == found


def test_time_is_linear_in_quotations_never_closed() -> None:
    """The splitter alone takes minutes for this text; the test's time limit is the check."""
    text = "It “is so. " * 100_000

    found = sentence_spans(text)

    assert len(found) == 100_000
