"""What is said in a poll and its proposals: lengths, hours, euros."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from coop.kernel.errors import InvalidError, require_each
from coop.kernel.text import clean_line, clean_text, require_filled, require_length
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
        """The same, tidied. Raises `InvalidError` with every field that does not fit."""
        kind = self.ballot_kind
        title, question = clean_line(self.title), clean_text(self.question)
        require_each(
            lambda: require_filled(title, TITLE_LENGTH, "title", mark("Give the vote a short title.")),
            lambda: require_filled(question, QUESTION_LENGTH, "question", mark("Write the question to the members.")),
            lambda: kind.divides and require_budget(self.budget, kind.unit, amount_field(kind)),
            lambda: _require_later(self.closes_at, at),
            lambda: require_settings(kind, self.settings),
        )
        return replace(self, title=title, question=question, budget=self.budget if kind.divides else 0)


def amount_field(kind: BallotKind) -> str:
    """The field in which an amount is filled in."""
    return "hours" if kind.unit is Unit.HOURS else "euros"


def _require_later(moment: datetime, at: datetime) -> None:
    if moment <= at:
        raise InvalidError(mark("Choose a moment that has not passed yet."), field="closes_on")


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
        """The same, tidied. Raises `InvalidError` with every field that is missing, too long or too dear."""
        person = kind is BallotKind.ELECTION
        tidy = ProposalText(
            title=clean_line(self.title),
            what=clean_text(self.what),
            amount=self.amount if kind.divides else 0,
            expected=clean_text(self.expected),
            how_noticed=clean_text(self.how_noticed),
            pro="" if person else clean_text(self.pro),
            contra="" if person else clean_text(self.contra),
        )
        wanted = dict(zip(("title", "what"), _WANTED[kind], strict=True))
        if kind is BallotKind.PRIORITIES:
            wanted |= {
                "expected": mark("Say what result you expect."),
                "how_noticed": mark("Say how residents will notice."),
            }
        texts = ("title", "what", "expected", "how_noticed", "pro", "contra")
        require_each(
            lambda: kind.divides and require_budget(tidy.amount, kind.unit, amount_field(kind), budget),
            *(partial(_require_text, getattr(tidy, name), name, wanted.get(name)) for name in texts),
        )
        return tidy


def _require_text(text: str, name: str, missing: str | None) -> None:
    """Raise `InvalidError` when a text is too long, or when it is `missing` and wanted."""
    longest = TITLE_LENGTH if name == "title" else TEXT_LENGTH
    if missing is None:
        require_length(text, longest, name)
    else:
        require_filled(text, longest, name, missing)
