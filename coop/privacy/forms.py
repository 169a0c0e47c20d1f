"""Input about one's own data."""

from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from coop.members.policy import ENDING_WORDS, Ending
from coop.web.fields import DateField
from coop.web.forms import Form, options
from coop.web.words import lazy


class LeaveForm(Form):
    """Ending my membership, and perhaps my account."""

    because = RadioField(
        lazy("Why do you leave?"),
        choices=options((one.value, lazy(ENDING_WORDS[one])) for one in (Ending.OWN_WISH, Ending.MOVED)),
        validators=[InputRequired(message=lazy("Choose why the membership ends."))],
    )
    on = DateField(lazy("From which day?"), validators=[InputRequired(message=lazy("Fill in a day, like 31-12-2026."))])
    remove_account = BooleanField(
        lazy("Remove my account too"),
        description=lazy(
            "Then your name, your e-mail address and your ways to sign in are erased 30 days after that day."
        ),
    )
    sure = BooleanField(lazy("I have read what is deleted and what is kept"))
