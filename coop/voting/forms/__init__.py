"""Shape of what people type about votes."""

from coop.voting.forms.ballots import (
    BallotForm,
    GroundedVoidForm,
    PromisesForm,
    SeedForm,
    VoidForm,
    promises_form,
)
from coop.voting.forms.checks import cents_of, euros_text, hours_text, minutes_of, whole_of
from coop.voting.forms.polls import PollForm, poll_form
from coop.voting.forms.proposals import OnBallotForm, proposal_form
from coop.voting.forms.roll import (
    FindForm,
    GrantForm,
    LetterCodeForm,
    LettersForm,
    PaperForm,
    PaperHandedInForm,
    PaperMistakeForm,
    PaperProxyForm,
    ProxyForm,
)
from coop.voting.forms.sealed import AnswerForm, OpeningForm, SealingForm, SentEnvelope, TellersForm
from coop.web.forms import EmptyForm

__all__ = [
    "AnswerForm",
    "BallotForm",
    "EmptyForm",
    "FindForm",
    "GrantForm",
    "GroundedVoidForm",
    "LetterCodeForm",
    "LettersForm",
    "OnBallotForm",
    "OpeningForm",
    "PaperForm",
    "PaperHandedInForm",
    "PaperMistakeForm",
    "PaperProxyForm",
    "PollForm",
    "PromisesForm",
    "ProxyForm",
    "SealingForm",
    "SeedForm",
    "SentEnvelope",
    "TellersForm",
    "VoidForm",
    "cents_of",
    "euros_text",
    "hours_text",
    "minutes_of",
    "poll_form",
    "promises_form",
    "proposal_form",
    "whole_of",
]
