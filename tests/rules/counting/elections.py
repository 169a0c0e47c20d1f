"""Real elections lie beside the repository; where they are absent, their tests say so and are skipped."""

from pathlib import Path

import pytest

ELECTIONS = Path(__file__).resolve().parents[4] / "shared" / "elections"


def election(name: str) -> Path:
    """The path of a shared election file."""
    if not ELECTIONS.is_dir():
        pytest.skip(f"no real elections here: {ELECTIONS} is absent")
    return ELECTIONS / name


def text_of(name: str) -> str:
    """The text of a shared election file."""
    return election(name).read_text("utf-8")
