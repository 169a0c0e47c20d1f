"""Input for signing in."""

from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from coop.web.forms import Form
from coop.web.words import lazy


class SignInForm(Form):
    """E-mail address and password."""

    email = EmailField(
        lazy("E-mail address"),
        validators=[
            InputRequired(message=lazy("Fill in your e-mail address.")),
            Length(max=254, message=lazy("This e-mail address is too long.")),
        ],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        lazy("Password"),
        validators=[
            InputRequired(message=lazy("Fill in your password.")),
            Length(max=200, message=lazy("Use at most 200 characters.")),
        ],
        render_kw={"autocomplete": "current-password"},
    )


class ChangePasswordForm(Form):
    """Present and new password."""

    old = PasswordField(
        lazy("Your present password"),
        validators=[InputRequired(message=lazy("Fill in your present password."))],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        lazy("Your new password"),
        description=lazy("At least 10 characters. Three words that do not belong together are easy to remember."),
        validators=[InputRequired(message=lazy("Fill in a new password."))],
        render_kw={"autocomplete": "new-password"},
    )
