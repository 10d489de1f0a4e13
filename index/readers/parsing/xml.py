"""XML of strangers to a tree: nothing is fetched, no entity is expanded, and a DTD that defines any is refused."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.messages import Sentence
from index.readers.parsing.base import FormatError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

DAMAGED = Sentence("is damaged: its XML cannot be read; save it anew")
HAS_ENTITIES = Sentence("defines entities in a DTD, which could fill the memory; save it without")
TOO_DEEP = Sentence("is nested too deeply to be read; save it anew")
DEEPEST = 1_000  # elements within elements
_ENTITIES = re.compile(rb"<!ENTITY", re.IGNORECASE)


def parse_xml(data: bytes) -> "Element":
    """Parse a file. Raises FormatError where it is damaged, nested too deeply, or defines entities."""
    from lxml import etree  # here, since a process that only answers parses nothing

    if _ENTITIES.search(data):
        raise FormatError(HAS_ENTITIES)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as err:
        raise FormatError(TOO_DEEP if "depth" in str(err) else DAMAGED) from err
    if depth_of(root) > DEEPEST:
        raise FormatError(TOO_DEEP)
    return root


def local_name(element: "Element") -> str:
    """Return an element's name without its namespace; "" for a comment or an instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: "Element", name: str) -> str | None:
    """Return an attribute by its name without its namespace."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def below(element: "Element", name: str) -> Iterator["Element"]:
    """Yield all elements of a name, in whatever namespace, in document order."""
    return (each for each in element.iter() if local_name(each) == name)


def words_of(element: "Element | None") -> str:
    """Return an element's words in one line."""
    return " ".join("".join(map(str, element.itertext())).split()) if element is not None else ""


def depth_of(root: "Element") -> int:
    """Count the levels of a tree, up to one more than is read of XML."""
    deepest, level = 0, [root]
    while level and deepest <= DEEPEST:
        deepest += 1
        level = [child for element in level for child in element]
    return deepest
