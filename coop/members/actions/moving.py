"""A new address within the neighbourhood: it counts once it was shown, like that of an applicant."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import InvalidError, NotAllowedError
from coop.kernel.words import mark
from coop.members.actions.register import MemberDetails
from coop.members.models import Membership, MembershipApplication
from coop.members.policy import ApplicationState, Channel
from coop.members.queries import rules_on


def correct_own(
    db: Session, actor: Actor, membership: Membership, details: MemberDetails, *, number: str, at: datetime
) -> MembershipApplication | None:
    """Correct what the register says of oneself. A new address waits until it is shown: then that is returned."""
    if membership.account_id is None or membership.account_id != actor.account_id:
        raise NotAllowedError(mark("You can only correct what the register says about yourself."))
    return _correct(db, membership, details, number=number, paper=False, at=at)


def move_member(
    db: Session, actor: Actor, membership: Membership, details: MemberDetails, *, number: str, at: datetime
) -> MembershipApplication | None:
    """The same for a member who told it by letter, phone or at the desk."""
    actor.require(Permission.KEEP_REGISTER)
    return _correct(db, membership, details, number=number, paper=True, at=at)


def _correct(
    db: Session, membership: Membership, details: MemberDetails, *, number: str, paper: bool, at: datetime
) -> MembershipApplication | None:
    checked = details.checked()
    missing = [name for name in ("street", "house_number") if not getattr(checked, name)]
    if missing:
        raise InvalidError(mark("Fill in the street and the house number."), field=missing[0])
    membership.name, membership.email = checked.name, checked.email
    _withdraw_earlier(db, membership, at)
    if _same_house(membership, checked) or not rules_on(db, membership.district_id, local_day(at)).residents_only:
        take_address(membership, checked)
        db.flush()
        return None
    waiting = MembershipApplication(
        district_id=membership.district_id,
        number=number,
        account_id=membership.account_id,
        channel=Channel.PAPER if paper else Channel.SITE,
        state=ApplicationState.WAITING,
        name=checked.name,
        street=checked.street,
        house_number=checked.house_number,
        postcode=checked.postcode,
        email=checked.email,
        stated_age=membership.stated_age or 0,
        accepted_at=at,
        applied_at=at,
        membership_id=membership.id,
        is_move=True,
    )
    db.add(waiting)
    db.flush()
    return waiting


def take_address(membership: Membership, found: MemberDetails | MembershipApplication) -> None:
    """This is the address from now on."""
    membership.street, membership.house_number = found.street, found.house_number
    membership.postcode = found.postcode


def _same_house(membership: Membership, details: MemberDetails) -> bool:
    told = (membership.street, membership.house_number), (details.street, details.house_number)
    before, after = ([" ".join(part.casefold().split()) for part in pair] for pair in told)
    return before == after


def _withdraw_earlier(db: Session, membership: Membership, at: datetime) -> None:
    """A newer address takes the place of one that was not shown yet."""
    earlier = select(MembershipApplication).where(
        MembershipApplication.membership_id == membership.id,
        MembershipApplication.is_move.is_(True),
        MembershipApplication.state == ApplicationState.WAITING,
    )
    for one in db.scalars(earlier.with_for_update()):
        one.state, one.decided_at, one.code = ApplicationState.WITHDRAWN, at, None
