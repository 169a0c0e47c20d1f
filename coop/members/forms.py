"""Input about members and statutes."""

from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from coop.members.policy import ADMISSION_WORDS, ENDING_WORDS, REASON_LENGTH
from coop.web.fields import DateField
from coop.web.files import needed_file
from coop.web.forms import Form, options
from coop.web.words import lazy


def _at_most(longest: int) -> Length:
    return Length(max=longest, message=lazy("Use at most %(most)s characters.", most=longest))


class EnvelopesForm(Form):
    """Making letters with codes."""

    together = BooleanField(
        lazy("One envelope for everybody at one address"),
        description=lazy(
            "Each envelope then begins with a page with all names. Codes stay personal: a page for each person."
        ),
    )


class AddressForm(Form):
    """Who somebody is and where a letter arrives."""

    name = StringField(
        lazy("First name and family name"),
        validators=[InputRequired(message=lazy("Fill in a name.")), _at_most(120)],
        render_kw={"autocomplete": "name"},
    )
    street = StringField(
        lazy("Street"),
        validators=[InputRequired(message=lazy("Fill in the street.")), _at_most(80)],
    )
    house_number = StringField(
        lazy("House number"),
        description=lazy("With addition, for example 12 B."),
        validators=[InputRequired(message=lazy("Fill in the house number.")), _at_most(20)],
    )
    postcode = StringField(lazy("Postcode"), validators=[_at_most(10)], render_kw={"autocomplete": "postal-code"})
    email = EmailField(
        lazy("E-mail address"),
        description=lazy("Without an e-mail address everything comes by letter. It makes no other difference."),
        validators=[_at_most(254)],
        render_kw={"autocomplete": "email"},
    )


class ApplicationForm(AddressForm):
    """Wanting to become a member."""

    stated_age = IntegerField(
        lazy("Age in years"),
        description=lazy("We keep your age, not your date of birth."),
        validators=[InputRequired(message=lazy("Fill in the age in whole years."))],
    )
    accepts = BooleanField(lazy("I agree with the statutes of the co-operative"))


class PaperForm(ApplicationForm):
    """Typing over an application on paper."""

    stated_age = IntegerField(
        lazy("Age in years"), validators=[InputRequired(message=lazy("Fill in the age in whole years."))]
    )
    accepts = BooleanField(lazy("The paper says: I agree with the statutes, and is signed"))


class FounderForm(AddressForm):
    """A line of the paper list of founders."""

    email = None
    number = IntegerField(
        lazy("Number of the line on the paper"), validators=[InputRequired(message=lazy("Fill in a whole number."))]
    )
    stated_age = IntegerField(
        lazy("Age in years"), validators=[InputRequired(message=lazy("Fill in the age in whole years."))]
    )
    signed_on = DateField(
        lazy("Signed on"), validators=[InputRequired(message=lazy("Fill in a day, like 31-12-2026."))]
    )


class MemberForm(AddressForm):
    """Correcting what the register says."""

    street = StringField(lazy("Street"), validators=[_at_most(80)])
    house_number = StringField(lazy("House number"), validators=[_at_most(20)])
    stated_age = IntegerField(
        lazy("Age in years"),
        description=lazy("As it was said when applying. Correct it when somebody has become old enough to vote."),
        validators=[Optional()],
    )
    lives_here = BooleanField(lazy("Lives in the neighbourhood"))


