"""Pages of the panels room."""

from coop.panels.views import (
    candidate,
    candidates,
    deliberation,
    draw,
    manage,
    member,
    outcome,
    paper,
    public,
    scoring,
    seats,
    stopping,
    vacancy,
)
from coop.panels.views.base import bp

__all__ = [
    "bp",
    "candidate",
    "candidates",
    "deliberation",
    "draw",
    "manage",
    "member",
    "outcome",
    "paper",
    "public",
    "scoring",
    "seats",
    "stopping",
    "vacancy",
]
