"""One cluster for all tests of a version; its indexes are each test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.engines.opensearch.loading import Loader
from tests.cluster.artefacts import SECOND, THIRD, Version
from tests.cluster.nodes import Nodes, running
from tests.index.engines.opensearch.contract import Stand

VERSIONS = [pytest.param(SECOND, id="2.19"), pytest.param(THIRD, id="3.9", marks=pytest.mark.soak)]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.cluster)


@pytest.fixture(scope="session", params=VERSIONS)
def nodes(request: pytest.FixtureRequest) -> Iterator[Nodes]:
    """Three nodes, or the reason why there are none."""
    version: Version = request.param
    with running(version) as cluster:
        yield cluster


@pytest.fixture
def stand(nodes: Nodes, tmp_path: Path) -> Iterator[Stand]:
    """The cluster, and a folder for what is built; what was loaded is deleted, so that a node soon has all again."""
    made = Stand(nodes.client(), tmp_path)
    yield made
    loader = Loader(made.cluster, copies=0)
    for name in loader.names("caveat-"):
        loader.drop(name)
