"""Arrays that wait: as they were appended, in memory or in a file, which nobody sees."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.spool import Spool

GROUPS = st.lists(st.lists(st.lists(st.integers(0, 255), max_size=5), min_size=1, max_size=3), max_size=8)


@given(groups=GROUPS, most_bytes=st.integers(0, 60))
def test_arrays_come_back_as_they_were(
    groups: list[list[list[int]]], most_bytes: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Their types, lengths and order, again and again, and once more while they are given up."""
    folder = tmp_path_factory.mktemp("spool")
    given_ = [[np.array(each, kind) for each, kind in zip(group, "BHq", strict=False)] for group in groups]
    with closing(Spool(folder, most_bytes)) as spool:
        for group in given_:
            spool.append(group)

        for found in (list(spool), list(spool), list(spool.drain())):
            assert [[(a.dtype, a.tolist()) for a in group] for group in given_] == [
                [(a.dtype, a.tolist()) for a in group] for group in found
            ]


def test_no_more_than_the_budget_is_held(tmp_path: Path) -> None:
    """What goes over it is in a file without a name; without a folder all is held."""
    held, spooled = Spool(), Spool(tmp_path, 1_000)
    with closing(spooled):
        for spool in (held, spooled):
            for _ in range(10):
                spool.append([np.zeros(40, np.int64)])

        assert (3_200, 640) == (held.held_bytes, spooled.held_bytes)
        assert [] == list(tmp_path.iterdir())
