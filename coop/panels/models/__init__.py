"""Tables of the panels room."""

from coop.panels.models.candidates import Application, ApplicationDraft, Complaint, Interview
from coop.panels.models.faults import Breach, Fault
from coop.panels.models.panel import (
    Declaration,
    Evaluation,
    Opinion,
    PanelDraw,
    PaperSheet,
    ScoreSheet,
    Seat,
    Volunteer,
)
from coop.panels.models.procedures import Procedure, ProcedureChange, Remark, Reminder

__all__ = [
    "Application",
    "ApplicationDraft",
    "Breach",
    "Complaint",
    "Declaration",
    "Evaluation",
    "Fault",
    "Interview",
    "Opinion",
    "PanelDraw",
    "PaperSheet",
    "Procedure",
    "ProcedureChange",
    "Remark",
    "Reminder",
    "ScoreSheet",
    "Seat",
    "Volunteer",
]
