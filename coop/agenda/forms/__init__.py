"""Shape of what people type about items, editions and commitments."""

from coop.agenda.forms.commitments import ChangeCommitmentForm, ProgressForm
from coop.agenda.forms.items import (
    AnswerForm,
    BringInForm,
    BringInForOthersForm,
    CommentForm,
    EditionForm,
    HandOverForm,
    MergeForm,
    OfferForm,
    OutcomeForm,
    PassOnForm,
    PhotoForm,
    ReasonForm,
    ReopenTalkForm,
    RewordForm,
    SummaryForm,
)
from coop.web.forms import EmptyForm

__all__ = [
    "AnswerForm",
    "BringInForOthersForm",
    "BringInForm",
    "ChangeCommitmentForm",
    "CommentForm",
    "EditionForm",
    "EmptyForm",
    "HandOverForm",
    "MergeForm",
    "OfferForm",
    "OutcomeForm",
    "PassOnForm",
    "PhotoForm",
    "ProgressForm",
    "ReasonForm",
    "ReopenTalkForm",
    "RewordForm",
    "SummaryForm",
]
