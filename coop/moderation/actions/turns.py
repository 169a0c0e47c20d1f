"""Who looks after the conversations: offering oneself, drawing, asking, stopping; and what the board sets."""

from datetime import datetime, timedelta

from sqlalchemy import select

from coop.districts.models import District
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, InvalidError, NotFoundError
from coop.kernel.words import mark
from coop.members.queries import actor_of
from coop.moderation import policy
from coop.moderation.models import ModerationRules, ModerationTurn, TurnDraw
from coop.moderation.policy import Way
from coop.moderation.queries import rules_of, waiting_draw
from coop.notifications.actions import queue_mail


def offer_turn(db: Session, actor: Actor, district_id: int, *, at: datetime) -> bool:
    """Be willing to take a turn. False when one was already, or has one."""
    actor.require(Permission.SUPPORT_ITEM)
    policy.require_resident(actor.roles)
    today = local_day(at)
    running = select(ModerationTurn.id).where(
        ModerationTurn.district_id == district_id,
        ModerationTurn.account_id == actor.account_id,
        ModerationTurn.ends_on.is_(None) | (ModerationTurn.ends_on > today),
    )
    if db.scalar(running) is not None:
        return False
    db.add(ModerationTurn(district_id=district_id, account_id=actor.account_id, willing_at=at))
    db.flush()
    return True


def stop_turn(db: Session, actor: Actor, district_id: int, *, at: datetime) -> None:
    """Be willing no longer, or end one's turn today; harmless without one."""
    actor.require(Permission.SUPPORT_ITEM)
    today = local_day(at)
    for turn in db.scalars(
        select(ModerationTurn).where(
            ModerationTurn.district_id == district_id, ModerationTurn.account_id == actor.account_id
        )
    ).all():
        if turn.ends_on is None:
            db.delete(turn)
        elif turn.ends_on > today:
            turn.ends_on = max(today, turn.begins_on or today)
    db.flush()


def close_list(db: Session, actor: Actor, district_id: int, wanted: int, *, at: datetime) -> TurnDraw:
    """Fix who takes part in a draw of so many turns, before the dice are thrown."""
    actor.require(Permission.CURATE_AGENDA)
    if wanted < 1:
        raise InvalidError(mark("Fill in a whole number."), field="number")
    willing = _willing(db, district_id, at)
    if waiting_draw(db, district_id):
        raise ConflictError(mark("The list is closed already. Throw the dice in public and write down what they show."))
    if not willing:
        raise ConflictError(mark("Nobody is willing who has no turn yet. Ask neighbours to offer themselves first."))
    made = TurnDraw(
        district_id=district_id, wanted=min(wanted, len(willing)), listed=sorted(willing), drawn=[], closed_at=at
    )
    db.add(made)
    db.flush()
    return made


def draw_turns(db: Session, actor: Actor, district_id: int, draw_id: int, dice: str, *, at: datetime) -> TurnDraw:
    """Begin the turns that the dice name. Whoever is not willing any more is passed over: the next gets the turn."""
    actor.require(Permission.CURATE_AGENDA)
    found = db.scalar(
        select(TurnDraw)
        .where(TurnDraw.id == draw_id, TurnDraw.district_id == district_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(mark("There is no such draw in this neighbourhood."))
    if found.drawn_at is not None:
        raise ConflictError(mark("The dice of this draw are written down already. Nothing has changed."))
    found.lot, found.drawn_at = policy.require_dice(dice), at
    willing = _willing(db, district_id, at)
    order = map(int, policy.lot_of(found.id, found.lot).ordered([str(one) for one in found.listed]))
    found.drawn = [one for one in order if one in willing][: found.wanted]
    for turn_id in found.drawn:
        _begin(db, willing[turn_id], Way.DRAWN, at)
    db.flush()
    return found


def appoint(db: Session, actor: Actor, district_id: int, turn_id: int, *, at: datetime) -> ModerationTurn:
    """Give a turn to somebody who is willing, without a lot."""
    actor.require(Permission.CURATE_AGENDA)
    turn = db.scalar(
        select(ModerationTurn)
        .where(ModerationTurn.id == turn_id, ModerationTurn.district_id == district_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if turn is None:
        raise NotFoundError(mark("There is nobody with this number who is willing."))
    if turn.begins_on is not None:
        raise ConflictError(mark("This neighbour has a turn already. Nothing has changed."))
    if turn_id not in _willing(db, district_id, at):
        raise ConflictError(mark("This neighbour cannot take part here any more. Choose somebody else."))
    _begin(db, turn, Way.APPOINTED, at)
    return turn


def _willing(db: Session, district_id: int, at: datetime) -> dict[int, ModerationTurn]:
    """Who can begin a turn: willing, and still a resident who may take part."""
    found = db.scalars(
        select(ModerationTurn)
        .where(ModerationTurn.district_id == district_id, ModerationTurn.begins_on.is_(None))
        .with_for_update()
    ).all()
    today = local_day(at)
    return {
        one.id: one
        for one in found
        if actor_of(db, district_id, one.account_id, "", today).may(Permission.SUPPORT_ITEM)
    }


def _begin(db: Session, turn: ModerationTurn, way: Way, at: datetime) -> None:
    today, days = local_day(at), rules_of(db, turn.district_id)[1]
    turn.way, turn.begins_on, turn.ends_on = way, today, today + timedelta(days=days)
    db.flush()
    queue_mail(
        db,
        to_account_id=turn.account_id,
        subject=mark("You have a turn to look after the conversations"),
        body=mark(
            "From today until %(until_on)s you look after the conversations of the neighbourhood, with others. When "
            "somebody reports a comment, you get mail. You decide by the house rules, with a reason that everybody can "
            "read. Can you not do it after all? End your turn here:\n"
            "%(site)s%(path)s"
        ),
        params={
            "until_on": (today + timedelta(days=days)).isoformat(),
            "path": f"/{db.get_one(District, turn.district_id).slug}/huisregels",
        },
        district_id=turn.district_id,
        at=at,
    )


def set_rules(db: Session, actor: Actor, district_id: int, *, hide_after: int, term_days: int) -> None:
    """After how many reports a comment is hidden, and how long a turn lasts that begins from now on."""
    actor.require(Permission.CURATE_AGENDA)
    policy.require_setting(hide_after, term_days)
    found = db.get(ModerationRules, district_id)
    if found is None:
        db.add(ModerationRules(district_id=district_id, hide_after=hide_after, term_days=term_days))
    else:
        found.hide_after, found.term_days = hide_after, term_days
    db.flush()
