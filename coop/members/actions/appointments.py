"""Giving, confirming and ending roles."""

from datetime import date, datetime
from functools import partial

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from coop.districts.queries import hold_district
from coop.identity.gateways import Post
from coop.identity.queries import account_by_email
from coop.kernel.access import ROLE_WORDS, Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.members.models import Appointment
from coop.members.policy import FOUR_EYES, REASON_LENGTH, not_together_with, roles_given_by
from coop.members.queries import account_ids_with, held, was_given_office_by

_GIVEN = mark("You have a new role")
_GIVEN_BODY = mark(
    "From %(starts_on)s you have a role in your neighbourhood: %(role_word)s. The reason: %(reason)s.\n\n"
    "See who holds which office in your neighbourhood:\n%(site)s%(path)s\n\nIs this not right? Tell the board."
)
_WAITING = mark("An appointment waits for a second person")
_WAITING_BODY = mark(
    "Somebody proposed a new %(role_word)s. It counts only when a second person agrees: a board member, another "
    "administrator or the privacy officer, not who proposed it.\n\nLook at it and decide:\n%(site)s%(path)s"
)
_ENDED = mark("A role of yours ends")
_ENDED_BODY = mark(
    "On %(ends_on)s your role in your neighbourhood ends: %(role_word)s. The reason: %(reason)s.\n\n"
    "Is this not right? Tell the board."
)


def appoint(
    db: Session,
    district_id: int,
    account_id: int,
    role: Role,
    *,
    starts_on: date,
    ends_on: date | None = None,
    reason: str = "",
) -> Appointment:
    """Give a role on the server, or when a site begins. Raises `InvalidError` for member: that comes by admission."""
    if role is Role.MEMBER:
        raise InvalidError(mark("Somebody becomes a member by being admitted, not by appointment."), field="role")
    appointment = Appointment(
        district_id=district_id, account_id=account_id, role=role, starts_on=starts_on, ends_on=ends_on, reason=reason
    )
    db.add(appointment)
    db.flush()
    return appointment


def give_role(
    db: Session,
    actor: Actor,
    post: Post,
    district_id: int,
    *,
    email: str,
    role: Role,
    starts_on: date,
    ends_on: date | None,
    reason: str,
    path: str,
    at: datetime,
) -> Appointment:
    """Give somebody a role; an administrator waits until a second person agrees. `path`: the page about offices."""
    _require_giver(actor, role)
    account = account_by_email(db, email)
    if account is None:
        raise InvalidError(mark("There is no account with this e-mail address."), field="email")
    if account.id == actor.account_id:
        raise InvalidError(mark("Nobody gives a role to themselves. Ask somebody else to do it."), field="email")
    _require_period(starts_on, ends_on, local_day(at))
    why = _require_reason(reason)
    hold_district(db, district_id)
    require_free(db, district_id, account.id, role, starts_on=starts_on, ends_on=ends_on)
    made = appoint(db, district_id, account.id, role, starts_on=starts_on, ends_on=ends_on, reason=why)
    made.given_by, made.given_at, made.is_waiting = actor.account_id, at, role in FOUR_EYES
    db.flush()
    if made.is_waiting:
        _tell_confirmers(db, post, made, path, at)
    else:
        _tell_given(db, post, made, path, at)
    return made


def require_free(
    db: Session, district_id: int, account_id: int, role: Role, *, starts_on: date, ends_on: date | None = None
) -> None:
    """Raise `ConflictError` for who has this role already in that time, or one that does not go with it."""
    if _has_already(db, district_id, account_id, role, starts_on=starts_on, ends_on=ends_on):
        raise ConflictError(mark("This person has this role already in that time."))
    if any(
        _has_already(db, district_id, account_id, other, starts_on=starts_on, ends_on=ends_on)
        for other in not_together_with(role)
    ):
        raise ConflictError(
            mark("The privacy officer watches over board, secretary and administrator, and cannot be one of them."),
            field="role",
        )


def _require_giver(actor: Actor, role: Role) -> None:
    actor.require(Permission.GIVE_ROLE)
    if role not in roles_given_by(actor.roles):
        raise NotAllowedError(mark("You may not give this role. Ask the administrator."))


def _require_period(starts_on: date, ends_on: date | None, today: date) -> None:
    if starts_on < today:
        raise InvalidError(mark("Choose today or a later day."), field="starts_on")
    if ends_on is not None and ends_on <= starts_on:
        raise InvalidError(mark("Choose a day after the first day."), field="ends_on")


def _require_reason(reason: str) -> str:
    why = clean_line(reason).rstrip(".")
    if not why:
        raise InvalidError(mark("Say on which decision this rests."), field="reason")
    if len(why) > REASON_LENGTH:
        raise InvalidError(mark("Use at most %(most)s characters."), field="reason", most=REASON_LENGTH)
    return why


