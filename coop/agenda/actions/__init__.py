"""Acts on the agenda, its editions and the commitments."""

from coop.agenda.actions.commitments import make_commitment, report_progress

__all__ = ["make_commitment", "report_progress"]
