"""In what somebody can have a tie, and who may say so."""

from enum import StrEnum

from coop.kernel.access import Permission


class Matter(StrEnum):
    """What a tie is to: an item on the agenda, an answer that is owed, or the choice of somebody for the team."""

    ITEM = "item"
    ANSWER = "answer"
    PROCEDURE = "procedure"


# Who decides on the matter says who takes no part in it.
ASKS: dict[Matter, Permission] = {
    Matter.ITEM: Permission.CURATE_AGENDA,
    Matter.ANSWER: Permission.ANSWER_OUTCOME,
    Matter.PROCEDURE: Permission.RATIFY_DECISION,
}
