"""Forms of this room."""

from coop.web.files import needed_file
from coop.web.forms import Form
from coop.web.words import lazy


class ListForm(Form):
    """A list of another co-operative."""

    file = needed_file(lazy("File with a list (JSON)"))
