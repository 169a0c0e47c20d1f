"""Shape of a closed envelope as it arrives."""

import base64
import binascii

from wtforms import Field, HiddenField, StringField, ValidationError
from wtforms.validators import Length, Regexp

from coop.voting.forms.ballots import BallotForm
from coop.web.words import _, lazy

LONGEST = 4_000


class SealingForm(BallotForm):
    """An open ballot of somebody whose browser cannot close the envelope. `own`: two signs of the voter's own."""

    own = StringField(
        lazy("Two letters or numbers of your own (may be empty)"),
        description=lazy("They come behind your code, so that nobody can give you the code of somebody else."),
        filters=[lambda text: (text or "").strip().upper()],
        validators=[Regexp("^([0-9A-Z]{2})?$", message=lazy("Choose two letters or numbers, or none."))],
    )


class EnvelopeForm(BallotForm):
    """A closed envelope, in base64."""

    envelope = HiddenField(
        validators=[Length(min=1, max=LONGEST, message=lazy("This form is not complete. Begin again."))]
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
