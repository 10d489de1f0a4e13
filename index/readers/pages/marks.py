"""The elements of a page that say what they are, by class, relation or property: found in one pass, looked up often."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from index.readers.pages.zones import Zone, zone_of
from index.text.wordlists import load_data

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LONGEST = 300  # characters of an attribute that are looked at
_NO_BYLINES = frozenset(("html", "body", "article", "section", "img", "aside", "main", "meta", "link"))
_OUTERMOST = frozenset(("html", "body", "main"))
_OTHER_TEXTS = re.compile(r"related|recommend|popular|trending|more-from|read-next|sidebar", re.IGNORECASE)


@dataclass(slots=True)
class Marks:
    """The marked elements of a tree, in order."""

    classes: dict[str, list["HtmlElement"]] = field(default_factory=dict)
    rels: dict[str, list["HtmlElement"]] = field(default_factory=dict)
    props: dict[str, list["HtmlElement"]] = field(default_factory=dict)
    bylines: list["HtmlElement"] = field(default_factory=list)
    times: list["HtmlElement"] = field(default_factory=list)

    @classmethod
    def of(cls, tree: "HtmlElement") -> "Marks":
        """Find the marked elements of a tree."""
        marks, byline = cls(), re.compile("|".join(load_data("page_parts.yaml")["byline_classes"]))
        for element in tree.iter("*"):
            if element.attrib:
                marks._note(element, byline)
        return marks

    def _note(self, element: "HtmlElement", byline: re.Pattern[str]) -> None:
        found = dict(element.items())  # not of attrib, which refuses names that a damaged page may have
        for key, noted in (("class", self.classes), ("rel", self.rels), ("itemprop", self.props)):
            if key in found:
                for name in found[key][:_LONGEST].split():
                    noted.setdefault(name, []).append(element)
        if "class" in found and element.tag not in _NO_BYLINES and _may_be_byline(found["class"][:_LONGEST], byline):
            self.bylines.append(element)
        if element.tag == "time":
            self.times.append(element)

    def of_class(self, name: str) -> list["HtmlElement"]:
        """Return the elements of a class."""
        return self.classes.get(name, [])

    def of_rel(self, name: str) -> list["HtmlElement"]:
        """Return the links of a relation."""
        return self.rels.get(name, [])

    def of_prop(self, name: str) -> list["HtmlElement"]:
        """Return the elements of a property."""
        return self.props.get(name, [])


@lru_cache(maxsize=4096)
def _may_be_byline(classes: str, byline: re.Pattern[str]) -> bool:
    return byline.search(classes.lower()) is not None


def of_entry(marks: Marks, name: str) -> list["HtmlElement"]:
    """Return the elements of a microformat's property that are an entry's own: no card's of a person, no comment's."""
    own = [each for each in marks.of_class(name) if not is_of_others(each) and not _has_around(each, "h-card")]
    return [each for each in own if _has_around(each, "h-entry")] or own


def _has_around(element: "HtmlElement", name: str) -> bool:
    return any(name in (each.get("class") or "").split() for each in (element, *element.iterancestors()))


def is_of_others(element: "HtmlElement") -> bool:
    """Whether an element stands in readers' comments, adverts or a list of other texts."""
    for each in (element, *element.iterancestors()):
        if each.tag in _OUTERMOST:
            continue
        if zone_of(each, Zone.FOLDED) & (Zone.COMMENTS | Zone.ADVERTS):
            return True
        if each is not element and _OTHER_TEXTS.search(f"{each.get('class')} {each.get('id')}"):
            return True
    return False
