"""Questions about the agenda, its editions and the commitments."""

from coop.agenda.queries.commitments import (
    CommitmentRow,
    NoteRow,
    commitment_counts,
    commitment_of,
    commitments_of,
    notes_of,
)

__all__ = [
    "CommitmentRow",
    "NoteRow",
    "commitment_counts",
    "commitment_of",
    "commitments_of",
    "notes_of",
]
