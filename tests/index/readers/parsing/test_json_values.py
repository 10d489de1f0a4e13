"""JSON of strangers."""

import pytest

from index.readers.exports import json_files
from index.readers.parsing.base import FormatError
from index.readers.parsing.json_values import load_json


def test_json_nested_too_deeply_is_refused() -> None:
    """A sentence, and no stack that runs over."""
    with pytest.raises(FormatError, match="nested too deeply"):
        load_json(b"[" * 100_000 + b"]" * 100_000)


def test_brackets_in_texts_are_no_nesting() -> None:
    """Many flat objects, and texts full of brackets, are read."""
    data = b'[{"a": "' + b"[" * 1000 + b'\\"{"}' + b', {"a": []}' * 300 + b"]"

    assert len(load_json(data)) == 301


def test_odd_json_is_read_as_far_as_it_goes() -> None:
    """NaN and Infinity are nothing, a number of 5,000 digits is cut, of two keys the last counts."""
    value = load_json(b'{"a": NaN, "b": -Infinity, "id": ' + b"9" * 5000 + b', "a": "\\ud800 x"}')

    assert (value["a"], value["b"], value["id"]) == ("\ud800 x", None, "9" * 40)


def test_a_script_is_data_and_code_behind_it_is_damage() -> None:
    """What assigns JSON is taken for the JSON; what does more is refused and never run."""
    assert load_json(b"window.YTD.tweets.part0 = [1];\n") == [1]
    with pytest.raises(FormatError, match="damaged"):
        load_json(b'window.YTD.tweets.part0 = [1]; import("x.js")')


@pytest.mark.parametrize("data", [b'{"a": ', b"\xff\xfe{", b"", b'{"a": 1} x'])
def test_damaged_json_is_refused(data: bytes) -> None:
    """Cut short, in another encoding, empty, or with more behind it."""
    with pytest.raises(FormatError):
        load_json(data)


def test_json_of_unknown_programs_is_refused() -> None:
    """Nobody can say what of it is whose words."""
    with pytest.raises(FormatError, match="not known here"):
        json_files.read(b'{"rows": [1, 2]}')


@pytest.mark.parametrize("data", [b"[12:03] <ada> hi", b"[[A note]] and more", b'{ "a": 1 }\n\nprose', b"{{< note >}}"])
def test_texts_that_begin_with_brackets_are_no_json(data: bytes) -> None:
    """Chats, links of wikis, front matter in JSON."""
    assert not json_files.recognises(data)
