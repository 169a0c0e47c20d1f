"""What an answer is owed on, who owes it, and the words for it."""

from dataclasses import dataclass
from enum import StrEnum

from coop.districts.policy import USUAL_ANSWER_DAYS, Decider, Level, MandateSnapshot
from coop.kernel.errors import ConflictError, CoopError, InvalidError
from coop.kernel.words import mark
from coop.rules.answering import DAYS_TO_TEST, Event, Fault, Ground, Phase, Power, Verdict

REASONS_LENGTH = 2000
TITLE_LENGTH = 200
SIGNED_LENGTH = 200
QUESTION_DAYS = 14


class Source(StrEnum):
    """What an answer is owed on."""

    VOTE = "vote"
    EDITION = "edition"
    ADVICE = "advice"
    QUESTION = "question"


SOURCE_WORDS: dict[Source, str] = {
    Source.VOTE: mark("A vote of the members"),
    Source.EDITION: mark("The agenda of the neighbourhood"),
    Source.ADVICE: mark("Advice of the council or of members"),
    Source.QUESTION: mark("A question of the municipality"),
}
# Of an edition only the number is kept as its title; each reader gets it in the own language.
EDITION_TITLE = mark("The agenda of the neighbourhood, edition %(number)s")
VERDICT_WORDS: dict[Verdict, str] = {
    Verdict.ADOPT: mark("Fully adopted"),
    Verdict.PARTLY: mark("Partly adopted"),
    Verdict.DEVIATE: mark("Not adopted"),
}
VERDICT_CHOICES: dict[Verdict, str] = {
    Verdict.ADOPT: mark("We do this"),
    Verdict.PARTLY: mark("We do a part of this"),
    Verdict.DEVIATE: mark("We do something else"),
}
GROUND_WORDS: dict[Ground, str] = {
    Ground.ROLL: mark("The list of voters was wrong"),
    Ground.COUNT: mark("Votes were lost or counted wrongly"),
    Ground.INTEREST: mark("Somebody with an interest of their own took part in running the vote"),
    Ground.LAW: mark("The law or the statutes forbid it"),
}
NOT_NOW = mark("This step is not possible (any more). Look at the page to see where it stands.")
_FAULTS: dict[Fault, CoopError] = {
    Fault.NOT_NOW: ConflictError(
        mark("This step is not possible (any more). Look at the page to see where it stands.")
    ),
    Fault.NOT_YET_LATE: ConflictError(mark("The term has not passed yet.")),
    Fault.NO_REASONS: InvalidError(mark("Give reasons. Everybody can read them."), field="reasons"),
    Fault.NO_GROUND: InvalidError(mark("Choose what went wrong in the procedure."), field="ground"),
    Fault.POINTS_MISSING: InvalidError(mark("Answer every point.")),
}


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that residents put; `key` is its name within the answer."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What is owed: power of the outcome, who decides, in how many days."""

    power: Power
    decider: Decider
    days: int


def terms_of(mandate: MandateSnapshot | None, *, only_advice: bool) -> Terms | None:
    """What a mandate makes of an outcome; None for the own affairs of the co-operative, which need nobody.

    `only_advice`: whoever asked said so beforehand. A subject that residents declined is advice whatever was asked.
    """
    if mandate is None:
        return Terms(Power.ADVICE, Decider.BOARD, USUAL_ANSWER_DAYS) if only_advice else None
    if only_advice or mandate.declined or mandate.level is Level.ADVISORY:
        return Terms(Power.ADVICE, mandate.decider, mandate.answer_days)
    if mandate.level is Level.CO_DECISION:
        return Terms(Power.SECOND_KEY, mandate.decider, mandate.answer_days)
    return Terms(Power.DECISION, mandate.decider, DAYS_TO_TEST)


def refusal_of(fault: Fault) -> CoopError:
    """A fault as a refusal with words."""
    told = _FAULTS[fault]
    return type(told)(told.message, field=told.field)


# What a page says first: (sentence, tone), by power and phase.
STANDING: dict[tuple[Power, Phase], tuple[str, str]] = {
    (Power.ADVICE, Phase.OWED): (mark("Waits for an answer"), "busy"),
    (Power.ADVICE, Phase.ANSWERED): (mark("Answered"), "ok"),
    (Power.SECOND_KEY, Phase.OWED): (mark("Waits for the second key"), "busy"),
    (Power.SECOND_KEY, Phase.TALKING): (mark("Residents and who decides talk once more"), "busy"),
    (Power.SECOND_KEY, Phase.IN_EFFECT): (mark("Both agree: it takes effect"), "ok"),
    (Power.SECOND_KEY, Phase.STOPPED): (mark("No agreement: it does not take effect"), "late"),
    (Power.DECISION, Phase.OWED): (mark("Takes effect by itself"), "busy"),
    (Power.DECISION, Phase.IN_EFFECT): (mark("In effect"), "ok"),
    (Power.DECISION, Phase.STOPPED): (mark("Stopped: something was wrong with the procedure"), "late"),
}
EVENT_WORDS: dict[tuple[Power, Event], str] = {
    (Power.ADVICE, Event.ANSWER): mark("The answer was given."),
    (Power.SECOND_KEY, Event.AGREE): mark("Who decides agreed."),
    (Power.SECOND_KEY, Event.REFUSE): mark("Who decides did not agree."),
    (Power.SECOND_KEY, Event.LAPSE): mark("The term passed without an answer."),
    (Power.DECISION, Event.CARRY_OUT): mark("The board carries it out."),
    (Power.DECISION, Event.LAPSE): mark("The term for a test of the procedure passed. The decision counts."),
    (Power.DECISION, Event.OBJECT): mark("The board stopped it after a test of the procedure."),
}
