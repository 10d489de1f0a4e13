"""The English that people read, marked so that an application's catalogues find it; the library speaks English."""

from collections.abc import Mapping
from typing import Self


def N_(message: str) -> str:  # noqa: N802 the name that extractors of messages look for
    """Mark a sentence or a template as one that is translated where it is shown; here it stays as it is."""
    return message


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802 the same
    """Mark the template for one of a thing and the template for several."""
    return one, many


class Sentence(str):
    """A sentence in English that remembers what it was made of, so that it can be said in another language.

    A literal that is made one is thereby marked for the catalogues.

    Attributes:
        template: the sentence before it was filled in.
        many: the template for several, of a sentence that counts something; the other one is then for one.
        data: what it was filled in with, sentences among it; a sentence without data was taken as it is.
    """

    __slots__ = ("data", "many", "template")
    template: str
    many: str
    data: Mapping[str, object]

    def __new__(cls, template: str, **data: object) -> Self:
        """Fill a template in."""
        sentence = super().__new__(cls, template.format(**data) if data else template)
        sentence.template = template
        sentence.many = ""
        sentence.data = data
        return sentence

    @classmethod
    def counted(cls, forms: tuple[str, str], count: int, **data: object) -> Self:
        """Fill in the template for so many of a thing; `count` is among its values."""
        one, many = forms
        sentence = cls(one if count == 1 else many, count=count, **data)
        sentence.template, sentence.many = forms
        return sentence


def to_json(value: object) -> object:
    """Return plain values in which the sentences can be found again by `sentence_from_json`."""
    match value:
        case Sentence(data=data, template=template, many=many):
            return {"template": template, "data": to_json(dict(data)), **({"many": many} if many else {})}
        case dict():
            return {key: to_json(each) for key, each in value.items()}
        case list() | tuple():
            return [to_json(each) for each in value]
        case str() | int() | float() | bool() | None:
            return value
        case _:
            return str(value)


def sentence_from_json(stored: object) -> str:
    """Return a sentence as `to_json` kept it; a plain text is its own template.

    Raises:
        LookupError, ValueError: it is not one.
    """
    if not isinstance(stored, dict):
        return Sentence(str(stored))
    template, values = stored["template"], stored["data"].items()
    data = {name: sentence_from_json(each) if isinstance(each, dict) else each for name, each in values}
    if many := stored.get("many"):
        return Sentence.counted((template, many), int(data.pop("count")), **data)
    return Sentence(template, **data)
