"""Pages of the panels room."""

from coop.panels.views import (
    breaches,
    candidate,
    candidates,
    committee,
    deliberation,
    draw,
    faults,
    manage,
    member,
    outcome,
    paper,
    public,
    scoring,
    seats,
    stand_in,
    stopping,
    vacancy,
)
from coop.panels.views.base import bp

__all__ = [
    "bp",
    "breaches",
    "candidate",
    "candidates",
    "committee",
    "deliberation",
    "draw",
    "faults",
    "manage",
    "member",
    "outcome",
    "paper",
    "public",
    "scoring",
    "seats",
    "stand_in",
    "stopping",
    "vacancy",
]
