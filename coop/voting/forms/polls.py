"""Shape of a vote in preparation: one form for each kind."""

from datetime import datetime, time
from typing import Any

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired

from coop.districts.policy import SUBJECT_WORDS, Subject
from coop.kernel.clock import AMSTERDAM
from coop.voting import policy
from coop.voting.forms.checks import cents_of, euros, euros_text, hours, hours_text, minutes_of, whole, whole_of
from coop.voting.policy import (
    CHOICE_METHODS,
    QUORUM_WORDS,
    BallotKind,
    Majority,
    Method,
    PollPlan,
    Settings,
    Unit,
    VoteKind,
)
from coop.web.fields import at_most, one_of_choices
from coop.web.forms import Form, options
from coop.web.words import _, lazy

OWN_AFFAIRS = "own"


class PollForm(Form):
    """What every vote says. `kind`: what is on the ballot."""

    kind = BallotKind.PRIORITIES

    title = StringField(
        lazy("Title"),
        description=lazy("For example: What does the team do in the autumn?"),
        validators=[InputRequired(lazy("Give the vote a short title.")), at_most(policy.TITLE_LENGTH)],
    )
    question = TextAreaField(
        lazy("The question to the members"),
        description=lazy("One or two plain sentences."),
        validators=[InputRequired(lazy("Write the question to the members.")), at_most(policy.QUESTION_LENGTH)],
        render_kw={"rows": 3},
    )
    vote_kind = RadioField(
        lazy("What kind of vote is it?"),
        validators=[one_of_choices(lazy("Choose what kind of vote it is."))],
        validate_choice=False,
        default=VoteKind.CONSULTATION.value,
    )
    closes_on = DateField(
        lazy("Last day"),
        validators=[InputRequired(lazy("Choose the day on which the vote closes."))],
    )
    closes_time = TimeField(
        lazy("Closing time on that day"),
        default=time(20, 0),
        validators=[InputRequired(lazy("Choose the time at which the vote closes."))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.kind is not BallotKind.PRIORITIES:
            self.title.description = ""
        self.vote_kind.choices = options((one.value, f"{_(one.words)}. {_(one.help)}") for one in VoteKind)

    @property
    def own_fields(self) -> list[Any]:
        """The fields of this kind alone, in the order of the page."""
        return []

    @property
    def closes_at(self) -> datetime:
        """The closing moment, in Dutch time."""
        return datetime.combine(self.closes_on.data, self.closes_time.data, AMSTERDAM)

    @property
    def plan(self) -> PollPlan:
        """What was filled in, for the action."""
        return PollPlan(
            title=self.title.data or "",
            question=self.question.data or "",
            vote_kind=VoteKind(self.vote_kind.data),
            closes_at=self.closes_at,
            ballot_kind=self.kind,
            budget=self.budget,
            subject=self.chosen_subject,
            settings=self.settings,
        )

    @property
    def budget(self) -> int:
        """Minutes a week or cents."""
        return 0

    @property
    def chosen_subject(self) -> str | None:
        """On what residents have a say here."""
        field = getattr(self, "subject", None)
        return None if field is None or field.data == OWN_AFFAIRS else field.data

    @property
    def settings(self) -> Settings:
        """How it is counted."""
        return Settings()


class PrioritiesForm(PollForm):
    """Hours of the team are divided."""

    hours = StringField(
        lazy("Hours a week to divide"),
        description=lazy("How many hours a week the team keeps free for what the members choose."),
        validators=[InputRequired(lazy("Fill in the hours to divide.")), hours],
        render_kw={"inputmode": "decimal"},
    )

    @property
    def own_fields(self) -> list[Any]:
        return [self.hours]

    @property
    def budget(self) -> int:
        return minutes_of(self.hours.data) or 0


class BudgetForm(PollForm):
    """Euros are divided."""

    kind = BallotKind.BUDGET
    euros = StringField(
        lazy("Euros to divide"),
        description=lazy("The whole amount. For example 7500."),
        validators=[InputRequired(lazy("Fill in the euros to divide.")), euros],
        render_kw={"inputmode": "decimal"},
    )

    @property
    def own_fields(self) -> list[Any]:
        return [self.euros]

    @property
    def budget(self) -> int:
        return cents_of(self.euros.data) or 0


def _subject() -> Any:
    return SelectField(
        lazy("What is it about?"),
        description=lazy("This tells voters how far their say goes."),
        validators=[one_of_choices(lazy("Choose what it is about."))],
        validate_choice=False,
        default=OWN_AFFAIRS,
    )


def _offer_subjects(field: Any) -> None:
    about = [(OWN_AFFAIRS, _("The co-operative itself: its board, rules or money"))]
    field.choices = options(about + [(one.value, _(SUBJECT_WORDS[one])) for one in Subject])


class MotionForm(PollForm):
    """For, against or blank on one text."""

    kind = BallotKind.MOTION
    subject = _subject()
    quorum = SelectField(
        lazy("How many members must vote?"),
        description=lazy("What the statutes say. With fewer votes the motion is rejected."),
        validators=[one_of_choices(lazy("Choose how many members must vote."))],
        validate_choice=False,
        default="0/1",
    )
    majority = RadioField(
        lazy("When is the motion adopted?"),
        description=lazy("What the statutes say. As many votes for as against means rejected."),
        validators=[one_of_choices(lazy("Choose when the motion is adopted."))],
        validate_choice=False,
        default=Majority.SIMPLE.value,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_subjects(self.subject)
        self.quorum.choices = options((key, _(words)) for key, words in QUORUM_WORDS.items())
        self.majority.choices = options((one.value, _(one.words)) for one in Majority)

    @property
    def own_fields(self) -> list[Any]:
        return [self.subject, self.quorum, self.majority]

    @property
    def settings(self) -> Settings:
        return Settings(method=Method.MAJORITY, quorum=self.quorum.data, majority=Majority(self.majority.data))


def _ranks() -> Any:
    return StringField(
        lazy("Places on a ballot"),
        description=lazy("Six is usual. A longer order can show whose ballot it is, and so be used to buy a vote."),
        validators=[InputRequired(lazy("Fill in how many places a ballot has.")), whole],
        default=str(policy.MOST_RANKS),
        render_kw={"inputmode": "numeric"},
    )


class ElectionForm(PollForm):
    """Candidates are put in order."""

    kind = BallotKind.ELECTION
    subject = _subject()
    seats = StringField(
        lazy("How many persons are elected?"),
        validators=[InputRequired(lazy("Fill in how many persons are elected.")), whole],
        default="1",
        render_kw={"inputmode": "numeric"},
    )
    most_ranks = _ranks()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_subjects(self.subject)

    @property
    def own_fields(self) -> list[Any]:
        return [self.subject, self.seats, self.most_ranks]

    @property
    def settings(self) -> Settings:
        return Settings(
            method=Method.STV, seats=whole_of(self.seats.data) or 0, most_ranks=whole_of(self.most_ranks.data) or 0
        )


class ChoiceForm(PollForm):
    """Options are approved or put in order."""

    kind = BallotKind.CHOICE
    subject = _subject()
    method = RadioField(
        lazy("What do voters do, and how is it counted?"),
        validators=[one_of_choices(lazy("Choose how the votes are counted."))],
        validate_choice=False,
        default=Method.SCORE.value,
    )
    most_ranks = _ranks()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_subjects(self.subject)
        self.method.choices = options((one.value, f"{_(one.words)}. {_(one.help)}") for one in CHOICE_METHODS)

    @property
    def own_fields(self) -> list[Any]:
        return [self.subject, self.method, self.most_ranks]

    @property
    def settings(self) -> Settings:
        return Settings(method=Method(self.method.data), most_ranks=whole_of(self.most_ranks.data) or 0)


FORMS: dict[BallotKind, type[PollForm]] = {
    BallotKind.PRIORITIES: PrioritiesForm,
    BallotKind.BUDGET: BudgetForm,
    BallotKind.MOTION: MotionForm,
    BallotKind.ELECTION: ElectionForm,
    BallotKind.CHOICE: ChoiceForm,
}


def poll_form(kind: BallotKind, known: Any = None) -> PollForm:
    """The form of a kind, empty or with what is `known` of a poll."""
    if known is None:
        return FORMS[kind]()
    closing, rules = known.closes_at.astimezone(AMSTERDAM), known.rules
    amount = hours_text if known.unit is Unit.HOURS else euros_text
    return FORMS[kind](
        data={
            "title": known.title,
            "question": known.question,
            "vote_kind": known.vote_kind.value,
            "closes_on": closing.date(),
            "closes_time": closing.time(),
            "hours": amount(known.budget),
            "euros": amount(known.budget),
            "subject": known.subject or OWN_AFFAIRS,
            "quorum": rules.quorum,
            "majority": rules.majority.value,
            "seats": str(rules.seats),
            "most_ranks": str(rules.most_ranks),
            "method": rules.method.value,
        }
    )
