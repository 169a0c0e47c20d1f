"""A key on paper with tellers: it is brought before the vote opens, and every code is tried first."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete

from coop.ballotbox.gateways import PaperKey, read_line
from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.words import mark
from coop.rules.sealing.chance import Chance
from coop.rules.sealing.faults import SealError
from coop.rules.sealing.tellers import PublicLine, new_test, proven_by
from coop.voting import policy
from coop.voting.actions.sealed import Hands, open_sealed_poll
from coop.voting.actions.taken import taken
from coop.voting.models import Poll, TellerKey
from coop.voting.policy import PollState
from coop.voting.policy.secrecy import TELLERS
from coop.voting.queries import teller_key_of


def take_teller_key(
    db: Session, actor: Actor, district_id: int, poll_id: int, public: str, *, chance: Chance
) -> TellerKey:
    """Note the public part of a key, in the place of one of before, and close test envelopes to it.

    Raises `InvalidError` (field `public`) for another line, or one of other tellers than two of three.
    """
    _draft(db, actor, district_id, poll_id)
    line = read_line(public)
    if (line.need, len(line.shares)) != (TELLERS["need"], TELLERS["shares"]):
        raise InvalidError(mark("Make a key for three tellers, of whom two open together."), field="public")
    test = new_test(line, chance)
    db.execute(delete(TellerKey).where(TellerKey.poll_id == poll_id))
    row = TellerKey(
        poll_id=poll_id,
        district_id=district_id,
        public=str(line),
        trial=test.file.decode(),
        words=list(test.words),
        proven=[],
    )
    db.add(row)
    db.flush()
    return row


def _draft(db: Session, actor: Actor, district_id: int, poll_id: int) -> Poll:
    actor.require(Permission.MANAGE_POLL)
    poll = taken(db, district_id, poll_id)
    policy.require_step(poll.state, PollState.OPEN)
    return poll


def drop_teller_key(db: Session, actor: Actor, district_id: int, poll_id: int) -> None:
    """Forget the key of a draft: a code did not work or was lost."""
    _draft(db, actor, district_id, poll_id)
    db.execute(delete(TellerKey).where(TellerKey.poll_id == poll_id))
    db.flush()


def answer_trial(db: Session, actor: Actor, district_id: int, poll_id: int, answer: str) -> TellerKey:
    """Note whose codes opened the test. Raises `InvalidError` (field `answer`) for a wrong answer."""
    _draft(db, actor, district_id, poll_id)
    row = _key(db, district_id, poll_id)
    try:
        fresh = proven_by(answer, row.words, PublicLine.read(row.public).need)
    except SealError:
        raise InvalidError(
            mark(
                "This is not the answer to this test. Copy the whole line. Is it still wrong? These codes do not work."
            ),
            field="answer",
        ) from None
    row.proven = sorted({*row.proven, *fresh})
    db.flush()
    return row


def _key(db: Session, district_id: int, poll_id: int) -> TellerKey:
    row = teller_key_of(db, district_id, poll_id)
    if row is None:
        raise ConflictError(mark("First bring the public part of the key of the tellers."))
    return row


def open_with_tellers(
    db: Session,
    actor: Actor,
    district_id: int,
    poll_id: int,
    hands: Hands,
    *,
    at: datetime,
    key: str,
    name: str,
) -> Poll:
    """Open a draft as a secret vote with the key of its tellers, once each of them proved that their code works.

    `hands`: of this site; the key is that of the tellers. Raises `ConflictError` while a code was not tried.
    """
    row = _key(db, district_id, poll_id)
    if row.waits_for:
        raise ConflictError(
            mark("Not every teller has tried their code yet. A box that cannot be opened would lose all votes.")
        )
    theirs = replace(hands, keeper=PaperKey(row.public), custody=TELLERS)
    return open_sealed_poll(db, actor, district_id, poll_id, theirs, at=at, key=key, name=name)
