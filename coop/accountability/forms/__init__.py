"""Shape of what is typed; what it means is decided by the actions."""

from coop.accountability.forms.checking import (
    DiscussionForm,
    ErratumForm,
    FactsForm,
    ReleaseForm,
    SendBackForm,
    VersionForm,
)
from coop.accountability.forms.figures import KIND_HELP, FiguresForm, ImportForm, figures_data, part_label
from coop.accountability.forms.judging import (
    AnswerForm,
    LearningForm,
    MinorityForm,
    QuestionForm,
    judge_form,
    reply_form,
)
from coop.accountability.forms.stories import NoFailureForm, OfferForm, ReadingForm, StoryForm, TakeForm
from coop.accountability.forms.writing import (
    BeginForm,
    CommitmentForm,
    LessonsForm,
    QuestionsForm,
    ReachForm,
    SummaryForm,
)

__all__ = [
    "KIND_HELP",
    "AnswerForm",
    "BeginForm",
    "CommitmentForm",
    "DiscussionForm",
    "ErratumForm",
    "FactsForm",
    "FiguresForm",
    "ImportForm",
    "LearningForm",
    "LessonsForm",
    "MinorityForm",
    "NoFailureForm",
    "OfferForm",
    "QuestionForm",
    "QuestionsForm",
    "ReachForm",
    "ReadingForm",
    "ReleaseForm",
    "SendBackForm",
    "StoryForm",
    "SummaryForm",
    "TakeForm",
    "VersionForm",
    "figures_data",
    "judge_form",
    "part_label",
    "reply_form",
]
