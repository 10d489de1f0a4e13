"""YAML's nodes, which two loaders read."""

import pytest
import yaml

from index.seeds.metadata.yaml_nodes import compose, text_of


@pytest.mark.parametrize("value", ["A. Person", "2021-01-02", "null", "12", "a, b", "end.", "true", ""])
def test_plain_keys_are_read_as_pyyaml_reads_them(value: str) -> None:
    """Both loaders give the same words on the same line, so that nobody need know which one read a header."""
    source = f"title: x\nkey:{' ' if value else ''}{value}\n"
    expected = yaml.compose(source, Loader=yaml.BaseLoader)

    found = compose(source)

    assert isinstance(found, yaml.MappingNode)
    assert isinstance(expected, yaml.MappingNode)
    assert [_said(pair) for pair in expected.value] == [_said(pair) for pair in found.value]


def _said(pair: tuple[yaml.ScalarNode, yaml.ScalarNode]) -> tuple[str, str, int]:
    key, value = pair
    return text_of(key), text_of(value), key.start_mark.line
