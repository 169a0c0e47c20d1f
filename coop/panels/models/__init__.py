"""Tables of the panels room."""

from coop.panels.models.candidates import Application, ApplicationDraft, Complaint, Interview
<<<<<<< HEAD
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
from coop.panels.models.procedures import Erasure, Procedure, ProcedureChange, Remark, Reminder
=======
from coop.panels.models.panel import Declaration, Opinion, PanelDraw, ScoreSheet, Seat, Volunteer
from coop.panels.models.procedures import Procedure, ProcedureChange, Remark, Reminder
>>>>>>> 4e5d055 (My data, retention with one ledger, leaving, moving house, death, and reach beside who lives here)

__all__ = [
    "Application",
    "ApplicationDraft",
    "Complaint",
    "Declaration",
<<<<<<< HEAD
    "Erasure",
    "Evaluation",
=======
>>>>>>> 4e5d055 (My data, retention with one ledger, leaving, moving house, death, and reach beside who lives here)
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
