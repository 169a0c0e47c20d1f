"""Asking for advice, giving it, looking for supporters, handing over, and what the clock does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.advice import policy
from coop.advice.models import Advice, AdviceSupport
from coop.advice.policy import AdviceKind, AdviceState
from coop.advice.queries import runs_of, supporters_of
from coop.answers.actions import open_answer
from coop.answers.policy import Point, Source, Terms
from coop.districts.models import District
from coop.districts.policy import USUAL_ANSWER_DAYS, Decider
from coop.districts.queries import hold_district
from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import SAME_CLICK, local_day
from coop.kernel.db import fold_once_each
from coop.kernel.errors import ConflictError, NotFoundError
from coop.kernel.text import clean_line, clean_text, require_filled
from coop.kernel.words import mark
from coop.members.queries import account_ids_with, rules_on
from coop.notifications.actions import queue_mail_to_many
from coop.rules.answering import Power

TOPIC = "advice"
_ASKED = mark("The board asks for your advice: %(title)s")
_REMINDED = mark("Your advice must be there soon: %(title)s")
_LATE = mark("Your advice is late: %(title)s")
_BODY = mark(
    "About: %(title)s.\n\nThe board asked the advisory council. The advice must be there on %(due_on)s at the latest. "
    "Everybody can see whether it is there.\n\nRead what is asked, and advise:\n%(site)s%(path)s"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """An advice as somebody writes it. `points`: one on each line. `decider`: who must answer."""

    title: str
    about: str
    points: str
    decider: Decider = Decider.BOARD


def ask_advice(
    db: Session, actor: Actor, district_id: int, *, title: str, about: str, due_on: date, at: datetime
) -> Advice:
    """The board asks the council for advice, with a day. The same question of one person, sent again, is kept once."""
    actor.require(Permission.ASK_ADVICE)
    policy.require_day(due_on, local_day(at))
    made = _made(db, actor, district_id, Draft(title, about, ""), kind=AdviceKind.ASKED, state=AdviceState.ASKED, at=at)
    if made.due_on is None:
        made.due_on = due_on
        db.flush()
        _tell_council(db, made, _ASKED, at)
    return made


def advise(db: Session, actor: Actor, district_id: int, draft: Draft, *, at: datetime) -> Advice:
    """The council advises of its own accord; it is handed over at once."""
    actor.require(Permission.GIVE_ADVICE)
    policy.require_adviser(actor.roles)
    points = policy.points_in(draft.points)
    made = _made(db, actor, district_id, draft, kind=AdviceKind.UNASKED, state=AdviceState.HANDED_OVER, at=at)
    if made.given_by is None:
        made.points, made.given_by = points, actor.account_id
        _hand_over(db, made, at)
    return made


def give_advice(db: Session, actor: Actor, district_id: int, advice_id: int, *, points: str, at: datetime) -> Advice:
    """The council gives the advice that was asked, point by point, and it is handed over."""
    actor.require(Permission.GIVE_ADVICE)
    policy.require_adviser(actor.roles)
    found = _taken(db, district_id, advice_id)
    policy.require_asked(found.state)
    found.points, found.given_by = policy.points_in(points), actor.account_id
    _hand_over(db, found, at)
    return found


def begin_advice(
    db: Session, actor: Actor, district_id: int, draft: Draft, *, shows_name: bool = False, at: datetime
) -> Advice:
    """A member begins an advice that nobody asked for; whoever begins it is the first supporter.

    Raises `ConflictError` for somebody of the board, and while another one of this person looks for supporters.
    """
    actor.require(Permission.BEGIN_ADVICE)
    policy.require_adviser(actor.roles)
    assert actor.account_id is not None
    points, today = policy.points_in(draft.points), local_day(at)
    made = _made(db, actor, district_id, draft, kind=AdviceKind.UNASKED, state=AdviceState.GATHERING, at=at)
    if made.due_on is not None:
        return made
    made.points, made.shows_name = points, shows_name
    made.needed = rules_on(db, district_id, today).advice_supporters
    made.due_on = today + timedelta(days=policy.GATHER_DAYS)
    _support(db, made, actor.account_id, at)
    return made


def _made(
    db: Session, actor: Actor, district_id: int, draft: Draft, *, kind: AdviceKind, state: AdviceState, at: datetime
) -> Advice:
    """A new advice; or the very same of one person of a moment ago, which then has its day or its writer already."""
    title = require_filled(
        clean_line(draft.title), policy.TITLE_LENGTH, "title", mark("Say in a few words what it is about.")
    )
    about = require_filled(
        clean_text(draft.about), policy.ABOUT_LENGTH, "about", mark("Say what is going on, and why it matters.")
    )
    hold_district(db, district_id)
    before = db.scalar(
        select(Advice)
        .where(Advice.district_id == district_id, Advice.account_id == actor.account_id, Advice.kind == kind)
        .where(Advice.title == title, Advice.about == about, Advice.begun_at > at - SAME_CLICK)
        .limit(1)
    )
    if before is not None:
        return before
    assert actor.account_id is not None
    if state is AdviceState.GATHERING and runs_of(db, district_id, actor.account_id, local_day(at)):
        raise ConflictError(
            mark("Another advice of yours looks for supporters. Wait until it is handed over, or take it back.")
        )
    made = Advice(
        district_id=district_id,
        kind=kind,
        state=state,
        title=title,
        about=about,
        points=[],
        decider=draft.decider,
        needed=0,
        account_id=actor.account_id,
        shows_name=kind is AdviceKind.ASKED,
        begun_at=at,
        handed_over_at=at if state is AdviceState.HANDED_OVER else None,
    )
    db.add(made)
    db.flush()
    return made


def _taken(db: Session, district_id: int, advice_id: int) -> Advice:
    found = db.scalar(
        select(Advice)
        .where(Advice.id == advice_id, Advice.district_id == district_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(mark("There is no such advice in this neighbourhood."))
    return found


def support_advice(db: Session, actor: Actor, district_id: int, advice_id: int, *, at: datetime) -> Advice | None:
    """Support an advice; None when one did so before. With enough supporters it is handed over in the same act."""
    actor.require(Permission.BEGIN_ADVICE)
    policy.require_adviser(actor.roles)
    found = _taken(db, district_id, advice_id)
    assert actor.account_id is not None
    if _mine(db, found, actor.account_id) is not None:
        return None
    policy.require_gathering(found.state, found.due_on, local_day(at))
    _support(db, found, actor.account_id, at)
    return found


def _support(db: Session, found: Advice, account_id: int, at: datetime) -> None:
    db.add(AdviceSupport(district_id=found.district_id, advice_id=found.id, account_id=account_id, at=at))
    db.flush()
    if supporters_of(db, found, local_day(at)) >= found.needed:
        _hand_over(db, found, at)


def _mine(db: Session, found: Advice, account_id: int) -> AdviceSupport | None:
    return db.scalar(
        select(AdviceSupport).where(AdviceSupport.advice_id == found.id, AdviceSupport.account_id == account_id)
    )


def withdraw_support(db: Session, actor: Actor, district_id: int, advice_id: int, *, at: datetime) -> bool:
    """Support it no longer, as long as it was not handed over; who left can too. False when one did not."""
    actor.require(Permission.SEE_MY_PAGE)
    found = _taken(db, district_id, advice_id)
    assert actor.account_id is not None
    mine = _mine(db, found, actor.account_id)
    if mine is None:
        return False
    policy.require_gathering(found.state, found.due_on, local_day(at))
    db.delete(mine)
    db.flush()
    return True


def take_back(db: Session, actor: Actor, district_id: int, advice_id: int, *, at: datetime) -> Advice:
    """Who began an advice takes it back, as long as it looks for supporters; who left the co-operative can too.

    Raises `NotFoundError` for others.
    """
    actor.require(Permission.SEE_MY_PAGE)
    found = _taken(db, district_id, advice_id)
    if found.account_id != actor.account_id:
        raise NotFoundError(mark("You did not begin this advice. Only who began it can take it back."))
    policy.require_gathering(found.state, found.due_on, local_day(at))
    found.state, found.ended_at = AdviceState.WITHDRAWN, at
    db.flush()
    return found


def _hand_over(db: Session, found: Advice, at: datetime) -> None:
    """From here on it does not change, and the clock of the answer runs."""
    found.state, found.handed_over_at = AdviceState.HANDED_OVER, at
    db.flush()
    open_answer(
        db,
        found.district_id,
        Source.ADVICE,
        found.id,
        title=found.title,
        points=[Point(key, title) for key, title in found.points],
        terms=Terms(Power.ADVICE, found.decider, USUAL_ANSWER_DAYS),
        mandate=None,
        at=at,
    )


def run_advice(db: Session, *, at: datetime) -> int:
    """End what found too few supporters in its term, and remind councils, on the whole site; returns how many acts."""
    today, acts = local_day(at), 0
    running = (AdviceState.ASKED, AdviceState.GATHERING)
    for found in db.scalars(select(Advice).where(Advice.state.in_(running)).order_by(Advice.id).with_for_update()):
        assert found.due_on is not None
        if found.state is AdviceState.GATHERING:
            if today > found.due_on:
                found.state, found.ended_at, acts = AdviceState.LAPSED, at, acts + 1
        elif policy.is_late(found.state, found.due_on, today) and found.late_told_on is None:
            found.late_told_on, acts = today, acts + 1
            _tell_council(db, found, _LATE, at)
        elif policy.reminds(found.due_on, today) and found.reminded_on is None:
            found.reminded_on, acts = today, acts + 1
            _tell_council(db, found, _REMINDED, at)
    db.flush()
    return acts


def _tell_council(db: Session, found: Advice, subject: str, at: datetime) -> None:
    assert found.due_on is not None
    council: Iterable[int] = account_ids_with(db, found.district_id, Role.ADVISER, local_day(at))
    queue_mail_to_many(
        db,
        council,
        subject=subject,
        body=_BODY,
        topic=TOPIC,
        district_id=found.district_id,
        at=at,
        params={
            "title": found.title,
            "due_on": found.due_on.isoformat(),
            "path": f"/{db.get_one(District, found.district_id).slug}/adviezen/{found.id}",
        },
    )


def fold_advice(db: Session, district_id: int, *, gone: int, kept: int) -> None:
    """Two accounts turn out to be of one person: of advice that both support, one support remains."""
    fold_once_each(db, AdviceSupport.account_id, AdviceSupport.advice_id, district_id=district_id, gone=gone, kept=kept)
