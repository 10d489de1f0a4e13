"""Which language a text is in: by script, by the model, among those in question."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.languages import detect, languages_of

SENTENCES = {
    "ar": "لماذا هاجمت أذربيجان أرمينيا الآن؟",
    "de": "Warum hat Aserbaidschan gerade jetzt angegriffen?",
    "el": "Γιατί επιτέθηκε τώρα το Αζερμπαϊτζάν;",
    "en": "Why did Azerbaijan attack just now?",
    "es": "¿Por qué atacó Azerbaiyán precisamente ahora?",
    "fa": "چرا جمهوری آذربایجان اکنون حمله کرده است؟",
    "fr": "Pourquoi l'Azerbaïdjan attaque-t-il maintenant ?",
    "he": "למה תקפה אזרבייג'ן דווקא עכשיו?",
    "hi": "अज़रबैजान ने अभी हमला क्यों किया?",
    "hy": "Ինչու՞ Ադրբեջանը հարձակվեց հենց հիմա",
    "ja": "なぜアゼルバイジャンは今攻撃したのですか",
    "ka": "რატომ შეუტია აზერბაიჯანმა სწორედ ახლა",
    "ko": "아제르바이잔은 왜 지금 공격했습니까",
    "pl": "Dlaczego Azerbejdżan zaatakował właśnie teraz?",
    "pt": "Por que o Azerbaijão atacou justamente agora?",
    "ro": "De ce a atacat Azerbaidjanul tocmai acum și nu mai târziu?",
    "ru": "Почему Азербайджан напал именно сейчас?",
    "th": "ทำไมอาเซอร์ไบจานจึงโจมตีในตอนนี้",
    "tr": "Azerbaycan neden tam şimdi saldırdı?",
    "uk": "Чому Азербайджан вирішив напасти саме зараз, а не пізніше?",
    "vi": "Tại sao Azerbaijan lại tấn công vào lúc này?",
    "zh": "阿塞拜疆为什么现在发动进攻？",
}


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items())
def test_a_sentence_tells_its_language(language: str, sentence: str) -> None:
    """One question is enough, in any script; capitals do not matter."""
    assert (language, language) == (detect(sentence), detect(sentence.upper()))


@pytest.mark.parametrize("text", ["", " \n", "12:30", "…", "alpha beta gamma"])
def test_what_tells_nothing_is_not_guessed(text: str) -> None:
    """Without letters, or with words of no language, there is no answer."""
    assert detect(text) is None


@pytest.mark.parametrize(
    ("text", "among", "language"),
    [
        ("Nagorno Karabakh", ("en", "ru"), "en"),  # a name alone is read as the seeds are
        ("Ереван", ("en", "ru"), "ru"),
        ("東京大学", ("zh", "ja"), "zh"),  # nothing but Han
        ("東京大学", ("en", "ja"), "ja"),
        ("東京大学", ("en", "ru"), None),  # no language of the seeds is written so
        ("Γιατί τώρα;", ("en", "ru"), None),
    ],
)
def test_short_texts_are_in_a_language_in_question(text: str, among: tuple[str, ...], language: str | None) -> None:
    """What could be anything is one of the few that it can be."""
    assert language == detect(text, among)


def test_the_texts_of_a_corpus_are_in_its_languages() -> None:
    """A text that tells nothing is in the language of most; a corpus that tells nothing is English."""
    english, russian = SENTENCES["en"], SENTENCES["ru"]

    assert ["en", "ru", "en", "en"] == languages_of([english, russian, english, "12:30"])
    assert ["ru", "ru"] == languages_of([russian, "12:30"])
    assert ["en"] == languages_of(["12:30"])
    assert [] == languages_of([])


@given(st.text(max_size=100))
def test_any_text_is_read(text: str) -> None:
    """Half characters, line breaks and controls do no harm, and the answer is always the same."""
    assert detect(text) == detect(text)


def test_detection_costs_little_memory() -> None:
    """At most 30 MB, the library included."""
    code = (
        "import resource, index.text.analysis\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
        "before = peak()\n"
        "from index.text.languages import detect; detect('Why now, and not later?')\n"
        "print(peak() - before)"
    )

    grown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert float(grown.stdout) < 30
