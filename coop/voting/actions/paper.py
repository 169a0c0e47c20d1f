"""Paper ballots: typed twice by two tellers after closing, compared, settled, and counted with the others."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select

from coop.ballotbox.policy import Channel
from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.kernel.words import mark
from coop.rules.sealing.ballots import Opened, read_tracker
from coop.rules.sealing.faults import SealError
from coop.voting import policy
from coop.voting.actions.grants import require_teller
from coop.voting.actions.taken import taken
from coop.voting.models import PaperCount, PaperEntry, Poll, StoredBallot
from coop.voting.policy import PollState, secrecy
from coop.voting.policy.kinds import BallotKind
from coop.voting.policy.roll import PaperState, require_paper_settled, require_settleable
from coop.voting.queries.paper import paper_count_of, paper_state
from coop.voting.queries.polls import choices_of
from coop.voting.queries.roll import paper_registered


def _require_counting(db: Session, poll: Poll) -> None:
    if poll.state is not PollState.CLOSED:
        raise ConflictError(mark("Paper is typed after the vote has closed and before the lot is thrown."))
    if paper_count_of(db, poll):
        raise ConflictError(mark("The paper ballots are settled already. They cannot change any more."))


def type_paper(
    db: Session,
    actor: Actor,
    district_id: int,
    poll_id: int,
    *,
    turn: int,
    number: int,
    choices: Sequence[str],
    code: str = "",
    unreadable: bool = False,
    at: datetime,
) -> PaperEntry:
    """Type ballot `number` for the first or second time (`turn`); again by the same teller: correct it.

    Each teller types in one turn only. Raises `InvalidError` on `choices` or `code`.
    """
    poll = taken(db, district_id, poll_id)
    require_teller(db, actor, poll, at=at)
    _require_counting(db, poll)
    registered = paper_registered(db, poll)
    if turn not in (1, 2) or not 1 <= number <= registered:
        raise ConflictError(mark("As many paper ballots are typed as members handed in: %(most)s."), most=registered)
    _require_own_turn(db, poll_id, actor.account_id, turn)
    chosen = [] if unreadable else policy.require_ballot(choices, poll.terms or {})
    printed = _printed_code(code) if poll.is_sealed and not unreadable else ""
    mine = PaperEntry.poll_id == poll_id, PaperEntry.turn == turn, PaperEntry.number == number
    entry = db.scalar(select(PaperEntry).where(*mine))
    if entry is None:
        entry = PaperEntry(
            district_id=district_id, poll_id=poll_id, turn=turn, number=number, teller_id=actor.account_id
        )
        db.add(entry)
    elif entry.teller_id != actor.account_id:
        raise NotAllowedError(mark("Another teller typed this ballot. Only they correct it."))
    entry.choices, entry.code, entry.unreadable = chosen, printed, unreadable
    db.flush()
    return entry


def _require_own_turn(db: Session, poll_id: int, account_id: int | None, turn: int) -> None:
    mine = PaperEntry.poll_id == poll_id, PaperEntry.teller_id == account_id, PaperEntry.turn != turn
    if db.scalar(select(PaperEntry.id).where(*mine).limit(1)):
        raise NotAllowedError(mark("You typed the other time. Two different tellers type the ballots."))


def _printed_code(code: str) -> str:
    try:
        return read_tracker(code)[:11]
    except SealError:
        raise InvalidError(
            mark("Type the code that is printed on the ballot: ten letters and numbers."), field="code"
        ) from None


def settle_paper(db: Session, actor: Actor, district_id: int, poll_id: int, *, at: datetime) -> PaperCount:
    """Fix the paper ballots and put them with the others, in no order that says anything.

    Of an ordinary vote the fingerprint is published anew, over all ballots; the one from before is kept beside it.
    """
    actor.require(Permission.MANAGE_POLL)
    poll = taken(db, district_id, poll_id)
    _require_counting(db, poll)
    state = paper_state(db, poll)
    if not state.registered:
        raise ConflictError(mark("Nobody handed in paper. There is nothing to settle."))
    require_settleable(state)
    count = PaperCount(
        poll_id=poll_id,
        district_id=district_id,
        ballots=state.registered,
        web_fingerprint="" if poll.is_sealed else poll.fingerprint or "",
        settled_by=actor.account_id,
        settled_at=at,
    )
    if not poll.is_sealed:
        _add_ballots(db, poll, state)
        poll.fingerprint = policy.fingerprint_of(choices_of(db, district_id, poll_id), poll.fingerprint_key)
    db.add(count)
    db.flush()
    return count


def _add_ballots(db: Session, poll: Poll, state: PaperState) -> None:
    """Rows of nobody, sorted by what is on them. What nobody could read is a blank vote."""
    blank = [policy.ABSTAIN] if poll.ballot_kind is BallotKind.MOTION else []
    ballots = sorted(blank if typed.unreadable else list(typed.choices) for typed in state.first.values())
    of_nobody = {"district_id": poll.district_id, "poll_id": poll.id, "channel": Channel.PAPER}
    when = {"cast_at": poll.closed_at, "version": 1, "submission": "", "receipt": ""}
    db.execute(insert(StoredBallot), [{**of_nobody, **when, "choices": choices} for choices in ballots])


def require_paper_done(db: Session, poll: Poll) -> None:
    """Raise `ConflictError` when there is paper that was not settled yet."""
    require_paper_settled(paper_registered(db, poll), settled=paper_count_of(db, poll) is not None)


def sealed_paper(db: Session, poll: Poll) -> list[Opened | None]:
    """The typed paper of a secret vote for who opens the box: by code, invalid ones (None) at the end."""
    typed = [one for one in paper_state(db, poll).first.values() if paper_count_of(db, poll)]
    valid = sorted(
        Opened(one.code, tuple(secrecy.sealed_choices(poll.ballot_kind, list(one.choices))))
        for one in typed
        if not one.unreadable
    )
    return [*valid, *(None for one in typed if one.unreadable)]
