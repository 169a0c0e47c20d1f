"""Screens of learning over the fence."""

from coop.learning.views import fence, pilots, sheets
from coop.learning.views.base import bp

__all__ = ["bp", "fence", "pilots", "sheets"]
