"""Links of wikis and vaults of notes, to the words that a reader of them sees: [[note|shown]], ![[embedded]]."""

import re

_LINK = re.compile(
    r"(?P<code>^[ \t]*(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^[ \t]*(?P=fence)|\Z)|(?P<tick>`+)[^`\n]+(?P=tick))"
    r"|(?P<embed>!?)\[\[(?P<note>[^\[\]|\n#^]{0,200})(?P<part>[#^][^\[\]|\n]{0,200})?(?:\|(?P<shown>[^\[\]\n]{0,200}))?\]\](?!\()",
    re.MULTILINE | re.DOTALL,
)
_BLOCK_NAME = re.compile(r"(?<=\S)[ \t]+\^[a-z0-9-]{2,40}[ \t]*$", re.MULTILINE)  # of Obsidian, for links to it
_PICTURE = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|bmp|avif|mp[34]|webm|wav|m4a|ogg|mov|mkv|base|canvas)\s*$", re.IGNORECASE
)


def unlinked(text: str) -> str:
    """Put the words of links in their place; code stays as it is, and so do lists in lists of figures and tests.

    >>> unlinked("See [[Eels in rivers|eels]] and ![[map.png]].")
    'See eels and .'
    """
    named = _BLOCK_NAME.sub("", text) if "^" in text else text
    return _LINK.sub(_words, named) if "[[" in named else named


def _words(link: re.Match[str]) -> str:
    note, part = link["note"] or "", (link["part"] or "").lstrip("#^")
    is_note = bool(note.strip() or part) and note[:1].strip() == note[:1] and any(map(str.isalpha, note + part))
    if link["code"] or not is_note:
        return link[0]
    if link["embed"] and _PICTURE.search(note):
        return ""
    is_size = link["embed"] and (link["shown"] or "").strip().replace("x", "").isdecimal()
    shown = "" if is_size else (link["shown"] or "").strip()
    return shown or " › ".join(filter(None, (note.strip(), part.strip())))
