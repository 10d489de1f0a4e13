"""Writes index/data/forms-LANGUAGE.txt: the forms of a word that its language's stemmer does not bring together.

    python benchmarks/word_forms.py

English comes from lemminflect's look-up tables, German from simplemma's; only words that wordfreq knows are taken, and
only where PyStemmer gives form and word different stems. A line begins with the word and goes on with its forms; one
that begins with "?" has forms that stand for themselves as well ("found", "rose"), which only a question is read by.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import lemminflect
import simplemma
import Stemmer
import wordfreq

DATA = Path(__file__).parents[1] / "index" / "data"
RAREST = {"en": 2.0, "de": 3.0}  # on the Zipf scale
FAR_RARER = 1.5  # than another word of which it may be a form
RARER = 2.2  # by how much a word may be rarer than its form, before it is taken for another one
UNLISTED = {"oxen": {"NOUN": ("ox",)}}  # by the tables
SHORTEST = 3  # letters of a German form: shorter ones, and most of these, are little words
COMPARED = ("er", "est")
# Latin plurals, which technical texts use apart from their singulars: as one word they find less (cacm's matrices).
LEARNED = ("ices", "a", "ae", "i")
# Forms by the tables that are, as a rule, other words.
NO_FORMS = frozenset(
    """
    ani tori gamer canning bespoke exes sera hove pros programming evening putting feed taxes rent weed dive chile
    cola inning stuffing chili chilli opera gel lay stove resent number media lighter stranger crew goes login
    standby tanner flatter monies genera gotta gonna wanna would could should might most least more menus fällt
    gehört weisst gedacht siehe gefallen gewähr freie freien euro
    """.split()  # noqa: SIM905 a list of so many takes a page
)


def english() -> Iterator[tuple[str, set[str], bool]]:
    """Yield each form with its words, and whether it is a word of its own as well."""
    for form in wordfreq.get_frequency_dict("en", wordlist="large"):
        if not (form.isalpha() and form.isascii()):
            continue
        found = lemminflect.getAllLemmas(form) or UNLISTED.get(form, {})
        words = {each.lower() for kind in ("NOUN", "VERB") for each in found.get(kind, ()) if each.isalpha()}
        own = form in words
        if not own and not form.endswith(COMPARED):  # a higher price is not a high one
            words |= {each.lower() for each in found.get("ADJ", ()) if each.isalpha() and each != form}
        yield form, words - {form}, own


def german() -> Iterator[tuple[str, set[str], bool]]:
    """Yield each form with its words, and whether it is a word of its own as well."""
    for form in wordfreq.get_frequency_dict("de", wordlist="small"):
        written = [each for each in (form, form.capitalize()) if simplemma.is_known(each, "de")]
        words = {simplemma.lemmatize(each, "de").lower() for each in written}
        is_past = len(form) == SHORTEST and all(word.endswith("en") for word in words)  # "lag", "gab"
        if form.isalpha() and (is_past or len(form) > SHORTEST):
            yield form, words - {form}, form in words


def likely(words: dict[str, float], frequency: float) -> list[str]:
    """Return those of some words, with their frequencies, that a form of this frequency is likely to be of."""
    most = max(words.values(), default=0.0)
    return [word for word, own in words.items() if own >= max(frequency - RARER, most - FAR_RARER)]


def rows(language: str, forms: Iterator[tuple[str, set[str], bool]], stemmer: Stemmer.Stemmer) -> list[str]:
    """Lay out the forms whose stem is another than that of their one word."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for form, words, own in forms:
        frequency = wordfreq.zipf_frequency(form, language)
        usual = likely({each: wordfreq.zipf_frequency(each, language) for each in words}, frequency)
        if frequency < RAREST[language] or form in NO_FORMS:
            continue
        for word in usual:
            if stemmer.stemWord(word) != stemmer.stemWord(form):
                found["?" if own or len(usual) > 1 or form.endswith(LEARNED) else "", word].append(form)
    return [f"{mark} {word} {' '.join(sorted(each))}".strip() for (mark, word), each in sorted(found.items())]


def main() -> None:
    """Write the files, and say how much stands in them."""
    for language, forms, algorithm in (("en", english(), "english"), ("de", german(), "german")):
        lines = rows(language, forms, Stemmer.Stemmer(algorithm))
        (DATA / f"forms-{language}.txt").write_text("\n".join(lines) + "\n", "utf-8")
        print(language, len(lines), "words")


if __name__ == "__main__":
    main()
