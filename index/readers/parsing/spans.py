"""Lines and trimmed spans of a text: the small change that every format pays with."""

from collections.abc import Iterator


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each line, without its line break."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield start, end
        start = end + 1
    yield start, len(text)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow a span to what is visible in it; an empty span at its end where nothing is."""
    part = text[start:end]
    end = start + len(part.rstrip())
    return end - len(part.strip()), end


def runs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the lines between blank lines, as lists of spans."""
    run: list[tuple[int, int]] = []
    for start, end in lines(text):
        if text[start:end].strip():
            run.append((start, end))
        elif run:
            yield run
            run = []
    if run:
        yield run
