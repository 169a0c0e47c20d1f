"""More reports in the demo: one in the archive with a story taken back, a corrected version that waits too long for its
answer, a meeting, two checked reports of De Vaart, an offered story, cases to learn from. All made up."""

from copy import deepcopy
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.accountability import actions, queries
from coop.accountability.models import Report
from coop.accountability.policy import JUDGING_DAYS, PromiseKept, ReportState, StoryKind, ToldStory
from coop.accountability.policy.document import without_previous
from coop.accountability.policy.protection import Numbers
from coop.accountability.policy.stories import Household
from coop.demo.accountability import ARCHIVED, judge, quarter_before, read_stories, release, written
from coop.demo.accountability_texts import FIRST_SHORT
from coop.demo.cast import Cast
from coop.kernel.clock import local_day
from coop.tables.actions import begin_table
from coop.tables.actions.drafting import Shape
from coop.tables.policy import Dim, Measure, Subject

_RULE = "Eerst een indicatie, dan pas hulp"


def fill_more_reports(db: Session, cast: Cast, now: datetime) -> None:
    """Everything that a living neighbourhood has beside its newest reports."""
    _archived(db, cast, now)
    _meeting(db, cast, now)
    _corrected(db, cast, now)
    _waiting(db, cast, now)
    _from_residents_and_team(db, cast, now)


def _archived(db: Session, cast: Cast, now: datetime) -> None:
    starts_on, ends_before = quarter_before(local_day(now), 4), quarter_before(local_day(now), 3)
    released_at = now - (local_day(now) - ends_before) + timedelta(days=40)
    report = written(db, cast, ARCHIVED, (starts_on, ends_before), released_at)
    release(db, cast, report, released_at, JUDGING_DAYS)
    judge(
        db, cast, report, [(4, f"Ik merkte het in mijn straat, {number} keer.") for number in range(2, 16)], released_at
    )
    actions.reply_to_judgement(
        db,
        cast.actor("board"),
        cast.busy.id,
        report.id,
        reply="Dank u wel. Wij gaan door met aanbellen, en beginnen met de Kade.",
        at=released_at + timedelta(days=JUDGING_DAYS + 9),
    )
    _as_it_was_counted_then(report)
    _laid_beside(report, _answered(db, cast))
    story = queries.stories_of(db, report)[0]
    actions.withdraw_consent(
        db, cast.actor("team"), cast.busy.id, report.id, story.id, at=released_at + timedelta(days=90)
    )


def _as_it_was_counted_then(report: Report) -> None:
    """This report is from before waits were told with their terms: definition version 1."""
    assert report.public is not None
    frozen = deepcopy(report.public)
    for figure in frozen["figures"]:
        if figure.get("p90") is not None:
            figure |= {"definition_version": 1, "p90": None, "numerator": None, "percent": None}
    report.public = frozen


def _meeting(db: Session, cast: Cast, now: datetime) -> None:
    newest = queries.latest_report(db, cast.busy.id)
    assert newest is not None
    actions.note_discussion(
        db,
        cast.actor("board"),
        cast.busy.id,
        newest.id,
        on=local_day(now) - timedelta(days=2),
        text=(
            "Er kwamen 34 bewoners in De Brug. De helft wil een inloop in de avond. Anderen vinden overdag beter, omdat "
            "zij dan een tolk kunnen meenemen. Het team schreef beide op."
        ),
        at=now - timedelta(days=1),
    )


def _answered(db: Session, cast: Cast) -> Report:
    answered = select(Report).where(Report.district_id == cast.busy.id, Report.state == ReportState.ANSWERED)
    found = db.scalars(answered.order_by(Report.starts_on.desc())).first()
    assert found is not None
    return found


def _corrected(db: Session, cast: Cast, now: datetime) -> None:
    """A next version of the answered report; its judgement should have been answered by now."""
    old = _answered(db, cast)
    newest = queries.latest_report(db, cast.busy.id)
    assert newest is not None
    assert old.replied_at is not None
    # Judging lasts three weeks and the answer may take thirty days: both are over.
    released_at = now - timedelta(days=60)
    report = actions.begin_version(
        db,
        cast.actor("team"),
        cast.busy.id,
        old.id,
        reason="Wij telden 19 deuren dubbel. Het waren er 291, en 187 mensen wilden praten.",
        at=released_at - timedelta(days=4),
    )
    figures = {"doors": Numbers(value=291), "let_in": Numbers(numerator=187, denominator=291)}
    at = released_at - timedelta(days=3)
    actions.save_figures(db, cast.actor("team"), cast.busy.id, report.id, figures=figures, at=at)
    short = FIRST_SHORT.replace("310", "291")
    actions.save_summary(db, cast.actor("team"), cast.busy.id, report.id, in_short=short, at=at)
    actions.check_facts(db, cast.actor("team2"), cast.busy.id, report.id, at=at)
    release(db, cast, report, released_at, JUDGING_DAYS)
    _laid_beside(report, newest)
    texts = [(4 if number % 3 else 2, f"Goed dat de fout is verteld. ({number})") for number in range(20, 44)]
    judge(db, cast, report, texts, released_at)
    actions.tell_minority_view(
        db,
        cast.actor("member3"),
        cast.busy.id,
        report.id,
        text="De meeste mensen zijn tevreden. In onze flat is nog nooit iemand geweest. Wij tellen ook mee.",
        at=released_at + timedelta(days=JUDGING_DAYS + 3),
    )


