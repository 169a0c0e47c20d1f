"""Decisions can be pointed at: every one has a number of its own, in its name and in its title."""

from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "decisions"


def test_every_decision_has_a_number_of_its_own() -> None:
    notes = sorted(FOLDER.glob("*.md"))
    numbers = [note.name[:4] for note in notes]
    assert len(notes) > 40
    assert len(set(numbers)) == len(numbers)
    titles = [note.read_text().partition("\n")[0] for note in notes]
    assert [title[:7] for title in titles] == [f"# {number} " for number in numbers]
