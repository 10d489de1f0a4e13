"""Arrays that wait: as they were appended, in memory or in a file, which nobody sees."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.storage.spill import Spill

GROUPS = st.lists(st.lists(st.lists(st.integers(0, 255), max_size=5), min_size=1, max_size=3), max_size=8)


@given(groups=GROUPS, most_bytes=st.integers(0, 60))
def test_arrays_come_back_as_they_were(
    groups: list[list[list[int]]], most_bytes: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Their types, lengths and order, again and again, and once more while they are given up."""
    folder = tmp_path_factory.mktemp("spool")
    given_ = [[np.array(each, kind) for each, kind in zip(group, "BHq", strict=False)] for group in groups]
    with closing(Spill(folder, most_bytes)) as spill:
        for group in given_:
            spill.append(group)

        for found in (list(spill), list(spill), list(spill.drain())):
            assert [[(a.dtype, a.tolist()) for a in group] for group in given_] == [
                [(a.dtype, a.tolist()) for a in group] for group in found
            ]


def test_no_more_than_the_budget_is_held(tmp_path: Path) -> None:
    """What goes over it is in a file without a name; without a folder all is held."""
    held, spooled = Spill(), Spill(tmp_path, 1_000)
    with closing(spooled):
        for spill in (held, spooled):
            for _ in range(10):
                spill.append([np.zeros(40, np.int64)])

        assert (3_200, 640) == (held.held_bytes, spooled.held_bytes)
        assert [] == list(tmp_path.iterdir())


def test_what_is_filled_beyond_the_budget_is_mapped(tmp_path: Path) -> None:
    """Zeros to begin with, wherever they are, and no name in the folder; nothing is mapped without a folder."""
    kind = np.dtype(np.uint16)
    spooled = Spill(tmp_path, 1_000)

    small, large, held = spooled.zeros((10,), kind), spooled.zeros((30, 40), kind), Spill().zeros((30, 40), kind)

    assert [None, True, None] == [each.base is not None or None for each in (small, large, held)]
    assert [(10,), (30, 40), (30, 40)] == [each.shape for each in (small, large, held)]
    assert 0 == int(small.sum()) + int(large.sum()) + int(held.sum())
    large[29, 39] = 7
    assert (7, 7) == (int(large.max()), int(large.sum()))
    assert [] == list(tmp_path.iterdir())


def test_a_disk_without_room_is_told_before_anything_is_written(tmp_path: Path) -> None:
    """Writing to a mapped file that has no room would end the process."""
    with pytest.raises(OSError):  # noqa: PT011 which one hangs on the file system
        Spill(tmp_path, 1_000).zeros((1 << 60,), np.dtype(np.uint8))

    assert [] == list(tmp_path.iterdir())
