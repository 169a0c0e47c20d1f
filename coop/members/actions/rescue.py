"""Taking the second step away from who lost phone and paper: one person asks, another agrees."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.districts.queries import hold_district
from coop.identity.actions import take_away_second_step
from coop.identity.gateways import Post
from coop.identity.queries import account_by_email, has_second_step, passkeys_of
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.members.models import Appointment, Membership, SecondStepOff
from coop.members.policy import REASON_LENGTH, RESCUE_WAITS
from coop.members.queries import held, rescues_waiting, running, was_given_office_by

_SUBJECT = mark("Somebody asks to take the second step away from your account")
_BODY = mark(
    "%(name)s says that you lost your phone and your codes on paper. When a second person agrees, you sign in without "
    "a second step until you set up a new one. Until then you cannot work in an office.\n\n"
    "Did you not ask for this? Call the board at once."
)


def ask_second_step_off(
    db: Session, actor: Actor, post: Post, district_id: int, *, email: str, reason: str, at: datetime
) -> SecondStepOff:
    """Ask it for somebody of this neighbourhood, who hears it by mail at once. `reason`: how it is known who it is.

    Raises `InvalidError` per field, `ConflictError` when it was asked already or there is nothing to take away.
    """
    actor.require(Permission.RESCUE_ACCOUNT)
    why = clean_line(reason)
    if not why:
        raise InvalidError(mark("Say how you made sure who asks."), field="reason")
    if len(why) > REASON_LENGTH:
        raise InvalidError(mark("Use at most %(most)s characters."), field="reason", most=REASON_LENGTH)
    account = account_by_email(db, email)
    if account is None or not _belongs_here(db, district_id, account.id, at):
        raise InvalidError(mark("Nobody with a role or membership here has this e-mail address."), field="email")
    if account.id == actor.account_id:
        raise InvalidError(mark("Somebody else must ask this for you."), field="email")
    if not has_second_step(db, account.id) and not passkeys_of(db, account.id):
        raise ConflictError(mark("This account has no second step."), field="email")
    hold_district(db, district_id)
    if any(one.account_id == account.id for one in rescues_waiting(db, district_id, at)):
        raise ConflictError(mark("This was asked already. It waits for a second person."), field="email")
    made = SecondStepOff(
        district_id=district_id, account_id=account.id, reason=why, asked_by=actor.account_id or 0, asked_at=at
    )
    db.add(made)
    params: dict[str, object] = {"name": actor.name}
    post(db, to_account_id=account.id, subject=_SUBJECT, body=_BODY, district_id=district_id, at=at, params=params)
    db.flush()
    return made


def _belongs_here(db: Session, district_id: int, account_id: int, at: datetime) -> bool:
    on = local_day(at)
    office = select(Appointment.account_id).where(held(district_id, on), Appointment.account_id == account_id)
    member = select(Membership.account_id).where(running(district_id, on), Membership.account_id == account_id)
    return db.execute(office.union_all(member).limit(1)).first() is not None


def confirm_second_step_off(
    db: Session, actor: Actor, post: Post, district_id: int, rescue_id: int, *, at: datetime
) -> SecondStepOff:
    """Agree as a second person: it is taken away now, and everywhere the account is signed out."""
    actor.require(Permission.RESCUE_ACCOUNT)
    found = _waiting(db, district_id, rescue_id, at)
    if actor.account_id in (found.asked_by, found.account_id):
        raise NotAllowedError(mark("Somebody else must agree: not who asked it, and not the person it is about."))
    if was_given_office_by(db, district_id, actor.account_id, found.asked_by, local_day(at)):
        raise NotAllowedError(mark("Somebody else must agree: not somebody whom the proposer gave a role."))
    found.confirmed_by, found.ended_at = actor.account_id, at
    take_away_second_step(db, post, found.account_id, at=at)
    db.flush()
    return found


def drop_second_step_off(db: Session, actor: Actor, district_id: int, rescue_id: int, *, at: datetime) -> SecondStepOff:
    """Put a request aside: it was no good, or the phone was found."""
    actor.require(Permission.RESCUE_ACCOUNT)
    found = _waiting(db, district_id, rescue_id, at)
    found.ended_at = at
    db.flush()
    return found


def _waiting(db: Session, district_id: int, rescue_id: int, at: datetime) -> SecondStepOff:
    hold_district(db, district_id)
    found = db.scalar(
        select(SecondStepOff)
        .where(SecondStepOff.id == rescue_id, SecondStepOff.district_id == district_id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(mark("There is no such request in this neighbourhood."))
    if found.ended_at is not None or found.asked_at <= at - RESCUE_WAITS:
        raise ConflictError(mark("This request does not wait for a second person (any more)."))
    return found
