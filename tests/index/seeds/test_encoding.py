"""Bytes to text: Unicode with and without marks, guesses that are said to be guesses, damage that is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import SeedError
from index.seeds.encoding import decode, stated_encoding

LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeff"), max_size=40)
TEXTS = st.lists(LINES, min_size=1, max_size=4).map("\n".join)


@given(TEXTS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]), st.sampled_from(["\n", "\r\n", "\r"]))
def test_unicode_comes_back_as_written(text: str, encoding: str, line_end: str) -> None:
    """Marks are taken off, line ends become one kind, nothing else changes and nothing is guessed."""
    written = text.replace("\n", line_end).encode(encoding)

    decoded = decode(written, "a.txt")

    assert (text, ()) == (decoded.text, decoded.warnings)


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-32-be"])
def test_big_endian_marks_are_read(encoding: str) -> None:
    """The other byte order has its own mark."""
    decoded = decode("\ufeffGrüße\n".encode(encoding), "a.txt")

    assert decoded.text == "Grüße\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["Plain words – and “quotes”.\n" * 3, "Обычный русский текст, без метки.\n" * 3])
def test_utf16_without_a_mark_is_a_guess(text: str, encoding: str) -> None:
    """It is told by its high bytes, and said to be guessed."""
    decoded = decode(text.encode(encoding), "a.txt")

    assert text == decoded.text
    assert (f"The encoding is guessed: {encoding}; save the file as UTF-8 text to be sure.",) == decoded.warnings


@pytest.mark.parametrize(
    ("encoding", "label", "text"),
    [
        ("cp1252", "windows-1252", "The man said it’s “fine” – in the café."),
        ("cp1252", "windows-1252", "Le café “naïve” coûte 5 € – déjà vu à l’été. Les élèves étaient très contents."),
        ("cp1252", "windows-1252", "Die Straße führt über die Brücke; größere Häuser stehen dort."),
        ("cp1252", "windows-1252", "El niño comió una piña en España. ¿Cómo está usted?"),
        ("cp1252", "windows-1252", "Only one accent in much English: café. " + "More plain words follow here. " * 40),
        ("cp1251", "windows-1251", "Это обычный русский текст, который записан в старой кодировке."),
        ("cp1250", "windows-1250", "Zażółć gęślą jaźń. Pójdźże, kiń tę chmurność w głąb flaszy."),
        ("cp1253", "windows-1253", "Αυτό είναι ένα ελληνικό κείμενο για δοκιμή."),
        ("koi8_r", "koi8-r", "Это обычный русский текст, который записан в старой кодировке."),
        ("cp932", "cp932", "これは日本語のテストです。文字コードを調べています。"),
        ("gb18030", "gb18030", "这是一个中文测试文件，用来检查编码。北京是中国的首都。"),
    ],
)
def test_older_encodings_are_guessed_and_said_to_be(encoding: str, label: str, text: str) -> None:
    """The guess gives back the words, and a sentence for the curator."""
    decoded = decode(text.encode(encoding), "a.txt")

    assert text == decoded.text
    assert (f"The encoding is guessed: {label}; save the file as UTF-8 text to be sure.",) == decoded.warnings


@pytest.mark.parametrize(
    ("data", "line", "problem"),
    [
        # NUL bytes: in ASCII, beside bytes that are no UTF-8, in UTF-16 with a mark, and in pictures.
        (b"one\ntwo\0three", 2, "NUL bytes"),
        (b"caf\xe9\n\0", 2, "NUL bytes"),
        ("\ufeffone\0".encode("utf-16-le"), 1, "NUL bytes"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 3, "NUL bytes"),
        (b"\0" * 4096, 1, "NUL bytes"),
        # Damage: one byte in sound UTF-8, a character cut off, half a character of UTF-16.
        ("Ünïcödé\nétait ".encode() + b"\xe2\x80" + " là, très".encode(), 2, "byte 19 .* not valid UTF-8"),
        (b"\xef\xbb\xbfab\ncaf\xe9", 2, "byte 9 .* not valid UTF-8"),
        ("\ufeffone\ntwo".encode("utf-16-le") + b"x", 2, "byte 16 .* not valid UTF-16-LE"),
        # Bytes that no encoding in use gives a meaning.
        (bytes(range(128, 256)) * 4, 1, "encoding is unknown from byte 0"),
    ],
)
def test_what_is_no_text_is_named_with_its_place(data: bytes, line: int, problem: str) -> None:
    """Nothing is replaced or dropped: the error says which byte on which line, and the way out."""
    with pytest.raises(SeedError, match=problem) as caught:
        decode(data, "a.txt")

    assert line == caught.value.line
    assert "save the file as UTF-8" in str(caught.value)
    assert str(caught.value).startswith(f"a.txt, line {line}: ")


WORDS = {
    "cs": ("Mlynář vedl dvě knihy, jednu pro faru a druhou pro sebe.", "cp1250 iso8859_2 cp852 mac_latin2"),
    "pl": ("Młyn przy górnym jazie mełł jęczmień aż do powodzi.", "cp1250 iso8859_2 cp852 mac_latin2"),
    "hu": ("A felső gátnál álló malom őrölt árpát az árvízig.", "cp1250 iso8859_2 cp852"),
    "hr": ("Mlinar je vodio dvije knjige, što znači više za župu.", "cp1250 iso8859_2 cp852"),
    "tr": ("Değirmen 1954 yılındaki sele kadar arpa öğüttü.", "cp1254 iso8859_9 cp857 mac_turkish"),
    "ru": ("Мельница молола ячмень до наводнения.", "cp1251 koi8_r cp866 iso8859_5 mac_cyrillic"),
    "uk": ("Млин біля верхньої греблі молов ячмінь.", "cp1251 koi8_u cp1125 mac_cyrillic"),
    "bg": ("Мелницата при горния бент мелеше ечемик.", "cp1251 iso8859_5 cp866"),
    "el": ("Ο μύλος στο πάνω φράγμα άλεθε κριθάρι.", "cp1253 iso8859_7 cp737 mac_greek"),
    "lt": ("Malūnas prie viršutinės užtvankos malė miežius.", "cp1257 iso8859_13 cp775"),
    "lv": ("Dzirnavas pie augšējā aizsprosta mala miežus.", "cp1257 iso8859_13 cp775"),
    "he": ("הטחנה ליד הסכר העליון טחנה שעורה.", "cp1255 iso8859_8 cp862"),
    "de": ("Die Mühle mahlte für den Müller bis zur Flut.", "cp1252 cp850 cp437 mac_roman"),
    "fr": ("Le meunier était âgé, très sévère et honnête.", "cp1252 cp850 mac_roman iso8859_15"),
    "es": ("El molino molió cebada hasta la inundación.", "cp1252 cp850 mac_roman"),
    "ja": ("水車小屋は洪水まで大麦を挽いていた。帳簿は二冊あった。", "cp932 euc_jp"),
    "zh": ("磨坊一直磨大麦，直到那年的洪水。账本有两本。", "gb18030"),
    "zh-Hant": ("磨坊一直磨大麥，直到那年的洪水。帳本有兩本。", "big5"),
    "ko": ("방앗간 주인은 홍수가 날 때까지 두 권의 장부를 썼다.", "cp949"),
    "sv": ("Kvarnen malde korn fram till översvämningen, två gånger.", "cp1252 cp850 cp865 mac_roman"),
}


@pytest.mark.parametrize(
    ("text", "encoding"), [(text, each) for text, encodings in WORDS.values() for each in encodings.split()]
)
def test_an_encoding_is_told_by_the_language_the_text_makes_sense_in(text: str, encoding: str) -> None:
    """One sentence is enough, in any code page of Windows, Unix, DOS and the old Macintosh."""
    decoded = decode(text.encode(encoding), "a.txt")

    assert text == decoded.text
    assert "guessed" in decoded.warnings[0]


def test_what_remains_open_is_told_with_the_alternatives() -> None:
    """A word that two encodings make words of: the guess, what else it may be, and how to settle it."""
    (warning,) = decode("mäßig".encode("cp850"), "a.txt", None).warnings

    assert "guessed" in warning


def test_a_stated_encoding_decides() -> None:
    """Without a guess; one that cannot read the file, or that nobody knows, is a warning."""
    data = "Šťastný".encode("iso8859_2")

    decided = decode(data, "a.txt", "iso-8859-2")
    unknown = decode(data, "a.txt", "latin-99")

    assert ("Šťastný", ()) == (decided.text, decided.warnings)
    assert "The stated encoding, latin-99, cannot read the file and is not used." == unknown.warnings[0]


@pytest.mark.parametrize(
    ("head", "stated"),
    [
        ("---\ntitle: a\nencoding: cp852\n---\n", "cp852"),
        ("title: a\ncharset: 'koi8-r'\n", "koi8-r"),
        ('+++\nencoding = "cp1250"\n+++\n', "cp1250"),
        ("encoding:: mac-latin2\n", "mac-latin2"),
        ("We spoke of it.\nencoding: cp852\n", None),
        ("", None),
    ],
)
def test_a_header_may_state_the_encoding(head: str, stated: str | None) -> None:
    """In any of its syntaxes, above the text and not in it."""
    assert stated == stated_encoding(head.encode())


def test_a_stray_byte_in_utf8_is_read_and_told() -> None:
    """A word that was pasted from an old file does not cost the others."""
    decoded = decode("Ünïcödé\nétait là, ".encode() + b"caf\xe9 et" + " très".encode(), "a.txt")

    assert "Ünïcödé\nétait là, café et très" == decoded.text
    assert "UTF-8 but for 1 byte in line 2," in decoded.warnings[0]
