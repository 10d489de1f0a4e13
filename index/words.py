"""Marks the English that people read, so that an application's catalogues can find it; the library speaks English."""


def N_(message: str) -> str:  # noqa: N802 the name that extractors of messages look for
    """Mark a sentence or a template as one that is translated where it is shown; here it stays as it is."""
    return message


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802 the same
    """Mark the template for one of a thing and the template for several."""
    return one, many
