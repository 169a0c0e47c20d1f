"""When everybody on the list was asked and fewer than four are left, the members' meeting chooses who is missing.

Source: domain notes, E10.
"""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from coop.identity.queries import account_by_email
from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.kernel.errors import InvalidError, NotAllowedError
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.members.queries import actor_of
from coop.panels.actions.firing import fire, locked, parts_of
from coop.panels.actions.messages import has_e_mail, once, tell_accounts, tell_office
from coop.panels.models import Procedure, Seat, Volunteer
from coop.panels.policy import Event, Facts, Part, SeatState, is_possible, require_free_of_other_parts
from coop.panels.queries import facts_of, seats_of, volunteers_of

_NEEDED = mark("Too few people are left for a panel: the members' meeting can choose who is missing")
_CHOSEN = mark("The members' meeting chose you for a panel")
_SAY = mark("It is about: %(title)s. Sign in and look at My page to say yes or no.")
_ASKED = mark("This person was asked for this panel already.")


def choose_member(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    name: str,
    contact: str,
    chosen_on: date,
    reason: str,
    at: datetime,
) -> Seat:
    """Write down one person whom the members' meeting chose; the history says how, without the name.

    Whose e-mail address belongs to an account says yes or no there; everybody else on paper.
    """
    actor.require(Permission.APPROVE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    said = clean_text(reason)
    _require_filled(clean_line(name), clean_line(contact), said, chosen_on, at)
    account_id = _account_of(db, district_id, contact, at)
    _require_new(db, procedure, clean_line(name), account_id)
    fire(
        *(db, procedure, Event.CHOOSE_MEMBER, parts_of(actor)),
        at=at,
        account_id=actor.account_id,
        note=said,
        reason=True,
    )
    row = Volunteer(
        district_id=district_id,
        procedure_id=procedure_id,
        account_id=account_id,
        name="" if account_id else clean_line(name),
        contact="" if account_id else clean_line(contact),
        told=False,
        volunteered_at=at,
    )
    db.add(row)
    db.flush()
    seat = Seat(
        district_id=district_id,
        procedure_id=procedure_id,
        volunteer_id=row.id,
        account_id=account_id,
        rank=max(seat.rank for seat in seats_of(db, procedure_id)) + 1,
        answer=SeatState.WAITING,
        chosen_on=chosen_on,
    )
    db.add(seat)
    tell_accounts(db, procedure, [account_id], _CHOSEN, _SAY, at=at)
    db.flush()
    return seat


def _require_filled(name: str, contact: str, reason: str, chosen_on: date, at: datetime) -> None:
    for field, value in (("name", name), ("contact", contact)):
        if not value:
            raise InvalidError(mark("Fill this in."), field=field)
    if not reason:
        raise InvalidError(mark("Give a reason. Everybody can read it."), field="reason")
    if chosen_on > local_day(at):
        raise InvalidError(mark("Fill in the day on which the meeting was held."), field="chosen_on")


def _account_of(db: Session, district_id: int, contact: str, at: datetime) -> int | None:
    """The account of a resident here with this e-mail address. Raises `InvalidError` for who cannot sit on a panel."""
    account = account_by_email(db, contact) if has_e_mail(contact) else None
    if account is None:
        return None
    person = actor_of(db, district_id, account.id, account.name, local_day(at))
    try:
        require_free_of_other_parts(person.roles)
    except NotAllowedError as refusal:
        raise InvalidError(refusal.message, field="contact") from refusal
    return account.id if person.may(Permission.VOLUNTEER_FOR_PANEL) else None


def _require_new(db: Session, procedure: Procedure, name: str, account_id: int | None) -> None:
    """Nobody is asked twice. Candidates are not looked up: the board may not learn from it who applied."""
    rows = volunteers_of(db, procedure.id)
    if any(row.account_id == account_id for row in rows if account_id):
        raise InvalidError(_ASKED, field="contact")
    if any(row.name.casefold() == name.casefold() for row in rows if row.name):
        raise InvalidError(_ASKED, field="name")


def needs_meeting(facts: Facts, at: datetime) -> bool:
    """Whether nobody is left to ask for the panel, so that only the members' meeting can fill it."""
    return is_possible(replace(facts, reason=True), Event.CHOOSE_MEMBER, [Part.BOARD], at)


def ask_meeting_if_needed(db: Session, procedure: Procedure, *, at: datetime) -> None:
    """Tell board and secretary, once, that nobody is left to ask."""
    if needs_meeting(facts_of(db, procedure), at) and once(db, procedure, "meeting", at):
        for role in (Role.BOARD, Role.SECRETARY):
            tell_office(db, procedure, role, _NEEDED, at=at)
