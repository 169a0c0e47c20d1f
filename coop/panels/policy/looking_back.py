"""What members of a panel are asked when it is finished (domain notes, N23)."""

from enum import StrEnum

from coop.kernel.words import mark

# With fewer answers one of them could be told apart.
LEAST_ANSWERS = 3


class Answer(StrEnum):
    """An answer to a question about the procedure."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


ANSWER_WORDS: dict[Answer, str] = {
    Answer.YES: mark("Yes"),
    Answer.PARTLY: mark("Partly"),
    Answer.NO: mark("No"),
}
CLEAR = mark("Did you know at every step what was asked of you?")
FREE = mark("Could you judge freely, without pressure from anybody?")
BETTER = mark("What should be different next time?")