def _laid_beside(before: Report, after: Report) -> None:
    """`after` was written here before `before`, but released after it: its figures stand beside that one's."""
    assert before.public is not None
    assert after.public is not None
    known = {(figure["code"], figure["definition_version"]): figure for figure in before.public["figures"]}
    frozen = deepcopy(after.public)
    for figure in frozen["figures"]:
        found = known.get((figure["code"], figure["definition_version"]))
        figure["previous"] = without_previous(found) if found else None
    after.public = frozen


def _waiting(db: Session, cast: Cast, now: datetime) -> None:
    """Two reports of De Vaart of which the facts were checked: of one the protection still has to be, one waits for its
    board."""
    first = queries.latest_report(db, cast.new.id)
    assert first is not None
    last_on = first.starts_on - timedelta(days=1)
    month_on = last_on.replace(day=1)
    before_on = month_on - timedelta(days=1)
    at = now - timedelta(days=3)
    shape = Shape(Subject.NEW_REQUESTS, Measure.COUNT, Dim.AGE, None, before_on.replace(day=1), before_on)
    begin_table(db, cast.actor("team2", cast.new), cast.new.id, report_ends_on=before_on, shape=shape, at=at)
    _checked(db, cast, "De maand waarin wij kennismaakten", before_on, at)
    _checked(db, cast, "De maand voor de start", last_on, at)


def _checked(db: Session, cast: Cast, title: str, ends_on: date, at: datetime) -> None:
    """A complete report of De Vaart about a month."""
    place, who = cast.new.id, cast.actor("team2", cast.new)
    report = actions.begin_report(db, who, place, title=title, starts_on=ends_on.replace(day=1), ends_on=ends_on, at=at)
    key = report.id
    actions.save_summary(db, who, place, key, in_short="Wij leerden de straten kennen en luisterden vooral.", at=at)
    actions.save_figures(db, who, place, key, figures={"doors": Numbers(value=64)}, at=at)
    actions.save_lessons(
        db, who, place, key, went_wrong="Er was geen sleutel van de keet.", learned="Twee sleutels.", at=at
    )
    for kind, heading, text in (
        (StoryKind.WENT_WELL, "De eerste koffie", "Iemand zette de tafel buiten. Daarna kwamen er meer tafels."),
        (StoryKind.WENT_WELL, "Samen opruimen", "Een stoep werd schoon en er kwam een plantenbak."),
        (StoryKind.DID_NOT_GO_WELL, "Dichte deur", "Wij stonden zonder sleutel. Mensen gingen weer naar huis."),
    ):
        told = ToldStory(kind, heading, text, consent=True, consent_on=local_day(at) - timedelta(days=2))
        actions.add_story(db, who, place, key, told=told, at=at)
    for row in queries.commitments_to_answer(db, report, at):
        actions.answer_commitment(
            db,
            who,
            place,
            key,
            row.commitment.id,
            kept=PromiseKept.NOT_YET,
            sentence="Dit begint in het voorjaar.",
            at=at,
        )
    read_stories(db, cast.actor("board2", cast.new), report, at)
    actions.check_facts(db, who, place, key, at=at)


def _from_residents_and_team(db: Session, cast: Cast, now: datetime) -> None:
    place = cast.busy.id
    actions.offer_story(
        db,
        cast.actor("member"),
        place,
        text="Ik durfde niemand te vertellen dat de huur niet betaald was. Nu help ik zelf bij de inloop.",
        changes="Niet in welke maand het was, en niet hoeveel het was.",
        at=now - timedelta(days=3),
    )
    actions.note_learning_case(
        db,
        cast.actor("team2"),
        place,
        rule=_RULE,
        did="Wij begonnen dezelfde dag, en vroegen de indicatie erna aan.",
        why="Wachten had het erger gemaakt. De gemeente was het er achteraf mee eens.",
        at=now - timedelta(days=12),
    )
    for report in queries.drafts_of(db, place):
        told = ToldStory(
            StoryKind.WENT_WELL,
            "Weer slapen",
            "Na een moeilijke tijd is er een rooster voor de nachten. Buren nemen soms een nacht over.",
            consent=True,
            consent_on=local_day(now) - timedelta(days=1),
            about=Household(type="family", domain="care"),
            matches=17,
        )
        actions.add_story(db, cast.actor("team"), place, report.id, told=told, at=now)
