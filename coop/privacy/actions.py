"""Erasing by the clock what the table of retention says, and erasing again what a restored copy brought back."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, exists, or_, select
from sqlalchemy.orm import Session

from coop.agenda.actions.photos import withdraw
from coop.agenda.models import Comment, Follow, Mention, Offer, Photo
from coop.agenda.policy.talk import Shown
from coop.audit.actions import note_erasure
from coop.digests.models import NewsReader
from coop.doors.actions import erase_notes, forget_note
from coop.doors.models import DoorNote
from coop.identity.actions import erase_account
from coop.identity.models import Account
from coop.initiatives.models import HelpAnswer
from coop.initiatives.queries import contacts_left
from coop.kernel.clock import local_day
from coop.kernel.db import Base
from coop.members.actions import end_roles_of
from coop.members.models import (
    FollowedDistrict,
    Membership,
    MembershipApplication,
    MembershipSuspension,
    SecondStepOff,
)
from coop.members.policy import ApplicationState
from coop.moderation.actions import forget_words
from coop.notifications.actions import forget_messages, forget_refusals, remove_messages
from coop.opinions.actions import forget_statement
from coop.opinions.models import Statement, StatementAnswer
from coop.panels.actions import replay_ledger as replay_panels
from coop.privacy.policy.shapes import SECOND_THOUGHTS, SEVEN_YEARS, YEAR
from coop.voting.actions import unname_vote, votes_to_unname
from coop.voting.models import Poll, RollRow


def erase_due(db: Session, *, at: datetime) -> int:
    """Erase everything whose term is over; each row stands in the ledger. Returns how many rows."""
    today = local_day(at)
    addresses = select(Membership).where(Membership.ended_on <= today - YEAR, _has_address())
    names = select(Membership).where(Membership.ended_on <= today - SEVEN_YEARS, Membership.name != "")
    # Whatever was planned: as long as somebody is a member the account stays.
    is_member = exists().where(
        Membership.account_id == Account.id, or_(Membership.ended_on.is_(None), Membership.ended_on > today)
    )
    accounts = select(Account).where(Account.erase_on <= today, ~is_member)
    done = _each(db, accounts, lambda one: forget_account(db, one, at=at), at)
    done += _each(db, addresses, _forget_address, at)
    done += _each(db, names, _forget_name, at)
    done += _each(db, _old_applications(at), _forget_application, at)
    old = select(SecondStepOff).where(SecondStepOff.asked_at <= at - YEAR, SecondStepOff.reason != "")
    done += _each(db, old, _forget_reason, at)
    over = select(MembershipSuspension).where(MembershipSuspension.ends_on <= today - YEAR)
    done += _each(db, over, db.delete, at)
    done += _unname_votes(db, at)
    done += erase_notes(db, at=at)
    done += _each(db, contacts_left(), _forget_contact, at)
    done += remove_messages(db, before=at - YEAR)
    db.flush()
    return done


def _each(db: Session, rows: Select[Any], erase: Callable[[Any], None], at: datetime) -> int:
    found = db.scalars(rows).all()
    for row in found:
        erase(row)
        note_erasure(db, row.__tablename__, row.id, district_id=getattr(row, "district_id", None), at=at)
    return len(found)


def forget_account(db: Session, account: Account, *, at: datetime) -> None:
    """Erase who somebody is; what they wrote stays without a name."""
    end_roles_of(db, account.id, on=local_day(at))
    for table in (Offer, HelpAnswer, Follow, Mention, Photo, FollowedDistrict, NewsReader, StatementAnswer):
        db.execute(delete(table).where(table.account_id == account.id))
    forget_refusals(db, account.id)
    forget_messages(db, account.id)
    erase_account(db, account, at=at)


def _has_address() -> Any:
    kept = Membership.street, Membership.house_number, Membership.postcode, Membership.email
    return or_(*(column != "" for column in kept), Membership.stated_age.is_not(None))


def _forget_address(one: Membership) -> None:
    one.street = one.house_number = one.postcode = one.email = ""
    one.stated_age = one.cluster_id = None


def _forget_name(one: Membership) -> None:
    _forget_address(one)
    one.name, one.account_id = "", None


def _old_applications(at: datetime) -> Select[Any]:
    taken_back = MembershipApplication.state == ApplicationState.WITHDRAWN
    return select(MembershipApplication).where(
        MembershipApplication.name != "",
        or_(
            MembershipApplication.decided_at <= at - YEAR,
            taken_back & (MembershipApplication.decided_at <= at - SECOND_THOUGHTS),
        ),
    )


def _forget_application(one: MembershipApplication) -> None:
    one.name = one.street = one.house_number = one.postcode = one.email = one.reason = ""
    one.stated_age, one.code, one.account_id = 0, None, None


def _forget_reason(one: SecondStepOff) -> None:
    one.reason = ""


def _forget_contact(one: HelpAnswer) -> None:
    one.contact = ""


def _unname_votes(db: Session, at: datetime) -> int:
    """A year after the result, or after a void vote: nobody's name beside a vote, no letters, no proxies."""
    found = votes_to_unname(db, at - YEAR)
    for poll in found:
        unname_vote(db, poll.id)
        note_erasure(db, Poll.__tablename__, poll.id, district_id=poll.district_id, at=at)
    return len(found)


def replay_ledger(db: Session, rows: Iterable[tuple[str, int]], *, at: datetime) -> int:
    """Erase again what a restored copy brought back, and keep the ledger whole. Returns how many rows were erased."""
    mine: dict[str, tuple[type[Any], Any, Callable[[Any], None]]] = {
        "accounts": (Account, Account.name != "", lambda one: forget_account(db, one, at=at)),
        "memberships": (Membership, _has_address(), _forget_address),
        "membership_applications": (MembershipApplication, MembershipApplication.name != "", _forget_application),
        "membership_suspensions": (MembershipSuspension, MembershipSuspension.id.is_not(None), db.delete),
        "second_step_offs": (SecondStepOff, SecondStepOff.reason != "", _forget_reason),
        "door_notes": (DoorNote, DoorNote.id.is_not(None), lambda one: forget_note(db, one)),
        "agenda_comments": (Comment, Comment.shown != Shown.WITHDRAWN, lambda one: forget_words(db, one)),
        "agenda_photos": (Photo, Photo.content.is_not(None), lambda one: withdraw(one, at=at)),
        "opinion_statements": (Statement, Statement.text != "", lambda one: forget_statement(db, one, at=at)),
        "help_answers": (HelpAnswer, HelpAnswer.contact != "", _forget_contact),
        "polls": (Poll, Poll.id.in_(select(RollRow.poll_id)), lambda one: unname_vote(db, one.id)),
    }
    listed = list(rows)
    done = replay_panels(db, [row for row in listed if row[0] not in mine], at=at)
    for name, row_id in listed:
        if name not in mine:
            continue
        table, is_back, erase = mine[name]
        found = db.scalar(select(table).where(table.id == row_id, is_back))
        if found is not None:
            erase(found)
            done += 1
    for name, row_id in listed:
        # The restored ledger does not know what was erased after the backup: the next restore must find it there.
        if name in Base.metadata.tables:
            note_erasure(db, name, row_id, district_id=None, at=at)
    db.flush()
    return done
