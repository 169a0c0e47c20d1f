"""Deciding on applications."""

from datetime import datetime

from sqlalchemy.orm import Session

from coop.identity.gateways import Post
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_text
from coop.kernel.words import mark
from coop.members.actions.moving import take_address
from coop.members.actions.register import admit_member
from coop.members.models import Membership, MembershipApplication
from coop.members.policy import Admission, ApplicationState, Missing, missing_for_admission, require_waiting
from coop.members.queries import application_of, counted_ways, looks_like, membership_in, proofs_of, rules_on

REASON_LENGTH = 1000
_ADMITTED = mark("You are a member")
_ADMITTED_BODY = mark(
    "The board admitted you as a member of the co-operative of your neighbourhood. See from when you can vote:\n"
    "%(site)s%(path)s"
)
_REFUSED = mark("Your application is refused")
_REFUSED_BODY = mark(
    "The board refused your application for membership. The reason: %(reason)s\n\nDo you not agree? The members can "
    "decide otherwise (Civil Code 2:33). Ask the board to put it on the agenda of their meeting."
)
_NOT_MOVED = mark("Your new address is not taken over")
_NOT_MOVED_BODY = mark(
    "The board did not take over your new address. The reason: %(reason)s\n\nYour address before stays in the "
    "register, and you vote as always. Is this not right? Tell the board."
)


def missing_of(db: Session, application: MembershipApplication, *, at: datetime) -> list[Missing]:
    """What still stands between an application and membership today; of a move, only that the address is shown."""
    ways_shown = counted_ways(proofs_of(db, [application.id])[application.id])
    if application.is_move:
        return [] if ways_shown else [Missing.RESIDENCE]
    return missing_for_admission(
        rules_on(db, application.district_id, local_day(at)),
        ways_shown=ways_shown,
        accepted=application.accepted_at is not None,
        stated_age=application.stated_age,
    )


def admit_when_ready(db: Session, application: MembershipApplication, *, at: datetime) -> None:
    """Admit at once when nothing is missing and the statutes leave no choice to the board; who moved is a member.

    Who may be a member or applicant already waits for the board: no statutes give one person two votes.
    """
    if application.is_move:
        if not missing_of(db, application, at=at):
            _take_move(db, application, at=at)
        return
    rules = rules_on(db, application.district_id, local_day(at))
    if rules.admission is not Admission.AUTOMATIC or missing_of(db, application, at=at):
        return
    if not looks_like(db, application, local_day(at)):
        _admit(db, application, by=None, at=at)


def admit_applicant(db: Session, actor: Actor, district_id: int, application_id: int, *, at: datetime) -> Membership:
    """Make a member of an applicant. Raises `ConflictError` while something is missing or once it was decided."""
    actor.require(Permission.ADMIT_MEMBER)
    application = application_of(db, district_id, application_id, locked=True)
    require_waiting(application.state)
    _require_another(actor, application)
    if application.is_move or missing_of(db, application, at=at):
        raise ConflictError(mark("Something is still missing. The page says what."))
    return _admit(db, application, by=actor.account_id, at=at)


def tell_decided(db: Session, post: Post, application: MembershipApplication, *, path: str, at: datetime) -> bool:
    """Mail the applicant what was decided; False for who has no account and gets it by letter. `path`: who may vote."""
    if application.account_id is None:
        return False
    subject, body = _REFUSED, _REFUSED_BODY
    if application.is_move:
        subject, body = _NOT_MOVED, _NOT_MOVED_BODY
    elif application.state is ApplicationState.ADMITTED:
        subject, body = _ADMITTED, _ADMITTED_BODY
    post(
        db,
        to_account_id=application.account_id,
        subject=subject,
        body=body,
        district_id=application.district_id,
        at=at,
        params={"path": path, "reason": application.reason},
    )
    return True


def _require_another(actor: Actor, application: MembershipApplication) -> None:
    if actor.account_id is not None and actor.account_id == application.account_id:
        raise ConflictError(mark("This is about yourself: somebody else of the board decides."))


def _admit(db: Session, application: MembershipApplication, *, by: int | None, at: datetime) -> Membership:
    membership = admit_member(
        db, application.district_id, name=application.name, on=local_day(at), account_id=application.account_id
    )
    for name in ("street", "house_number", "postcode", "email", "stated_age"):
        setattr(membership, name, getattr(application, name))
    application.state, application.decided_at, application.decided_by = ApplicationState.ADMITTED, at, by
    application.membership_id = membership.id  # its code stays known, so that a second typing is told it was used
    db.flush()
    return membership


def _take_move(db: Session, application: MembershipApplication, *, at: datetime) -> None:
    membership = membership_in(db, application.district_id, application.membership_id or 0)
    take_address(membership, application)
    membership.lives_here = True
    application.state, application.decided_at = ApplicationState.ADMITTED, at
    db.flush()


def refuse_applicant(
    db: Session, actor: Actor, district_id: int, application_id: int, reason: str, *, at: datetime
) -> MembershipApplication:
    """Refuse with a reason that the applicant reads."""
    actor.require(Permission.ADMIT_MEMBER)
    application = application_of(db, district_id, application_id, locked=True)
    require_waiting(application.state)
    _require_another(actor, application)
    told = clean_text(reason)
    if not told:
        raise InvalidError(mark("Say why. The applicant reads the reason."), field="reason")
    if len(told) > REASON_LENGTH:
        raise InvalidError(mark("Use at most %(most)s characters."), field="reason", most=REASON_LENGTH)
    application.state, application.decided_at, application.decided_by = ApplicationState.REFUSED, at, actor.account_id
    application.reason, application.code = told, None
    db.flush()
    return application


def withdraw_application(
    db: Session, actor: Actor, district_id: int, application_id: int, *, at: datetime
) -> MembershipApplication:
    """Take one's own application back."""
    application = application_of(db, district_id, application_id, locked=True)
    if actor.account_id is None or application.account_id != actor.account_id:
        raise ConflictError(mark("Only the applicant can take an application back."))
    require_waiting(application.state)
    application.state, application.decided_at, application.code = ApplicationState.WITHDRAWN, at, None
    db.flush()
    return application
