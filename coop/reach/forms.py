"""Input about who lives here."""

from wtforms import IntegerField
from wtforms.validators import InputRequired

from coop.web.files import needed_file
from coop.web.forms import Form
from coop.web.words import lazy


class FiguresForm(Form):
    """A file of the statistics office."""

    year = IntegerField(
        lazy("Of which year are the figures?"), validators=[InputRequired(message=lazy("Fill in a whole number."))]
    )
    file = needed_file(lazy("File with groups (CSV)"))