def _has_already(
    db: Session, district_id: int, account_id: int, role: Role, *, starts_on: date, ends_on: date | None
) -> bool:
    query = select(Appointment.id).where(
        Appointment.district_id == district_id,
        Appointment.account_id == account_id,
        Appointment.role == role,
        or_(Appointment.ends_on.is_(None), Appointment.ends_on > starts_on),
    )
    if ends_on is not None:
        query = query.where(Appointment.starts_on < ends_on)
    return db.scalar(query.limit(1)) is not None


def _tell_given(db: Session, post: Post, given: Appointment, path: str, at: datetime) -> None:
    params: dict[str, object] = {
        "starts_on": given.starts_on.isoformat(),
        "role_word": ROLE_WORDS[given.role],
        "reason": given.reason,
        "path": path,
    }
    send = partial(post, db, subject=_GIVEN, body=_GIVEN_BODY, district_id=given.district_id, at=at)
    send(to_account_id=given.account_id, params=params)


def _tell_confirmers(db: Session, post: Post, waiting: Appointment, path: str, at: datetime) -> None:
    today = local_day(at)
    confirmers = {
        account_id
        for role in (Role.BOARD, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER)
        for account_id in account_ids_with(db, waiting.district_id, role, today)
    } - {waiting.given_by, waiting.account_id}
    send = partial(post, db, subject=_WAITING, body=_WAITING_BODY, district_id=waiting.district_id, at=at)
    for account_id in sorted(confirmers):
        send(to_account_id=account_id, params={"path": path, "role_word": ROLE_WORDS[waiting.role]})


def confirm_role(
    db: Session, actor: Actor, post: Post, district_id: int, appointment_id: int, *, path: str, at: datetime
) -> Appointment:
    """Agree as a second person: from now on it counts."""
    actor.require(Permission.CONFIRM_ROLE)
    found = _taken(db, district_id, appointment_id)
    if not found.is_waiting or (found.ends_on is not None and found.ends_on <= local_day(at)):
        raise ConflictError(mark("This appointment does not wait for a second person (any more)."))
    if actor.account_id in (found.given_by, found.account_id):
        raise NotAllowedError(mark("Somebody else must agree: not who proposed it, and not the person it is about."))
    if was_given_office_by(db, district_id, actor.account_id, found.given_by, local_day(at)):
        raise NotAllowedError(mark("Somebody else must agree: not somebody whom the proposer gave a role."))
    found.is_waiting, found.confirmed_by = False, actor.account_id
    found.starts_on = max(found.starts_on, local_day(at))
    db.flush()
    _tell_given(db, post, found, path, at)
    return found


def end_role(
    db: Session, actor: Actor, post: Post, district_id: int, appointment_id: int, *, on: date, reason: str, at: datetime
) -> Appointment:
    """End a role of somebody else, or lay down one's own. The last administrator stays until there is another."""
    found = _taken(db, district_id, appointment_id)
    if found.account_id != actor.account_id:
        _require_giver(actor, found.role)
    if found.ends_on is not None and found.ends_on <= local_day(at):
        raise ConflictError(mark("This role has ended already."))
    if on < local_day(at):
        raise InvalidError(mark("Choose today or a later day."), field="on")
    if found.ends_on is not None and on >= found.ends_on:
        raise InvalidError(mark("It ends earlier than that already."), field="on")
    why = _require_reason(reason)
    require_another(db, found, on)
    found.ends_on, found.ended_by, found.end_reason = max(on, found.starts_on), actor.account_id, why
    db.flush()
    if found.account_id != actor.account_id and not found.is_waiting:
        params: dict[str, object] = {
            "ends_on": found.ends_on.isoformat(),
            "role_word": ROLE_WORDS[found.role],
            "reason": why,
        }
        send = partial(post, db, subject=_ENDED, body=_ENDED_BODY, district_id=district_id, at=at)
        send(to_account_id=found.account_id, params=params)
    return found


def require_another(db: Session, found: Appointment, on: date) -> None:
    """Raise `ConflictError` when this is the only administrator of a neighbourhood on a day."""
    if found.role is not Role.ADMINISTRATOR or found.is_waiting:
        return
    others = db.scalar(
        select(Appointment.id)
        .where(held(found.district_id, on), Appointment.role == Role.ADMINISTRATOR)
        .where(Appointment.account_id != found.account_id)
        .limit(1)
    )
    if others is None:
        raise ConflictError(
            mark("This is the only administrator on that day. First appoint another one, and let somebody confirm it.")
        )


def _taken(db: Session, district_id: int, appointment_id: int) -> Appointment:
    # One at a time in a neighbourhood: two administrators must not send each other away at the same moment.
    hold_district(db, district_id)
    found = db.scalar(
        select(Appointment)
        .where(Appointment.id == appointment_id, Appointment.district_id == district_id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(mark("There is no such appointment in this neighbourhood."))
    return found
