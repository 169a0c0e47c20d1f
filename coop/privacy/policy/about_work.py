"""Kinds of data about choosing the team, offices and work for the neighbourhood."""

from datetime import timedelta

from coop.kernel.words import mark
from coop.privacy.policy.shapes import AGREEMENT, CONSENT, INTEREST, Holding, Kind, Term

_ME = ("account_id",)

PANELS = Kind(
    "panels",
    mark("Sitting on a panel"),
    mark(
        "That you offered, what you told for the draw, whether the lot chose you, and your score sheets. What you "
        "thought of it afterwards is kept without your name."
    ),
    mark("For a fair draw and independent scores."),
    CONSENT,
    mark("Nobody reads on a page what you told. Panel, secretary, board and employer know who sits on the panel."),
    Term(
        mark(
            "What you told: %(days)s days after the draw, or when no reserve is needed. Names, and what you wrote "
            "afterwards: a year after the end."
        ),
        timedelta(days=28),
    ),
    mark("It is erased. Counts, and a list with numbers instead of names, stay."),
    (
        Holding(
            "volunteers",
            mark("Offering to sit on a panel"),
            _ME,
            shows=(
                *("procedure_id", "name", "contact", "pseudonym", "cluster", "age_band", "experience", "gender"),
                *("home_language", "volunteered_at"),
            ),
        ),
        Holding("seats", mark("Seats on a panel"), _ME, shows=("procedure_id", "answered_at")),
        Holding(
            "score_sheets",
            mark("Score sheets you handed in"),
            through="seat_id",
            shows=("procedure_id", "submitted_at", "scores"),
        ),
        Holding(
            "panel_declarations", mark("What you declared"), through="seat_id", shows=("procedure_id", "declared_at")
        ),
        Holding(
            "panel_opinions",
            mark("Your opinion on a panel"),
            through="seat_id",
            shows=("procedure_id", "text", "written_at"),
        ),
        Holding(
            "procedure_remarks", mark("Remarks you made"), _ME, shows=("procedure_id", "text", "made_at", "answer")
        ),
        Holding(
            "panel_paper_sheets",
            mark("Score sheets of yours on paper"),
            through="seat_id",
            shows=("procedure_id", "typed_at"),
        ),
        Holding(
            "panel_faults",
            mark("Faults that were noted of your work on a panel"),
            _ME,
            shows=("procedure_id", "text", "noted_at", "excluded_until_on", "objection", "ruling"),
        ),
        Holding(
            "panel_breaches",
            mark("That you did not keep silent on a panel"),
            through="seat_id",
            shows=("procedure_id", "known_at"),
        ),
        Holding("procedures"),
        # Nobody can tell any more who wrote it, but a text can be about a person.
        Holding("panel_evaluations"),
    ),
)
HIRING = Kind(
    "hiring",
    mark("Applying for a job"),
    mark("Your name, how to reach you, your answers, CV, interview and complaint."),
    mark("To choose a new team member."),
    AGREEMENT,
    mark("The secretary. The panel reads your answers under a number, and names when it is known who is invited."),
    Term(mark("%(days)s days after the last letter; a year when you said yes to that."), timedelta(days=28)),
    mark("It is erased. A number and the outcome stay."),
    (
        Holding(
            "applications",
            mark("Your applications for a job"),
            _ME,
            shows=("procedure_id", "number", "name", "contact", "answers", "cv", "received_at"),
        ),
        Holding(
            "application_drafts",
            mark("An application you are writing"),
            _ME,
            shows=("procedure_id", "values", "saved_at"),
        ),
        Holding(
            "interviews", mark("Interviews"), through="application_id", shows=("starts_at", "place", "arrangement")
        ),
        Holding("complaints", mark("Complaints"), through="application_id", shows=("text", "filed_at", "ruling")),
    ),
)
OFFICES = Kind(
    "offices",
    mark("Offices and helping voters"),
    mark("Which office you hold or held, who gave it and why, and what you did in it: who, what and when, no more."),
    mark("So that everybody can see who may do what, and check it."),
    INTEREST,
    mark("Everybody for public offices. The lines of the log: board, administrator and privacy officer."),
    Term(mark("Kept: who decided must stay known.")),
    mark("After your account is erased the log only holds a number."),
    (
        Holding("appointments", mark("Offices"), _ME, shows=("starts_on", "ends_on", "reason")),
        Holding(
            "helper_grants",
            mark("Helping voters"),
            ("helper_id",),
            shows=("poll_id", "task", "place", "starts_on", "ends_on"),
        ),
        Holding(
            "poll_voidings",
            mark("Votes that you wanted to declare void"),
            ("asked_by", "signed_by", "dropped_by"),
            shows=("poll_id", "reason", "asked_at"),
        ),
        Holding("team_members", mark("Member of the team"), _ME, shows=("name", "specialism", "walk_in", "phone")),
        Holding("procedure_history", mark("Steps in a vacancy"), _ME, shows=("procedure_id", "at")),
        Holding("audit_entries"),
        Holding("erasures"),
        Holding("statutes"),
    ),
)
WORK = Kind(
    "work",
    mark("Work for the neighbourhood"),
    mark("Which votes, proposals, reports, tables and lessons you wrote in your office."),
    mark("So that it stays known who wrote it."),
    INTEREST,
    mark("Everybody reads what was published. Whose it is, only where it says so."),
    Term(mark("Kept.")),
    mark("After your account is erased nobody can tell that it was you."),
    (
        Holding("polls", mark("Votes you prepared"), _ME, shows=("title", "created_at")),
        Holding("proposals", mark("Proposals you wrote"), _ME, shows=("title",)),
        Holding("commitment_notes", mark("What you told of promises"), _ME, shows=("text", "at")),
        Holding("report_errata", mark("Corrections you added"), _ME, shows=("report_id", "text", "at")),
        Holding("learning_cases", mark("Cases to learn from"), _ME, shows=("did", "learned", "at")),
        Holding("fence_answers", mark("Answers to another neighbourhood"), _ME, shows=("text", "at")),
        Holding("reports"),
        Holding("tables"),
        Holding("table_sets"),
        Holding("mkba_sheets"),
        Holding("neighbourhood_figures"),
        Holding("owed_answers", mark("Outcomes you published that ask an answer"), _ME, shows=("title", "opened_at")),
        Holding("answer_steps", mark("Steps you took in an answer"), _ME, shows=("at",)),
        Holding("office_ties", mark("In what you took no part for the board"), _ME, shows=("declared_at", "ended_at")),
    ),
)
