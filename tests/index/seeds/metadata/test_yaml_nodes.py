"""YAML's nodes, and what is read without them."""

import pytest
import yaml

from index.seeds.metadata.yaml_nodes import compose, simple_pairs, text_of, value_of


@pytest.mark.parametrize("value", ["A. Person", "2021-01-02", "null", "12", "a, b", "end.", "true", ""])
def test_plain_keys_are_read_as_pyyaml_reads_them(value: str) -> None:
    """Both loaders give the same words on the same line, so that nobody need know which one read a header."""
    source = f"title: x\nkey:{' ' if value else ''}{value}\n"
    expected = yaml.compose(source, Loader=yaml.BaseLoader)

    found = compose(source)

    assert isinstance(found, yaml.MappingNode)
    assert isinstance(expected, yaml.MappingNode)
    assert [_said(pair) for pair in expected.value] == [_said(pair) for pair in found.value]


@pytest.mark.parametrize("value", ['"a: b, #c"', '"null"', '" ~ "', '""', "null", "plain words", "", "12.5"])
def test_simple_values_are_read_as_yaml_reads_them(value: str) -> None:
    """Most headers are read without YAML, quoted values among them, and mean the same."""
    source = f"title: x\nkey:{' ' if value else ''}{value}\n"
    node = compose(source)

    assert isinstance(node, yaml.MappingNode)
    assert [(text_of(key), value_of(each)) for key, each in node.value] == simple_pairs(source)


@pytest.mark.parametrize("value", ['"a \\" b"', '"open', '"a" b', "'a'", "[a, b]", "a: b", "~"])
def test_what_needs_yaml_is_left_to_it(value: str) -> None:
    """Escapes, lists, single quotation marks and mistakes."""
    assert simple_pairs(f"key: {value}\n") is None


def _said(pair: tuple[yaml.ScalarNode, yaml.ScalarNode]) -> tuple[str, str, int]:
    key, value = pair
    return text_of(key), text_of(value), key.start_mark.line