class CodeForm(Form):
    """The code of a letter."""

    code = StringField(
        lazy("The code in your letter"),
        description=lazy("Three groups of four signs. Capitals or small letters make no difference."),
        validators=[InputRequired(message=lazy("Fill in the code of the letter.")), _at_most(40)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class VouchForm(Form):
    """Saying that a neighbour lives here."""

    number = StringField(
        lazy("The number of the application"),
        description=lazy("Your neighbour got this number when applying."),
        validators=[InputRequired(message=lazy("Fill in the number of the application.")), _at_most(20)],
    )
    knows = BooleanField(lazy("I know this person, and I know that they live in this neighbourhood"))


class RefusalForm(Form):
    """Refusing an application."""

    reason = TextAreaField(
        lazy("Why can this person not become a member?"),
        description=lazy("The applicant reads this. At most 1,000 characters."),
        validators=[InputRequired(message=lazy("Say why. The applicant reads the reason.")), _at_most(1000)],
    )


class EndingForm(Form):
    """Ending a membership."""

    because = RadioField(
        lazy("Why does the membership end?"),
        choices=options((one.value, lazy(words)) for one, words in ENDING_WORDS.items()),
        validators=[InputRequired(message=lazy("Choose why the membership ends."))],
    )
    on = DateField(lazy("From which day?"), validators=[InputRequired(message=lazy("Fill in a day, like 31-12-2026."))])


class SuspensionForm(Form):
    """Suspending a member."""

    until = DateField(
        lazy("Until which day?"),
        description=lazy("From that day on this person has every right of a member again. At most a year from now."),
        validators=[InputRequired(message=lazy("Fill in a day, like 31-12-2026."))],
    )
    reason = StringField(
        lazy("On which decision does this rest?"),
        description=lazy(
            "For example: decision of the board of 3 March, article 9 of the statutes. The member reads it."
        ),
        validators=[InputRequired(message=lazy("Say on which decision this rests.")), _at_most(REASON_LENGTH)],
    )


class FileForm(Form):
    """A file with members."""

    file = needed_file(lazy("File with members (CSV)"))


def _number(label: Any, law: Any) -> IntegerField:
    wanted = InputRequired(message=lazy("Fill in a whole number."))
    return IntegerField(label, description=law, validators=[wanted])


class StatutesForm(Form):
    """A version of what the statutes ask; the law stands beside each field."""

    basis = StringField(
        lazy("On which article or decision does this rest?"),
        description=lazy("For example: articles 4 to 7 of the statutes of 3 March 2026."),
        validators=[
            InputRequired(message=lazy("Name the article of the statutes or the decision of the members.")),
            _at_most(200),
        ],
    )
    starts_on = DateField(
        lazy("From which day?"),
        description=lazy("Today or later. A vote that is open by then keeps its own list of voters."),
        validators=[InputRequired(message=lazy("Fill in a day, like 31-12-2026."))],
    )
    minimum_age = _number(
        lazy("From which age can somebody be a member?"),
        lazy("The law sets no age for members. For people under 18 a parent must agree (Civil Code 1:234)."),
    )
    minimum_membership_days = _number(
        lazy("How many days must somebody be a member before voting?"),
        lazy(
            "The law gives every member who is not suspended a vote (Civil Code 2:38). A wait stands in the statutes."
        ),
    )
    residents_only = BooleanField(
        lazy("Only people who live in the neighbourhood can be a member and vote"),
        description=lazy("The statutes say what a member must meet (Civil Code 2:27)."),
    )
    admission = RadioField(
        lazy("Who admits members?"),
        description=lazy("The board, unless the statutes say otherwise (Civil Code 2:33)."),
        choices=options((one.value, lazy(words)) for one, words in ADMISSION_WORDS.items()),
        validators=[InputRequired(message=lazy("Choose who admits members."))],
    )
    proxies_per_holder = _number(
        lazy("For how many others can one member vote at most?"),
        lazy("A member can let another member vote, in writing (Civil Code 2:38). The statutes may set how many."),
    )
    vouches_per_year = _number(
        lazy("For how many neighbours a year can one member vouch?"),
        lazy("Our own rule, not the law: so that nobody brings in a whole street alone."),
    )
    notice_days = _number(
        lazy("How many days does a membership still last after giving notice?"),
        lazy(
            "From 0 to 90. The statutes may set a notice; who cannot be asked to stay may go at once (Civil Code 2:36)."
        ),
    )
    one_per_household = BooleanField(
        lazy("The draw of a panel gives a household at most one seat"),
        description=lazy("Our own rule, not the law: a household is everybody at one address in the register."),
    )
    advice_supporters = _number(
        lazy("How many members together can advise without being asked?"),
        lazy("From 2 to 500. Our own rule, not the law: with so many supporters an advice must be answered."),
    )


class RoleForm(Form):
    """Giving somebody a role; which roles one can give is filled in by the page."""

    email = EmailField(
        lazy("E-mail address of this person"),
        description=lazy("The address with which this person signs in."),
        validators=[InputRequired(message=lazy("Fill in an e-mail address.")), _at_most(254)],
    )
    role = RadioField(lazy("Which role?"), validators=[InputRequired(message=lazy("Choose a role."))])
    starts_on = DateField(
        lazy("From which day?"), validators=[InputRequired(message=lazy("Fill in a day, like 31-12-2026."))]
    )
    ends_on = DateField(
        lazy("Until which day?"),
        description=lazy("The first day on which it no longer counts. Leave it empty when that is not known."),
        validators=[Optional()],
    )
    reason = StringField(
        lazy("On which decision does this rest?"),
        description=lazy("For example: chosen by the members on 12 March 2027. Everybody can read it for an office."),
        validators=[InputRequired(message=lazy("Say on which decision this rests.")), _at_most(REASON_LENGTH)],
    )


class EndRoleForm(Form):
    """Ending a role."""

    on = DateField(lazy("From which day?"), validators=[InputRequired(message=lazy("Fill in a day, like 31-12-2026."))])
    reason = StringField(
        lazy("Why does it end?"),
        validators=[InputRequired(message=lazy("Say on which decision this rests.")), _at_most(REASON_LENGTH)],
    )


class RescueForm(Form):
    """Asking to take somebody's second step away."""

    email = EmailField(
        lazy("E-mail address of this person"),
        description=lazy("The address with which this person signs in."),
        validators=[InputRequired(message=lazy("Fill in an e-mail address.")), _at_most(254)],
    )
    reason = StringField(
        lazy("How did you make sure that it is this person?"),
        description=lazy("For example: came to the desk with a passport. A voice on the phone is not enough."),
        validators=[InputRequired(message=lazy("Say how you made sure who asks.")), _at_most(REASON_LENGTH)],
    )


class MergeForm(Form):
    """Proposing that two registrations are of one person."""

    reason = StringField(
        lazy("How do you know that this is one person?"),
        description=lazy("For example: called her; she moved in with her new name and was entered again."),
        validators=[
            InputRequired(message=lazy("Say how you know that this is one person, in one sentence.")),
            _at_most(REASON_LENGTH),
        ],
    )
