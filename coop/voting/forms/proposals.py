"""Shape of what is on a ballot: one form for each kind."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from coop.voting import policy
from coop.voting.forms.checks import cents_of, euros, euros_text, hours, hours_text, minutes_of
from coop.voting.policy import BallotKind, ProposalText
from coop.web.fields import at_most, one_of_choices
from coop.web.forms import Form, options
from coop.web.words import _, lazy


def _text(label: Any, missing: Any = None, *, description: Any = "", rows: int = 5) -> Any:
    required = [InputRequired(missing)] if missing else []
    return TextAreaField(
        label, description=description, validators=[*required, at_most(policy.TEXT_LENGTH)], render_kw={"rows": rows}
    )


def _title(label: Any, missing: Any, description: Any = "") -> Any:
    return StringField(
        label, description=description, validators=[InputRequired(missing), at_most(policy.TITLE_LENGTH)]
    )


class OnBallotForm(Form):
    """What everything on a ballot has; `amount` in minutes a week or cents."""

    @property
    def amount(self) -> int:
        """Minutes a week or cents."""
        return 0

    @property
    def item_id(self) -> int | None:
        """The chosen agenda item."""
        field = getattr(self, "item", None)
        return int(field.data) if field is not None and field.data else None

    def offer(self, items: Sequence[tuple[int, str]]) -> None:
        """Show agenda items, (id, title), to choose from."""
        if "item" in self:
            self["item"].choices = options([("", _("None")), *((str(item_id), title) for item_id, title in items)])

    @property
    def text(self) -> ProposalText:
        """What was filled in, for the action."""
        said = {
            name: self[name].data or ""
            for name in ("title", "what", "expected", "how_noticed", "pro", "contra")
            if name in self
        }
        return ProposalText(**{"title": "", "what": "", **said}, amount=self.amount)


def _item() -> Any:
    return SelectField(
        lazy("From which item of the agenda?"),
        validators=[one_of_choices(lazy("Choose an item of the agenda, or none."), required=False)],
        validate_choice=False,
    )


def _pro() -> Any:
    return _text(
        lazy("Arguments for"), description=lazy("One on each line. They stand beside it on the ballot."), rows=3
    )


def _contra() -> Any:
    return _text(
        lazy("Arguments against"), description=lazy("One on each line. Be as fair as for the other side."), rows=3
    )


class ProposalForm(OnBallotForm):
    """Work that the team would do."""

    item = _item()
    title = _title(
        lazy("Title"),
        lazy("Give the proposal a short title."),
        lazy("A few words that say what the team would do."),
    )
    what = _text(lazy("What would the team do?"), lazy("Say what the team would do."))
    hours = StringField(
        lazy("Hours a week"),
        description=lazy("Count preparing and travelling too. For example 4 or 4,5."),
        validators=[InputRequired(lazy("Fill in how many hours a week it takes.")), hours],
        render_kw={"inputmode": "decimal"},
    )
    expected = _text(lazy("What result do you expect?"), lazy("Say what result you expect."), rows=3)
    how_noticed = _text(
        lazy("How will residents notice?"),
        lazy("Say how residents will notice."),
        description=lazy("The team will be asked about exactly this later."),
        rows=3,
    )
    pro = _pro()
    contra = _contra()

    @property
    def amount(self) -> int:
        return minutes_of(self.hours.data) or 0


class PlanForm(OnBallotForm):
    """A plan that costs money."""

    item = _item()
    title = _title(lazy("Title"), lazy("Give the plan a short title."))
    what = _text(lazy("What is done with the money?"), lazy("Say what is done with the money."))
    euros = StringField(
        lazy("Euros"),
        description=lazy("The whole amount it costs, with tax. For example 750 or 750,50."),
        validators=[InputRequired(lazy("Fill in how many euros it costs.")), euros],
        render_kw={"inputmode": "decimal"},
    )
    how_noticed = _text(lazy("How will residents notice?"), rows=3)
    pro = _pro()
    contra = _contra()

    @property
    def amount(self) -> int:
        return cents_of(self.euros.data) or 0


class MotionTextForm(OnBallotForm):
    """The text that is voted on."""

    item = _item()
    title = _title(lazy("Title"), lazy("Give the motion a short title."))
    what = _text(
        lazy("Text of the motion"),
        lazy("Write the text of the motion."),
        description=lazy("Exactly as it will be decided. It cannot be changed after the vote opens."),
        rows=8,
    )
    pro = _pro()
    contra = _contra()


class CandidateForm(OnBallotForm):
    """Somebody who stands for election."""

    title = _title(lazy("Name"), lazy("Fill in the name of the candidate."))
    what = _text(
        lazy("Who is it, and why does this person stand?"),
        lazy("Say who the candidate is."),
        description=lazy("In the candidate's own words. The candidate has agreed to it."),
    )


class OptionForm(OnBallotForm):
    """One of the options to choose from."""

    item = _item()
    title = _title(lazy("Title"), lazy("Give the option a short title."))
    what = _text(lazy("What does this option mean?"), lazy("Say what the option is."))
    pro = _pro()
    contra = _contra()


FORMS: dict[BallotKind, type[OnBallotForm]] = {
    BallotKind.PRIORITIES: ProposalForm,
    BallotKind.BUDGET: PlanForm,
    BallotKind.MOTION: MotionTextForm,
    BallotKind.ELECTION: CandidateForm,
    BallotKind.CHOICE: OptionForm,
}


def proposal_form(kind: BallotKind, known: Any = None) -> OnBallotForm:
    """The form of a kind, empty or with what is `known` of something on the ballot."""
    if known is None:
        return FORMS[kind]()
    names = ("title", "what", "expected", "how_noticed", "pro", "contra")
    data = {name: getattr(known, name) for name in names}
    data |= {"item": str(known.item_id or ""), "hours": hours_text(known.amount), "euros": euros_text(known.amount)}
    return FORMS[kind](data=data)
