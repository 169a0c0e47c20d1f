"""What people answer."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Final

# The fewest people behind anything that is shown; also the smallest group.
LEAST: Final = 10


class Answer(IntEnum):
    """What somebody says of a statement."""

    DISAGREE = -1
    PASS = 0
    AGREE = 1


Answers = Mapping[str, Mapping[str, Answer]]
"""Per person, by whatever name or number, what they answered to which statement."""
