"""A cluster behind TLS that lets in an account or a key, and nobody else."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from index.engines.opensearch.cluster import Call, Cluster
from index.engines.opensearch.hosts import Access, open_hosts
from index.errors import EngineAwayError, EngineError
from tests.index.engines.opensearch.contract import CONTRACT, Stand
from tests.index.engines.opensearch.fake import FakeCluster
from tests.index.engines.opensearch.front import basic, front, of_fake, pem

WHO_CALLS = {
    "account": (basic("ann", "hush-hush"), Access((), user="ann", password="hush-hush")),
    "key": ("ApiKey hush-key", Access((), api_key="hush-key")),
}
VERSION = Call("GET", "/")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """What signs the certificate."""
    return trustme.CA()


@pytest.fixture(params=WHO_CALLS)
def access(request: pytest.FixtureRequest, authority: trustme.CA, tmp_path: Path) -> Iterator[Access]:
    """What lets us in, by an account and by a key."""
    header, access = WHO_CALLS[request.param]
    with front(authority, header, of_fake(FakeCluster())) as url:
        yield replace(access, urls=(url,), ca=pem(authority, tmp_path))


def test_the_contract_holds_behind_it(access: Access, tmp_path: Path) -> None:
    """Encrypted, and let in."""
    CONTRACT["same_passages"](Stand(Cluster(open_hosts(access)), tmp_path))


def test_whom_it_does_not_know_is_told_so_without_a_secret(access: Access, caplog: pytest.LogCaptureFixture) -> None:
    """In one sentence that names the host."""
    caplog.set_level(logging.DEBUG)
    wrong = replace(access, password="hush-wrong", api_key="hush-wrong" if access.api_key else None)

    with pytest.raises(EngineError, match=r"127\.0\.0\.1:\d+ does not let us in \(401\)") as told:
        Cluster(open_hosts(wrong)).ask(VERSION)

    assert "hush" not in f"{told.value} {caplog.text}"


def test_a_certificate_of_another_authority_is_not_trusted(access: Access, tmp_path: Path) -> None:
    """The sentence says that it is the certificate."""
    (tmp_path / "other").mkdir()
    wrong = replace(access, ca=pem(trustme.CA(), tmp_path / "other"))

    with pytest.raises(EngineAwayError, match="certificate is not one that is trusted here"):
        Cluster(open_hosts(wrong)).ask(VERSION)
