"""Input of a member who looks back on the procedure."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from coop.panels.policy import ANSWER_WORDS, BETTER, CLEAR, FREE
from coop.web.forms import Form, options
from coop.web.words import lazy

_ANSWERS = options([(one.value, lazy(words)) for one, words in ANSWER_WORDS.items()])
_CHOOSE = [InputRequired(message=lazy("Choose an answer."))]


class LookBackForm(Form):
    """Three questions when the panel is finished."""

    clear = RadioField(lazy(CLEAR), choices=_ANSWERS, validators=_CHOOSE)
    free = RadioField(lazy(FREE), choices=_ANSWERS, validators=_CHOOSE)
    better = TextAreaField(
        lazy(BETTER),
        description=lazy("Write nothing that points to a person."),
        validators=[Optional(), Length(max=2000, message=lazy("This is too long."))],
    )
