"""Pages of the panels room, by who uses them."""

from coop.panels.views import candidate, member, office, public
from coop.panels.views.base import bp

__all__ = ["bp", "candidate", "member", "office", "public"]
