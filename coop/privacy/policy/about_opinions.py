"""Kinds of data about what people think and show."""

from coop.doors.policy import KEPT_AFTER_SORTING
from coop.kernel.words import mark
from coop.privacy.policy.shapes import CONSENT, INTEREST, Holding, Kind, Term

_ME = ("account_id",)

PHOTOS = Kind(
    "photos",
    mark("Photos you add"),
    mark("A photo with a point on the agenda, and what you say is on it. Not where, when and with what it was made."),
    mark("To show the neighbourhood what you mean."),
    CONSENT,
    mark("Everybody."),
    Term(mark("Until you or the board take it away, or your account is erased.")),
    mark("The photo is removed. When the board takes it away its reason stays."),
    (Holding("agenda_photos", mark("Photos you added"), _ME, shows=("item_id", "alt", "at")),),
)
DOORS = Kind(
    "doors",
    mark("What you write down at doors"),
    mark(
        "What people told you, without their names, and on which day. Codes of slips, in a form nobody can read back."
    ),
    mark("So that also who does not come to this site is heard."),
    INTEREST,
    mark("Team and board. The agenda shows only how often something was heard, in steps of five."),
    Term(mark("%(days)s days after it was sorted; a year at most."), KEPT_AFTER_SORTING),
    mark("Notes and slips are removed. How often something was heard stays with the point on the agenda."),
    (
        Holding("door_notes", mark("Notes you made"), _ME, shows=("text", "heard_on", "at")),
        Holding("door_slips"),
    ),
)
STATEMENTS = Kind(
    "statements",
    mark("What you say about statements"),
    mark("Whether you agree with the short statements that are open now."),
    mark("To show where the neighbourhood agrees and differs."),
    CONSENT,
    mark("Nobody. Afterwards everybody sees numbers, of at least ten people together."),
    Term(mark("Until the last day to answer.")),
    mark("Your answers are erased when they have been counted. The numbers stay."),
    (
        Holding("opinion_answers", mark("What you say about statements"), _ME, shows=("statement_id", "answer")),
        Holding(
            "opinion_suggestions",
            mark("Statements you brought in"),
            _ME,
            shows=("text", "reason"),
        ),
        Holding("opinion_rounds", mark("Statements you asked about"), ("made_by",), shows=("title", "opened_at")),
    ),
)
OPINIONS = Kind(
    "opinions",
    mark("What you think of the team"),
    mark("Your points and reasons, answers, questions and another view on a report."),
    mark("To hear whether the neighbourhood benefits."),
    CONSENT,
    mark("Points only together, from ten residents on. Reasons and questions as “a resident”."),
    Term(mark("Kept with your account.")),
    mark("It stays, and nobody can tell any more whose it was."),
    (
        Holding(
            "report_judgements",
            mark("Your judgement on reports"),
            _ME,
            shows=("report_id", "score", "reason", "judged_at"),
        ),
        Holding(
            "report_commitment_judgements",
            mark("Your judgement on promises"),
            _ME,
            shows=("report_id", "score", "reason"),
        ),
        Holding("report_resident_answers", mark("Your answers"), _ME, shows=("report_id", "text", "at")),
        Holding("report_minority_views", mark("Your other view"), _ME, shows=("report_id", "text", "at")),
        Holding("report_questions", mark("Your questions"), _ME, shows=("report_id", "text", "asked_at", "answer")),
    ),
)
