"""Caveats, corrections and hedges in languages other than English and German: the labelled documents and sentences."""

from collections import Counter
from functools import cache
from typing import Any

import pytest

from index.marking.caveats import find_caveats
from index.marking.corrected import mark_corrected
from index.marking.hedges import mark_hedges
from index.marking.looked_for import LANGUAGES
from index.model import Caveat, Document
from index.seeds import read_seed
from index.seeds.passages import split
from tests.index.labelled import load

DOCUMENTS = ("languages.yaml", "languages_held_back.yaml")
HEDGES = ("hedges_languages.yaml", "hedges_languages_held_back.yaml")
LABELLED = sorted(LANGUAGES - {"en", "de"})


@cache
def labelled(name: str) -> Any:
    """Load a labelled file once, however many languages are looked at."""
    return load(name)


def note(text: str, language: str) -> Document:
    """Read a Markdown note that is stated to be in a language."""
    (read,) = read_seed(f"{text}\n".encode(), "note.md", seed="note", sidecar=f"language: {language}".encode())
    return read


def caveats(text: str, language: str) -> list[tuple[str, str]]:
    """Return the kind and the words of the caveats in a note."""
    return [(each.kind, each.text) for each in find_caveats(note(text, language))]


def is_one_of(caveat: Caveat, row: dict[str, Any]) -> bool:
    """Tell whether a caveat is one that a document is labelled with."""
    kind = "corrections" if caveat.kind == "correction" else "caveats"
    return any(words in caveat.text for words in row.get(kind, ()))


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("language", LABELLED)
def test_labelled_documents(name: str, language: str) -> None:
    """Nearly all that is labelled is found in each language, with its kind, and hardly anything else."""
    wanted = found = right = 0
    for row in labelled(name)[language]:
        marked = find_caveats(note(row["text"], language))
        wanted += len(row.get("caveats", ())) + len(row.get("corrections", ()))
        found += len(marked)
        right += sum(is_one_of(each, row) for each in marked)

    assert right >= wanted - 1
    assert found <= right + 1


@pytest.mark.parametrize("name", HEDGES)
def test_labelled_sentences(name: str) -> None:
    """Hedged sentences are marked with their reason in each language, and hardly any other."""
    for language, groups in labelled(name).items():
        counts: Counter[str] = Counter()
        for label, sentences in groups.items():
            for sentence in sentences:
                marks = mark_hedges(sentence, language)
                counts["wanted"] += label != "none"
                counts["right"] += bool(marks) and marks[0].reason == label
                counts["wrong"] += bool(marks) and label == "none"

        assert counts["right"] >= counts["wanted"] - 1, language
        assert counts["wrong"] <= 1, language


def test_labelled_sets_are_large_enough() -> None:
    """Each language has twelve documents with a caveat and eight without, half of them held back."""
    for name in DOCUMENTS:
        for language in LABELLED:
            rows = labelled(name)[language]
            cautious = [row for row in rows if row.get("caveats") or row.get("corrections")]

            assert (len(cautious), len(rows)) >= (6, 10), (name, language)
            assert len(rows) - len(cautious) >= 4, (name, language)


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("fr", "Avertissement :"),
        ("pt", "Advertência:"),
        ("it", "Avvertenza:"),
        ("tr", "Uyarı:"),
        ("zh", "声明："),
        ("ja", "免責事項："),
        ("es", "Advertencia:"),
        ("ru", "Предупреждение:"),
    ],
)
def test_a_label_makes_a_caveat_wherever_it_stands(language: str, label: str) -> None:
    """In the middle of a text too, in bold or not."""
    texts = [f"A 1.\n\n{each} B 2.\n\nC 3." for each in (label, f"**{label}**")]

    assert [len(caveats(text, language)) for text in texts] == [1, 1]


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("fr", "Mise en garde et réserves"),
        ("pt", "3. Ressalvas"),
        ("it", "⚠️ Avvertenze (da leggere)"),
        ("tr", "İhtirazi kayıt"),
        ("tr", "UYARI"),
        ("zh", "关于本文的免责声明"),
        ("ja", "【免責事項】"),
        ("ja", "この記事についての注意事項"),
    ],
)
def test_what_stands_under_a_cautious_heading_is_a_caveat(language: str, heading: str) -> None:
    """Whatever it says, and with other words around the heading's."""
    assert caveats(f"A 1.\n\n## {heading}\n\nB 2.\n\n## D\n\nC 3.", language) == [("caveat", "B 2.")]


@pytest.mark.parametrize(
    ("language", "label"),
    [("fr", "Avertissement :"), ("pt", "Atenção:"), ("tr", "Uyarı:"), ("zh", "注意："), ("ja", "ご注意：")],
)
def test_a_callout_is_its_authors_own_words(language: str, label: str) -> None:
    """A block quote that a label opens is no quotation of somebody else."""
    own = {"fr": "Je ne suis pas médecin.", "pt": "Não sou médico.", "tr": "Ben uzman değilim."}
    words = own.get(language, {"zh": "我不是专家。", "ja": "専門家ではありません。"}.get(language, ""))

    assert len(caveats(f"A 1.\n\n> **{label}** {words}\n\nC 3.", language)) == 1
    assert caveats(f"A 1.\n\n> {words}\n\nC 3.", language) == []


@pytest.mark.parametrize(
    ("language", "correction", "text", "words"),
    [
        ("fr", "Correction (3 mai 2021) : 1986, et non 1988.", "Le pont date de 1988.", "1988"),
        ("pt", "Errata (3 de maio de 2021): 1986, e não 1988.", "A ponte é de 1988.", "1988"),
        ("it", "Rettifica (3 maggio 2021): 1986, non 1988.", "Il ponte è del 1988.", "1988"),
        ("tr", "Düzeltme (3 Mayıs 2021): 1988 değil, 1986.", "Köprü 1988'de yapıldı.", "1988"),
        ("zh", "更正（2021年5月3日）：是1986年，不是1988年。", "桥建于1988年。", "1988"),
        ("ja", "訂正（2021年5月3日）：1988年ではなく1986年です。", "橋は1988年にできた。", "1988"),
    ],
)
def test_a_correction_has_its_date_and_marks_what_it_corrects(
    language: str, correction: str, text: str, words: str
) -> None:
    """The date as it is written in the language, and the figure in the passage that gives it wrong."""
    read = note(f"{correction}\n\n{text}", language)
    (found,) = find_caveats(read)
    marked = [
        each.text[span.start : span.end] for each in split(read, caveats=(found,)) for span in mark_corrected(each)
    ]

    assert (found.kind, found.date) == ("correction", "2021-05-03")
    assert marked == [words]
