"""In what somebody can have a tie, and who may say so."""

from enum import StrEnum

from coop.kernel.access import Permission


class Matter(StrEnum):
    """What a tie is to: an item on the agenda, or an answer that is owed."""

    ITEM = "item"
    ANSWER = "answer"


# Who decides on the matter says who takes no part in it.
ASKS: dict[Matter, Permission] = {Matter.ITEM: Permission.CURATE_AGENDA, Matter.ANSWER: Permission.ANSWER_OUTCOME}
