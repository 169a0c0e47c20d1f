"""Shape of what is typed; what it means is decided by the actions."""

from coop.accountability.forms.checking import (
    DiscussionForm,
    ErratumForm,
    FactsForm,
    ReleaseForm,
    SendBackForm,
    VersionForm,
)
from coop.accountability.forms.figures import KIND_HELP, FiguresForm, ImportForm, figures_data
from coop.accountability.forms.judging import AnswerForm, JudgeForm, QuestionForm, ReplyForm
from coop.accountability.forms.stories import NoFailureForm, StoryForm
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
    "JudgeForm",
    "LessonsForm",
    "NoFailureForm",
    "QuestionForm",
    "QuestionsForm",
    "ReachForm",
    "ReleaseForm",
    "ReplyForm",
    "SendBackForm",
    "StoryForm",
    "SummaryForm",
    "VersionForm",
    "figures_data",
]
