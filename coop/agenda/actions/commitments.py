"""Acts on the commitments of the team."""

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import select

from coop.agenda import policy
from coop.agenda.actions.steps import remind
from coop.agenda.models import Commitment, CommitmentNote, Item
from coop.agenda.policy import CommitmentState, answering
from coop.districts.models import District
from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import InvalidError, NotFoundError, raise_all
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.members.models import TeamMember
from coop.members.queries import account_ids_with

_SOON = mark("Tell how it goes with what you promised")
_SOON_BODY = mark(
    "Soon the day comes on which this would be ready. The first day is %(first_on)s:\n\n%(titles)s\n\nTell residents "
    "how it goes, also when it comes later or does not work out:\n%(site)s%(path)s"
)
_LATE = mark("The day of what you promised has passed")
_LATE_BODY = mark(
    "The day on which this would be ready has passed. The first day was %(first_on)s:\n\n%(titles)s\n\nEverybody can "
    "read that it is late. Tell whether it is done, done in part, or stopped, and why:\n%(site)s%(path)s"
)


def make_commitment(
    db: Session,
    actor: Actor,  # noqa: ARG001  every action names who acts
    district_id: int,
    *,
    title: str,
    who: str,
    how_noticed: str,
    due_on: date,
    minutes_week: int,
    item_id: int | None = None,
    source: str = "",
    team_member_id: int | None = None,
    at: datetime,
) -> Commitment:
    """Write down what the team promises. The caller (settling a vote) has checked who may do so."""
    title = policy.require_filled(
        clean_line(title), policy.TITLE_LENGTH * 2, "title", mark("Say what the team will do.")
    )
    who = policy.require_filled(clean_line(who), policy.WHO_LENGTH, "who", mark("Say who answers for this commitment."))
    how = policy.require_filled(
        clean_text(how_noticed),
        policy.NOTE_LENGTH,
        "how_noticed",
        mark("Say how residents will notice."),
    )
    if due_on < local_day(at):
        raise InvalidError(mark("Choose a day that has not passed yet."), field="due_on")
    if minutes_week < 0:
        raise InvalidError(mark("Hours cannot be less than zero."), field="minutes_week")
    if item_id is not None:
        _require_item(db, district_id, item_id)
    commitment = Commitment(
        district_id=district_id,
        item_id=item_id,
        team_member_id=team_member_id or _team_member(db, district_id, who),
        title=title,
        who=who,
        how_noticed=how,
        minutes_week=minutes_week,
        source=clean_line(source)[: policy.SOURCE_LENGTH],
        state=CommitmentState.OPEN,
        made_on=local_day(at),
        due_on=due_on,
        remind_on=answering.promise_reminder_on(due_on, local_day(at)),
    )
    db.add(commitment)
    db.flush()
    return commitment


def _team_member(db: Session, district_id: int, name: str) -> int | None:
    """Who of the team goes by this name; None when nobody does, or several do."""
    found = db.scalars(
        select(TeamMember.id).where(
            TeamMember.district_id == district_id, TeamMember.name == name, TeamMember.left_on.is_(None)
        )
    ).all()
    return found[0] if len(found) == 1 else None


def _require_item(db: Session, district_id: int, item_id: int) -> None:
    found = db.scalar(select(Item.id).where(Item.id == item_id, Item.district_id == district_id))
    if found is None:
        raise NotFoundError(mark("There is no such item on the agenda of this neighbourhood."))


def report_progress(
    db: Session,
    actor: Actor,
    district_id: int,
    commitment_id: int,
    *,
    state: CommitmentState,
    text: str,
    at: datetime,
) -> CommitmentNote:
    """Tell how a commitment stands and what residents notice of it; done and stopped are final.

    Raises `ConflictError` when it was closed before, except for the very same report sent twice.
    """
    commitment = _taken(db, actor, district_id, commitment_id)
    text = policy.require_filled(
        clean_text(text),
        policy.NOTE_LENGTH,
        "text",
        mark("Tell what was done and what residents notice of it."),
    )
    sent_before = _same_note(db, actor, commitment_id, state, text)
    if sent_before is not None:
        return sent_before
    policy.require_progress(commitment.state)
    note = CommitmentNote(
        commitment_id=commitment.id,
        district_id=district_id,
        state=state,
        text=text,
        account_id=actor.account_id,
        at=at,
    )
    commitment.state = state
    commitment.remind_on = (
        None if state in policy.FINAL else answering.promise_reminder_on(commitment.due_on, local_day(at))
    )
    db.add(note)
    db.flush()
    return note


