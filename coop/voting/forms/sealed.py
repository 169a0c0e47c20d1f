"""Shape of a closed envelope as it arrives."""

import base64
import binascii
from pathlib import Path

from flask_wtf.file import MultipleFileField
from wtforms import Field, HiddenField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, Regexp

from coop.voting.forms.ballots import BallotForm
from coop.web.forms import Form
from coop.web.words import _, lazy

LONGEST = 4_000
LARGEST = 100_000_000


class OwnBallotForm(BallotForm):
    """A ballot with whose it is: what somebody left behind must not become the vote of whoever signs in next."""

    voter = HiddenField("")

    def is_of(self, membership_id: int | None) -> bool:
        """Whether this member filled it in."""
        return bool(self.voter.data == str(membership_id))


class SealingForm(OwnBallotForm):
    """An open ballot of somebody whose browser cannot close the envelope. `own`: two signs of the voter's own."""

    own = StringField(
        lazy("Two letters or numbers of your own (may be empty)"),
        description=lazy("They come behind your code, so that nobody can give you the code of somebody else."),
        filters=[lambda text: (text or "").strip().upper()],
        validators=[Regexp("^([0-9A-Z]{2})?$", message=lazy("Choose two letters or numbers, or none."))],
    )


class TellersForm(Form):
    """The public part of a key that tellers have on paper."""

    public = StringField(
        lazy("Public part of the key of the tellers"),
        description=lazy("The line that begins with coop-key-2. Who made the key gets it from coop vault shares."),
        validators=[InputRequired(lazy("Copy the public part of the key here."))],
    )


class AnswerForm(Form):
    """What two tellers read from their screen."""

    answer = StringField(
        lazy("The answer of two tellers"),
        description=lazy("One line of letters and digits, such as K7P3Q9-1-X0MDA4-3-5TZ8WB."),
        validators=[InputRequired(lazy("Type the answer here.")), Length(max=200)],
    )


class OpeningForm(Form):
    """The four files that came out of a box."""

    files = MultipleFileField(
        lazy("The four files that coop open wrote"),
        description="ballots.csv, result.json, opened.json, opened.sig",
    )

    @property
    def opened(self) -> dict[str, bytes]:
        """Their content by name; of each no more than what can be true."""
        return {Path(one.filename or "").name: one.read(LARGEST) for one in self.files.data or () if one.filename}


class EnvelopeForm(OwnBallotForm):
    """A closed envelope, in base64."""

    envelope = HiddenField(
        "", validators=[Length(min=1, max=LONGEST, message=lazy("This form is not complete. Begin again."))]
    )

    def validate_envelope(self, field: Field) -> None:
        """Base64 and nothing else."""
        try:
            base64.b64decode(field.data or "", validate=True)
        except (binascii.Error, ValueError):
            raise ValidationError(_("This form is not complete. Begin again.")) from None

    @property
    def closed(self) -> bytes:
        """The envelope."""
        return base64.b64decode(self.envelope.data or "")
