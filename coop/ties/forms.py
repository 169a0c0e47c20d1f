"""Input about ties."""

from collections.abc import Iterable

from wtforms import RadioField

from coop.web.fields import one_of_choices
from coop.web.forms import Form
from coop.web.words import _, lazy


class TieForm(Form):
    """Who of the board takes no part; the choices are handed in."""

    who = RadioField(
        lazy("Who has an interest of their own in this?"),
        description=lazy("Say only who. Why is written nowhere and asked by nobody."),
        validators=[one_of_choices(lazy("Choose somebody of the board."))],
        validate_choice=False,
    )

    def offer(self, board: Iterable[tuple[int, str]], *, me: int | None) -> None:
        """Show `board`, (account, name), to choose from."""
        self.who.choices = [
            (str(one), _("I myself (%(name)s)", name=name) if one == me else name) for one, name in board
        ]
