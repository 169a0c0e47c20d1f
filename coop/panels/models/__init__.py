"""Tables of the panels room."""

from coop.panels.models.candidates import Application, ApplicationDraft, Complaint, Interview
from coop.panels.models.panel import Declaration, Opinion, PanelDraw, ScoreSheet, Seat, Volunteer
from coop.panels.models.procedures import Erasure, Procedure, ProcedureChange, Remark, Reminder

__all__ = [
    "Application",
    "ApplicationDraft",
    "Complaint",
    "Declaration",
    "Erasure",
    "Interview",
    "Opinion",
    "PanelDraw",
    "Procedure",
    "ProcedureChange",
    "Remark",
    "Reminder",
    "ScoreSheet",
    "Seat",
    "Volunteer",
]
