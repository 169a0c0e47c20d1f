"""Screens of this room."""

from coop.members.views import (
    duplicates,
    ending,
    founding,
    joining,
    mine,
    office,
    rescue,
    roles,
    starting,
    statutes,
    team,
)
from coop.members.views.blueprint import bp

__all__ = [
    "bp",
    "duplicates",
    "ending",
    "founding",
    "joining",
    "mine",
    "office",
    "rescue",
    "roles",
    "starting",
    "statutes",
    "team",
]
