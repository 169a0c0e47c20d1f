"""Learning over the fence in the demo: a first report of De Vaart, answers, an estimate and two pilots. All made up."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.accountability import actions as reports
from coop.accountability.models import Report
from coop.accountability.policy import JUDGING_DAYS, PromiseKept, StoryKind, ToldStory
from coop.accountability.policy.protection import Numbers
from coop.accountability.queries import commitments_to_answer
from coop.demo.accountability import read_stories
from coop.demo.cast import Cast
from coop.districts.actions import settle_mandate
from coop.districts.policy import Level, Subject
from coop.kernel.access import Role
from coop.kernel.clock import local_day
from coop.learning import actions
from coop.learning.actions import Assumption, Plan
from coop.learning.models import Pilot
from coop.learning.policy import LineKind, side_by_side
from coop.learning.queries import side_of, twin_of
from coop.members.actions import appoint

_FIGURES = {
    "new_requests": Numbers(value=64),
    "first_contact_days": Numbers(value=11, p90=26, numerator=41, n=64),
    "solved_without_second_line": Numbers(numerator=31, denominator=52),
    "satisfaction": Numbers(numerator=30, denominator=44),
    "referred": Numbers(value=15),
}
_HERE = "Bij ons komen de meeste vragen binnen via de inloop in De Brug. Daar zit elke ochtend iemand."
_THERE = "Wij zijn met één kracht voor twee straatgroepen. Bellen lukt pas na een paar dagen."
_SOURCE = (
    "Totaal en verhouding: Burgerkracht in de wijk, over het frontlijnteam in Heechterp-Schieringen (LPBL, 2012). "
    "De bedragen per regel zijn een invulling van ons: die zijn niet gepubliceerd."
)


def fill_learning(db: Session, cast: Cast, now: datetime) -> None:
    """A report of the other neighbourhood first: there is nothing to compare without one."""
    mine = db.scalars(
        select(Report)
        .where(Report.district_id == cast.busy.id, Report.released_at.is_not(None))
        .order_by(Report.ends_on)
    ).all()
    if not mine:
        return
    _report_of_de_vaart(db, cast, mine[-1].starts_on, mine[-1].ends_on, now)
    _answers(db, cast, now)
    _sheet(db, cast, now)
    _pilots(db, cast, now)


def _report_of_de_vaart(db: Session, cast: Cast, starts_on: date, ends_on: date, now: datetime) -> None:
    place, at = cast.new.id, now - timedelta(days=7)
    settle_mandate(
        db,
        cast.actor("administrator", cast.new),
        place,
        subject=Subject.ACCOUNT,
        level=Level.ADVISORY,
        basis="Startafspraak met de gemeente Waterstad",
        starts_on=local_day(now) - timedelta(days=30),
        review_on=local_day(now) + timedelta(days=150),
    )
    reason = "Startbijeenkomst van De Vaart"
    appoint(
        db, place, cast.account("board2").id, Role.BOARD, starts_on=local_day(now) - timedelta(days=30), reason=reason
    )
    who = cast.actor("team2", cast.new)
    report = reports.begin_report(
        db, who, place, title="Eerste verslag van De Vaart", starts_on=starts_on, ends_on=ends_on, at=at
    )
    key = report.id
    reports.save_summary(
        db, who, place, key, in_short="Wij zijn begonnen. De keet aan het Jaagpad is elke vrijdag open.", at=at
    )
    reports.save_figures(db, who, place, key, figures=_FIGURES, at=at)
    reports.save_lessons(
        db, who, place, key, went_wrong="Wij belden te laat terug.", learned="Eerst bellen, dan schrijven.", at=at
    )
    stories = (
        (StoryKind.WENT_WELL, "Koffie in de keet", "Iemand kwam voor koffie en bleef om te helpen."),
        (StoryKind.WENT_WELL, "De fiets", "Een oude fiets werd opgeknapt en doorgegeven."),
        (StoryKind.DID_NOT_GO_WELL, "De brief", "Een brief bleef te lang liggen. Dat hebben wij verteld en hersteld."),
    )
    for kind, title, text in stories:
        told = ToldStory(kind, title, text, consent=True, consent_on=local_day(at) - timedelta(days=4))
        reports.add_story(db, who, place, key, told=told, at=at)
    for row in commitments_to_answer(db, report, at):
        reports.answer_commitment(
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
    reports.check_facts(db, who, place, key, at=at)
    reports.release_report(
        db,
        cast.actor("board2", cast.new),
        place,
        key,
        seen_revision=report.revision,
        closes_on=local_day(at) + timedelta(days=JUDGING_DAYS),
        at=at,
    )


def _answers(db: Session, cast: Cast, now: datetime) -> None:
    mine, theirs = side_of(db, cast.busy.id), side_of(db, cast.new.id)
    assert mine is not None
    assert theirs is not None
    asked = [pair.code for pair in side_by_side(mine[1], theirs[1]) if pair.asks]
    for here, there, key, text in (
        (cast.busy, cast.new, "team", _HERE),
        (cast.new, cast.busy, "team2", _THERE),
    ):
        for code in {"first_contact_days"} & set(asked):
            actions.answer_difference(db, cast.actor(key, here), here.id, there.id, code=code, text=text, at=now)


def _sheet(db: Session, cast: Cast, now: datetime) -> None:
    """The published figures of Leeuwarden: a balance of over two million and 1.60 for each euro in four years."""
    who, at = cast.actor("team"), now - timedelta(days=20)
    about = "Vier jaar frontlijnteam in een wijk in Leeuwarden, naast de jaren ervoor. Overgenomen om van te leren."
    sheet = actions.begin_sheet(db, who, cast.busy.id, title="Voorbeeld: Leeuwarden", about=about, at=at)
    for line in (
        Assumption(LineKind.COST, "Vier jaar frontlijnteam", "gemeente", _SOURCE, 3_200_000, 3_400_000, 3_600_000),
        Assumption(LineKind.BENEFIT, "Minder zware hulp", "gemeente", _SOURCE, 2_700_000, 3_500_000, 4_100_000),
        Assumption(
            LineKind.BENEFIT, "Minder uithuiszettingen", "woningcorporatie", _SOURCE, 500_000, 840_000, 1_100_000
        ),
        Assumption(LineKind.BENEFIT, "Beter leven", "bewoners", _SOURCE, 600_000, 1_100_000, 1_700_000),
    ):
        actions.add_line(db, who, cast.busy.id, sheet.id, line=line)
    actions.publish_sheet(db, cast.actor("board"), cast.busy.id, sheet.id, at=at)
    draft = actions.begin_sheet(
        db, who, cast.busy.id, title="Onze schatting over dit jaar", about="Dit jaar, naast vorig jaar.", at=now
    )
    line = Assumption(LineKind.COST, "Uren van het team", "gemeente", "Jaarbegroting", 300_000, 320_000, 350_000)
    actions.add_line(db, who, cast.busy.id, draft.id, line=line)


def _pilots(db: Session, cast: Cast, now: datetime) -> None:
    board = cast.actor("board")
    past = now - timedelta(days=200)
    plan = Plan(
        "Bellen voor de brief",
        "Komt hulp eerder als wij bellen voordat er een brief gaat?",
        "De een is oud en dicht bebouwd, de ander nieuw en ruim.",
        local_day(past),
    )
    other_board = cast.actor("board2", cast.new)
    first = actions.start_pilot(db, board, cast.busy.id, cast.new.id, plan=plan, at=past)
    actions.agree_to_pilot(db, other_board, cast.new.id, twin_of(db, first).id, at=past + timedelta(days=2))
    _found(db, cast, first, now)
    plan = Plan(
        "Inloop op zaterdag",
        "Komen er dan mensen die wij nu niet zien?",
        "De een heeft een buurthuis, de ander een keet.",
        local_day(now) - timedelta(days=185),
    )
    began = now - timedelta(days=185)
    second = actions.start_pilot(db, board, cast.busy.id, cast.new.id, plan=plan, at=began)
    actions.agree_to_pilot(db, other_board, cast.new.id, twin_of(db, second).id, at=began + timedelta(days=3))
    text = "In de keet was het op zaterdag leeg. Op vrijdag komen er meer."
    there = cast.actor("team2", cast.new)
    keeps = "Nee, wij blijven bij vrijdag."
    actions.write_finding(db, there, cast.new.id, twin_of(db, second).id, finding=text, keeps=keeps, at=now)
    plan = Plan(
        "Samen naar de balie",
        "Helpt het als een buur meegaat naar de balie van de gemeente?",
        "In de ene wijk wonen mensen al dertig jaar, in de andere nog geen drie.",
        local_day(now) + timedelta(days=30),
    )
    actions.start_pilot(db, other_board, cast.new.id, cast.busy.id, plan=plan, at=now - timedelta(days=2))
    plan = Plan(
        "Eén brief per huishouden",
        "Lezen mensen één lange brief eerder dan drie korte?",
        "De een heeft een eigen drukkerij om de hoek, de ander niet.",
        local_day(now) - timedelta(days=60),
    )
    third = actions.start_pilot(db, board, cast.busy.id, cast.new.id, plan=plan, at=now - timedelta(days=70))
    no = "Wij hebben nu geen handen vrij. Vraag ons in het voorjaar nog een keer."
    actions.end_pilot(db, other_board, cast.new.id, twin_of(db, third).id, reason=no, at=now - timedelta(days=64))


def _found(db: Session, cast: Cast, pilot: Pilot, now: datetime) -> None:
    here, there = cast.actor("team"), cast.actor("team2", cast.new)
    text = "Mensen schrokken minder van de brief. Bellen kost ons een halve dag in de week."
    actions.write_finding(
        db, here, cast.busy.id, pilot.id, finding=text, keeps="Ja, het scheelt misverstanden.", at=now
    )
    twin = twin_of(db, pilot)
    text = "Veel nummers klopten niet meer. Aanbellen werkte bij ons beter."
    actions.write_finding(db, there, cast.new.id, twin.id, finding=text, keeps="Nee, wij gaan aanbellen.", at=now)
