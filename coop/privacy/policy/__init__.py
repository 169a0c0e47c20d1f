"""The table of retention: per kind of data what it is, why it is kept, how long, and what happens then."""

from coop.privacy.policy.kinds import KINDS, NO_PERSONS, OFFICE
from coop.privacy.policy.shapes import COLUMN_WORDS, Holding, Kind, Term

__all__ = ["COLUMN_WORDS", "KINDS", "NO_PERSONS", "OFFICE", "Holding", "Kind", "Term"]
