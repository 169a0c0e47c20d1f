"""Questions about procedures, panels, applications and opened scores."""

from coop.panels.queries.people import (
    application_by_token,
    application_of,
    applications_of,
    candidate_count,
    my_application,
    my_seat,
    my_volunteer,
    panel_make_up,
    seats_of,
    volunteer_count,
    volunteers_of,
)
from coop.panels.queries.procedures import (
    history_of,
    lottery_of,
    open_vacancies,
    procedure_of,
    procedures_of,
)
from coop.panels.queries.sheets import Progress, my_sheets, opened, progress_of, sheets_in
from coop.panels.queries.waiting import Waiting, procedures_waiting

__all__ = [
    "Progress",
    "Waiting",
    "application_by_token",
    "application_of",
    "applications_of",
    "candidate_count",
    "history_of",
    "lottery_of",
    "my_application",
    "my_seat",
    "my_sheets",
    "my_volunteer",
    "open_vacancies",
    "opened",
    "panel_make_up",
    "procedure_of",
    "procedures_of",
    "procedures_waiting",
    "progress_of",
    "seats_of",
    "sheets_in",
    "volunteer_count",
    "volunteers_of",
]