def _taken(db: Session, actor: Actor, district_id: int, commitment_id: int) -> Commitment:
    """A commitment, held for who keeps it. Raises `NotFoundError`, also for one of another neighbourhood."""
    actor.require(Permission.KEEP_COMMITMENT)
    found = db.scalar(
        select(Commitment)
        .where(Commitment.id == commitment_id, Commitment.district_id == district_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(mark("There is no such commitment in this neighbourhood."))
    return found


def change_commitment(
    db: Session,
    actor: Actor,
    district_id: int,
    commitment_id: int,
    *,
    team_member_id: int | None,
    due_on: date,
    reason: str,
    at: datetime,
) -> CommitmentNote:
    """Another day, somebody else who answers for it (None: nobody else), or taken up again when it was closed.

    What it was, what it became and why stand in its story. Raises `InvalidError` with every fault, also when nothing
    is different.
    """
    commitment = _taken(db, actor, district_id, commitment_id)
    keeper = _somebody(db, district_id, team_member_id) if team_member_id is not None else None
    who = keeper.name if keeper is not None else commitment.who
    again, moved = commitment.state in policy.FINAL, due_on != commitment.due_on
    said = clean_text(reason)
    faults = [
        InvalidError(mark("Say why. Everybody can read the reason."), field="reason") if not said else None,
        InvalidError(mark("Use at most %(longest)s characters."), field="reason", longest=policy.NOTE_LENGTH)
        if len(said) > policy.NOTE_LENGTH
        else None,
        InvalidError(mark("Choose a day that has not passed yet."), field="due_on")
        if (moved or again) and due_on < local_day(at)
        else None,
        InvalidError(mark("Nothing is different. Choose another day, or somebody else."), field="due_on")
        if not (again or moved or who != commitment.who)
        else None,
    ]
    raise_all([one for one in faults if one is not None])
    note = CommitmentNote(
        commitment_id=commitment.id,
        district_id=district_id,
        state=CommitmentState.OPEN if again else commitment.state,
        text=said,
        account_id=actor.account_id,
        at=at,
    )
    if moved:
        note.due_before, note.due_after = commitment.due_on, due_on
    if who != commitment.who:
        note.who_before, note.who_after = commitment.who, who
    commitment.state, commitment.due_on, commitment.who = note.state, due_on, who
    if keeper is not None:
        commitment.team_member_id = keeper.id
    commitment.remind_on = answering.promise_reminder_on(due_on, local_day(at))
    db.add(note)
    db.flush()
    return note


def _somebody(db: Session, district_id: int, team_member_id: int) -> TeamMember:
    found = db.scalar(
        select(TeamMember).where(
            TeamMember.id == team_member_id, TeamMember.district_id == district_id, TeamMember.left_on.is_(None)
        )
    )
    if found is None:
        raise InvalidError(mark("Choose somebody of the team."), field="who")
    return found


def remind_keepers(db: Session, *, at: datetime) -> int:
    """Remind who answers for a promise before its day and after it, on the whole site; returns how many mails.

    Of who has no account or left the team, the whole board is reminded: no promise is of nobody.
    """
    today = local_day(at)
    due = db.execute(
        select(Commitment, TeamMember.account_id)
        .outerjoin(
            TeamMember,
            (TeamMember.id == Commitment.team_member_id)
            & (TeamMember.left_on.is_(None) | (TeamMember.left_on > today)),
        )
        .where(Commitment.remind_on <= today)
        .order_by(Commitment.due_on, Commitment.id)
        .with_for_update(of=Commitment)
    ).all()
    mine: dict[tuple[int, int], list[tuple[str, date]]] = defaultdict(list)
    for promise, keeper_id in due:
        place = promise.district_id
        team = account_ids_with(db, place, Role.TEAM_MEMBER, today)
        keepers = [keeper_id] if keeper_id in team else account_ids_with(db, place, Role.BOARD, today)
        for one in keepers:
            assert one is not None
            mine[place, one].append((promise.title, promise.due_on))
        promise.remind_on = answering.next_reminder_on(promise.due_on, today)
    for (place, account_id), promises in mine.items():
        remind(
            db,
            db.get_one(District, place),
            account_id,
            promises,
            soon=(_SOON, _SOON_BODY),
            late=(_LATE, _LATE_BODY),
            path="toezeggingen",
            topic="commitment",
            at=at,
        )
    db.flush()
    return len(mine)


def _same_note(
    db: Session, actor: Actor, commitment_id: int, state: CommitmentState, text: str
) -> CommitmentNote | None:
    newest = db.scalar(
        select(CommitmentNote)
        .where(CommitmentNote.commitment_id == commitment_id)
        .order_by(CommitmentNote.id.desc())
        .limit(1)
    )
    if newest is None:
        return None
    same = (newest.account_id, newest.state, newest.text) == (actor.account_id, state, text)
    return newest if same else None
