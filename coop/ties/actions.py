"""Saying who takes no part, ending that, and refusing the acts of who takes no part."""

from datetime import datetime

from sqlalchemy import select

from coop.districts.queries import hold_district
from coop.kernel.access import Actor, Role
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, InvalidError, NotFoundError
from coop.kernel.words import mark
from coop.notifications.actions import queue_mail
from coop.ties.models import Tie
from coop.ties.policy import ASKS, Matter
from coop.ties.queries import board_of, tied_accounts

_DECLARED = mark("You take no part in “%(title)s” from now on")
_DECLARED_BODY = mark(
    "Somebody of the board said that you have an interest of your own in “%(title)s”. So you take no part in talk and "
    "decision about it, and everybody can read that. Why is written nowhere.\n\nIs this not right? Ask somebody else "
    "of the board to end it on this page:\n%(site)s%(path)s"
)
_ENDED = mark("You take part in “%(title)s” again")
_ENDED_BODY = mark(
    "Somebody of the board ended what was noted about you: you take part in talk and decision about “%(title)s” again. "
    "The days on which you took no part stay readable.\n\n%(site)s%(path)s"
)


def require_no_tie(db: Session, actor: Actor, district_id: int, matter: Matter, *matter_ids: int) -> None:
    """Raise `ConflictError` when this board member takes no part in one of these matters."""
    if actor.has(Role.BOARD) and actor.account_id in tied_accounts(db, district_id, matter, *matter_ids):
        raise ConflictError(
            mark("You have an interest of your own in this, so you take no part in it. Let another board member do it.")
        )


def declare_tie(
    db: Session,
    actor: Actor,
    district_id: int,
    matter: Matter,
    matter_id: int,
    *,
    account_id: int,
    title: object,
    path: str,
    at: datetime,
) -> Tie:
    """Note that somebody of the board, oneself or another, takes no part in a matter; another hears it by mail.

    The caller made sure that the matter is of this neighbourhood. `title` and `path` (from the root of the site): for
    the mail. Raises `InvalidError` on `who` for who is not on the board, `ConflictError` for who takes no part already.
    """
    actor.require(ASKS[matter])
    hold_district(db, district_id)  # two who say the same at one moment make one tie
    if account_id not in dict(board_of(db, district_id, local_day(at))):
        raise InvalidError(mark("Choose somebody of the board."), field="who")
    if account_id in tied_accounts(db, district_id, matter, matter_id):
        raise ConflictError(mark("This board member takes no part already. Nothing has changed."))
    made = Tie(
        district_id=district_id,
        matter=matter,
        matter_id=matter_id,
        account_id=account_id,
        said_by=actor.account_id,
        declared_at=at,
    )
    db.add(made)
    db.flush()
    _tell(db, actor, made, (_DECLARED, _DECLARED_BODY), title=title, path=path, at=at)
    return made


def end_tie(
    db: Session,
    actor: Actor,
    district_id: int,
    matter: Matter,
    matter_id: int,
    *,
    tie_id: int,
    title: object,
    path: str,
    at: datetime,
) -> Tie:
    """Let somebody take part again; never oneself. Raises `ConflictError` when it ended before."""
    actor.require(ASKS[matter])
    hold_district(db, district_id)
    found = db.scalar(
        select(Tie)
        .where(Tie.id == tie_id, Tie.district_id == district_id, Tie.matter == matter, Tie.matter_id == matter_id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(mark("There is no such note in this neighbourhood."))
    if found.account_id == actor.account_id:
        raise ConflictError(mark("This is about yourself. Let another board member end it."))
    if found.ended_at is not None:
        raise ConflictError(mark("This was ended already. Nothing has changed."))
    found.ended_by, found.ended_at = actor.account_id, at
    db.flush()
    _tell(db, actor, found, (_ENDED, _ENDED_BODY), title=title, path=path, at=at)
    return found


def _tell(
    db: Session, actor: Actor, tie: Tie, words: tuple[str, str], *, title: object, path: str, at: datetime
) -> None:
    """Mail whom it is about; nobody is mailed about their own act."""
    if tie.account_id == actor.account_id:
        return
    queue_mail(
        db,
        to_account_id=tie.account_id,
        subject=words[0],
        body=words[1],
        params={"title": title, "path": path},
        district_id=tie.district_id,
        at=at,
    )
