"""Lists for programs, and reading those of other co-operatives."""

from coop.opendata.views import lists, neighbours
from coop.opendata.views.blueprint import bp
from coop.opendata.views.lists import NAMES

__all__ = ["NAMES", "bp", "lists", "neighbours"]
