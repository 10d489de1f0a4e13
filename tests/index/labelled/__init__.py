"""Sentences and short documents that we wrote and labelled by hand; the held-back files are never tuned on."""

from pathlib import Path
from typing import Any

import yaml


def load(name: str) -> Any:
    """Load a labelled file of this folder."""
    return yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
