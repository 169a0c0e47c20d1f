"""Acts of learning over the fence."""

from coop.learning.actions.fence import answer_difference
from coop.learning.actions.pilots import (
    Plan,
    agree_to_pilot,
    end_pilot,
    remind_of_pilots,
    start_pilot,
    write_finding,
)
from coop.learning.actions.sheets import (
    Assumption,
    add_line,
    begin_sheet,
    change_line,
    change_sheet,
    publish_sheet,
    remove_line,
    renew_sheet,
    throw_away_sheet,
)

__all__ = [
    "Assumption",
    "Plan",
    "add_line",
    "agree_to_pilot",
    "answer_difference",
    "begin_sheet",
    "change_line",
    "change_sheet",
    "end_pilot",
    "publish_sheet",
    "remind_of_pilots",
    "remove_line",
    "renew_sheet",
    "start_pilot",
    "throw_away_sheet",
    "write_finding",
]
