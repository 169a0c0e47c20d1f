"""Screens of this room."""

from coop.members.views import duplicates, joining, office, rescue, roles, statutes, team
from coop.members.views.blueprint import bp

__all__ = ["bp", "duplicates", "joining", "office", "rescue", "roles", "statutes", "team"]
