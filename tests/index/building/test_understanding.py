"""What is understood of seeds: every passage as it would be quoted, what was left out, and what cannot be read."""

from pathlib import Path

from index.building.understanding import understand_path
from index.settings import BuildSettings
from tests.conftest import write_seeds


def test_all_that_is_understood_of_a_folder_is_there(tmp_path: Path) -> None:
    """Documents with their passages, in order; a file that cannot be read spoils no other."""
    folder = write_seeds(
        tmp_path / "seeds",
        {"a.md": "---\ntitle: Rain\ndraft: true\n---\nIt rains.", "b.txt": "", "c.txt": "It snows."},
    )

    found = understand_path(folder, BuildSettings())

    assert [("a", ["It rains."]), ("c", ["It snows."])] == [
        (each.document.id, [passage.text for passage in each.passages]) for each in found.documents
    ]
    assert "draft" == found.documents[0].document.epistemic_status
    assert [str(folder / "b.txt")] == [each.path for each in found.skipped]
    assert "holds no text to quote" in found.skipped[0].problem
