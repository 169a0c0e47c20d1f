"""Decisions can be pointed at: every one has a number of its own. What decision 0603 promises is there."""

import re
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "decisions"
TESTS = Path(__file__).parents[1]


def test_every_decision_has_a_number_of_its_own() -> None:
    notes = sorted(FOLDER.glob("*.md"))
    numbers = [note.name[:4] for note in notes]
    assert len(notes) > 40
    assert len(set(numbers)) == len(numbers)
    titles = [note.read_text().partition("\n")[0] for note in notes]
    assert [title[:7] for title in titles] == [f"# {number} " for number in numbers]


def test_each_of_the_forty_attacks_on_secret_votes_has_a_test_with_its_number() -> None:
    names = [
        name for path in TESTS.rglob("test_*.py") for name in re.findall(r"def test_((?:\d\d?_)+)", path.read_text())
    ]
    found = {int(number) for name in names for number in name.split("_") if number}
    assert set(range(1, 41)) <= found, set(range(1, 41)) - found
