"""The contract of engines over three real nodes."""

import pytest

from tests.index.engines.opensearch.contract import CONTRACT, Stand


@pytest.mark.timeout(300)  # the first test waits for the nodes, whose jars may have to be fetched
@pytest.mark.parametrize("rule", CONTRACT)
def test_the_cluster_gives_what_this_machine_gives(stand: Stand, rule: str) -> None:
    """Whatever lengths and scores the cluster makes of passages."""
    CONTRACT[rule](stand)
