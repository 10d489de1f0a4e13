"""Which files of a folder or an archive are never seeds, by their names alone: hidden ones, templates, pictures.

One rule for a folder on disk and for an archive, but for templates: on disk they are none in a vault alone.
"""

from collections.abc import Collection, Iterator

from index.readers.parsing.base import suffix_of

_SHOWN = frozenset(("_posts",))  # where Jekyll keeps what it publishes; its _drafts stay out
_MADE_BY_SYSTEMS = frozenset(("__macosx", "desktop.ini", "thumbs.db"))
_TEMPLATES = frozenset(("template", "templates"))
_VAULT = ".obsidian"  # in a vault of notes, whose templates are no notes
_PICTURES = ".avif .bmp .gif .heic .heif .ico .jpeg .jpg .png .psd .svg .tif .tiff .webp"
_SOUNDS = ".aac .aif .aiff .flac .m4a .m4b .mid .mp3 .oga .ogg .opus .wav .wma"
_FILMS = ".3gp .avi .m4v .mkv .mov .mp4 .mpeg .mpg .webm .wmv"
_OF_PAGES = ".css .eot .js .map .mjs .otf .ttf .woff .woff2"
WITHOUT_WORDS = frozenset(f"{_PICTURES} {_SOUNDS} {_FILMS} {_OF_PAGES}".split())
_PAGES = (".htm", ".html", ".xhtml")
_FILES_OF_PAGES = ("_files", "-files", "-dateien", "_archivos", "_fichiers")  # as browsers name the folder


def is_never_a_seed(name: str) -> bool:
    """Tell by a file's or folder's own name: "_draft.md", "README", and what accompanies notes but holds no words."""
    if name.startswith((".", "_")):
        return name not in _SHOWN
    folded = name.casefold()
    return folded.partition(".")[0] == "readme" or folded in _MADE_BY_SYSTEMS or suffix_of(name) in WITHOUT_WORDS


def is_template_folder(name: str) -> bool:
    """Tell whether a folder of notes is called as the one of their templates."""
    return name.casefold() in _TEMPLATES


def never_seeds_beside(names: Collection[str]) -> Iterator[str]:
    """Yield those of a folder's names that are none because of others there.

    The templates of a vault, and the folder that a browser saves with a page ("Talk_files" beside "Talk.html").
    """
    if _VAULT in names:
        yield from filter(is_template_folder, names)
    pages = (name[: name.rindex(".")] for name in names if name.endswith(_PAGES))
    yield from (page + end for page in pages for end in _FILES_OF_PAGES if page + end in names)
