"""Input for signing in."""

from wtforms import EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from coop.web.forms import Form, options
from coop.web.locale import LANGUAGES
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


class NewPasswordForm(Form):
    """A new password for who just showed in another way who they are."""

    password = PasswordField(
        lazy("Your new password"),
        description=lazy("At least 10 characters. Three words that do not belong together are easy to remember."),
        validators=[InputRequired(message=lazy("Fill in a new password."))],
        render_kw={"autocomplete": "new-password"},
    )


class AskLinkForm(Form):
    """Where the link goes."""

    email = EmailField(
        lazy("E-mail address"),
        validators=[
            InputRequired(message=lazy("Fill in your e-mail address.")),
            Length(max=254, message=lazy("This e-mail address is too long.")),
        ],
        render_kw={"autocomplete": "email"},
    )


class UseLinkForm(Form):
    """The address, only asked in another browser than that which asked for the link."""

    email = EmailField(
        lazy("E-mail address to which the link was sent"),
        validators=[Length(max=254, message=lazy("This e-mail address is too long."))],
        render_kw={"autocomplete": "email"},
    )


class CodeForm(Form):
    """A code of the app or on paper."""

    code = StringField(
        lazy("Code"),
        description=lazy("Six digits from your app, or one of the codes you keep on paper."),
        validators=[
            InputRequired(message=lazy("Fill in the code.")),
            Length(max=40, message=lazy("This code is too long.")),
        ],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"},
    )


class SetUpForm(Form):
    """The first code of a new app; `secret` comes from the page itself."""

    secret = HiddenField(
        validators=[Regexp("^[A-Z2-7]{32}$", message=lazy("This page was open for too long. Load it again."))]
    )
    code = StringField(
        lazy("The six digits that your app shows now"),
        validators=[
            InputRequired(message=lazy("Fill in the code.")),
            Length(max=10, message=lazy("This code is too long.")),
        ],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class PasskeyForm(Form):
    """What a passkey answered; its question came with the page."""

    answer = HiddenField()


class PasskeyNameForm(Form):
    """What somebody calls a passkey."""

    name = StringField(
        lazy("What do you call it?"),
        description=lazy("For example: my phone. So that you know later which one to remove."),
        validators=[InputRequired(message=lazy("Give the passkey a name by which you know it again."))],
    )


class AddPasskeyForm(PasskeyNameForm):
    """A new passkey."""

    answer = HiddenField()


class AboutMeForm(Form):
    """My name and my language."""

    name = StringField(
        lazy("First name and family name"),
        validators=[
            InputRequired(message=lazy("Fill in a name.")),
            Length(max=120, message=lazy("Use at most %(most)s characters.", most=120)),
        ],
        render_kw={"autocomplete": "name"},
    )
    language = SelectField(
        lazy("Language of mail and pages"),
        choices=options((code, name) for code, name in LANGUAGES.items()),
        validators=[InputRequired(message=lazy("Choose a language."))],
    )


class NewEmailForm(Form):
    """Another address to write to and to sign in with."""

    email = EmailField(
        lazy("New e-mail address"),
        description=lazy("We send a link there. The address counts once you have opened it and pressed the button."),
        validators=[
            InputRequired(message=lazy("Fill in an e-mail address.")),
            Length(max=254, message=lazy("This e-mail address is too long.")),
        ],
        render_kw={"autocomplete": "email"},
    )
