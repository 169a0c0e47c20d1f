"""What is said in a poll and its proposals: lengths, hours, euros."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from coop.kernel.errors import InvalidError
from coop.kernel.text import clean_line, clean_text, require_filled
from coop.kernel.words import mark
from coop.voting.policy.kinds import BallotKind, Settings, Unit, require_settings
from coop.voting.policy.states import VoteKind

TITLE_LENGTH = 100
QUESTION_LENGTH = 400
TEXT_LENGTH = 1500
REASON_LENGTH = 1000
KEY_LENGTH = 40
LONGEST_HOURS = 2000
LARGEST_CENTS = 10_000_000_00


def require_budget(amount: int, unit: Unit, field_name: str, most: int | None = None) -> int:
    """Return an amount in minutes or cents of at least one and at most `most`. Raises `InvalidError` on the field."""
    if unit is Unit.HOURS:
        nothing, too_much = (
            mark("Fill in more than zero hours."),
            mark("This is more than the hours that can be divided."),
        )
        limit = LONGEST_HOURS * 60
    else:
        nothing, too_much = (
            mark("Fill in more than zero euros."),
            mark("This is more than the euros that can be divided."),
        )
        limit = LARGEST_CENTS
    if amount < 1:
        raise InvalidError(nothing, field=field_name)
    if amount > (limit if most is None else most):
        raise InvalidError(too_much, field=field_name)
    return amount


@dataclass(frozen=True, slots=True)
class PollPlan:
    """A vote as it is prepared. `budget`: minutes a week or cents, 0 where nothing is divided.

    `subject`: on which the neighbourhood has a mandate (a value of `Subject`), None for the co-operative's own affairs.
    """

    title: str
    question: str
    vote_kind: VoteKind
    closes_at: datetime
    ballot_kind: BallotKind = BallotKind.PRIORITIES
    budget: int = 0
    subject: str | None = None
    settings: Settings = field(default_factory=Settings)

    def checked(self, at: datetime) -> "PollPlan":
        """The same, tidied. Raises `InvalidError` on the first field that does not fit."""
        kind = self.ballot_kind
        title = require_filled(clean_line(self.title), TITLE_LENGTH, "title", mark("Give the vote a short title."))
        question = require_filled(
            clean_text(self.question), QUESTION_LENGTH, "question", mark("Write the question to the members.")
        )
        budget = 0
        if kind.divides:
            budget = require_budget(self.budget, kind.unit, "hours" if kind.unit is Unit.HOURS else "euros")
        if self.closes_at <= at:
            raise InvalidError(mark("Choose a moment that has not passed yet."), field="closes_on")
        return replace(
            self, title=title, question=question, budget=budget, settings=require_settings(kind, self.settings)
        )


_WANTED: dict[BallotKind, tuple[str, str]] = {
    BallotKind.PRIORITIES: (mark("Give the proposal a short title."), mark("Say what the team would do.")),
    BallotKind.BUDGET: (mark("Give the plan a short title."), mark("Say what is done with the money.")),
    BallotKind.MOTION: (mark("Give the motion a short title."), mark("Write the text of the motion.")),
    BallotKind.ELECTION: (mark("Fill in the name of the candidate."), mark("Say who the candidate is.")),
    BallotKind.CHOICE: (mark("Give the option a short title."), mark("Say what the option is.")),
}


@dataclass(frozen=True, slots=True)
class ProposalText:
    """What is said of one thing on the ballot. `amount`: minutes a week or cents, 0 where nothing is divided.

    `pro` and `contra`: arguments for and against, one on each line; not of persons.
    """

    title: str
    what: str
    amount: int = 0
    expected: str = ""
    how_noticed: str = ""
    pro: str = ""
    contra: str = ""

    def checked(self, kind: BallotKind, budget: int) -> "ProposalText":
        """The same, tidied. Raises `InvalidError` on the first field that is missing, too long or too dear."""
        no_title, no_text = _WANTED[kind]
        amount, expected, how_noticed = 0, clean_text(self.expected), clean_text(self.how_noticed)
        title = require_filled(clean_line(self.title), TITLE_LENGTH, "title", no_title)
        what = require_filled(clean_text(self.what), TEXT_LENGTH, "what", no_text)
        if kind.divides:
            amount = require_budget(self.amount, kind.unit, "hours" if kind.unit is Unit.HOURS else "euros", budget)
        if kind is BallotKind.PRIORITIES:
            expected = require_filled(expected, TEXT_LENGTH, "expected", mark("Say what result you expect."))
            how_noticed = require_filled(
                how_noticed, TEXT_LENGTH, "how_noticed", mark("Say how residents will notice.")
            )
        person = kind is BallotKind.ELECTION
        return ProposalText(
            title=title,
            what=what,
            amount=amount,
            expected=require_short(expected, "expected"),
            how_noticed=require_short(how_noticed, "how_noticed"),
            pro="" if person else require_short(clean_text(self.pro), "pro"),
            contra="" if person else require_short(clean_text(self.contra), "contra"),
        )


def require_short(text: str, field_name: str) -> str:
    """Return a text that may be empty but not too long. Raises `InvalidError` on the field."""
    return require_filled(text, TEXT_LENGTH, field_name, "") if text else text
