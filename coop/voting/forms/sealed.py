"""Shape of a closed envelope as it arrives."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from coop.ballotbox.policy import REQUEST_LENGTH
from coop.kernel.errors import InvalidError
from coop.kernel.words import mark
from coop.voting.forms.ballots import BallotForm, is_version
from coop.web.forms import Form
from coop.web.words import lazy

LONGEST = 4_000
LARGEST = 100_000_000
INCOMPLETE = mark("This form is not complete. Begin again.")


class SealingForm(BallotForm):
    """An open ballot of somebody whose browser cannot close the envelope. `own`: two signs of the voter's own.

    `voter`: whose it is. What somebody left behind must not become the vote of whoever signs in next.
    """

    voter = HiddenField("")

    own = StringField(
        lazy("Two letters or numbers of your own (may be empty)"),
        description=lazy("They come behind your code, so that nobody can give you the code of somebody else."),
        filters=[lambda text: (text or "").strip().upper()],
        validators=[Regexp("^([0-9A-Z]{2})?$", message=lazy("Choose two letters or numbers, or none."))],
    )

    def is_of(self, membership_id: int | None) -> bool:
        """Whether this member filled it in."""
        return bool(self.voter.data == str(membership_id))


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


@dataclass(frozen=True, slots=True)
class SentEnvelope:
    """A closed envelope as it arrives. `voter`: who filled it in, as the page said; `version`: what they saw.

    No form of WTForms: nobody ever sees its fields again, and in the last hour of a vote everybody sends one.
    """

    closed: bytes
    voter: str
    version: int
    submission: str

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> "SentEnvelope":
        """What was sent. Raises `InvalidError` for anything that a page of this site does not send."""
        envelope, submission = sent.get("envelope", ""), sent.get("submission", "")
        version = sent.get("version", "0")
        fits = 0 < len(envelope) <= LONGEST and len(submission) <= REQUEST_LENGTH and submission.isprintable()
        if not fits or not is_version(version):
            raise InvalidError(INCOMPLETE)
        try:
            closed = base64.b64decode(envelope, validate=True)
        except (binascii.Error, ValueError):
            raise InvalidError(INCOMPLETE) from None
        return cls(closed, sent.get("voter", ""), int(version), submission)
