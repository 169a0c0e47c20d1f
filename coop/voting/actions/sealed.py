"""Secret votes: opening one, casting a closed envelope, sealing at closing, opening the box and counting."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, insert, select

from coop.ballotbox import actions as boxes
from coop.ballotbox.gateways import Keeper
from coop.ballotbox.models import Box
from coop.ballotbox.policy import BoxState
from coop.ballotbox.queries import announced, box_of, channels_of, envelopes_of, files_of, lot_of, participation
from coop.districts.models import District
from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, NotFoundError
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.rules.sealing.checking import Checked
from coop.rules.sealing.encoding import sha
from coop.rules.sealing.folder import STAGE_A
from coop.rules.sealing.keys import Signer
from coop.rules.sealing.poll import Poll as Announced
from coop.rules.sealing.receipts import Receipt
from coop.rules.sealing.vault import FLOOR, SealedBox
from coop.voting import policy
from coop.voting.actions.counting import count_poll
from coop.voting.actions.paper import require_paper_done, sealed_paper
from coop.voting.actions.running import open_poll
from coop.voting.actions.taken import taken
from coop.voting.actions.telling import tell_participation
from coop.voting.models import Poll, RollRow, SealedPoll, StoredBallot
from coop.voting.policy import BallotKind, PollState, secrecy
from coop.voting.queries import choices_of

_BOX_OF = (
    select(Poll.state, SealedPoll.box_id)
    .join(SealedPoll, SealedPoll.poll_id == Poll.id)
    .where(Poll.id == bindparam("poll"), Poll.district_id == bindparam("district"))
)
SLOT = boxes.Slot(
    select(SealedPoll.box_id).where(SealedPoll.poll_id == bindparam("number")).scalar_subquery(),
    exists().where(Poll.id == bindparam("number"), Poll.state == PollState.VOID),
    mark("This vote is void."),
)
"""An envelope for a poll goes in its box, unless it is void."""


@dataclass(frozen=True, slots=True)
class Hands:
    """Who signs and who keeps the key. `origin`: the name of the public log of this site."""

    site: Signer
    keeper: Keeper
    origin: str
    fewest: int = secrecy.FEWEST_PUBLISHED
    custody: Mapping[str, Any] = field(default_factory=lambda: secrecy.VAULT)


def open_sealed_poll(
    db: Session, actor: Actor, district_id: int, poll_id: int, hands: Hands, *, at: datetime, key: str, name: str
) -> Poll:
    """Open a draft as a secret vote. `name`: a random uuid, `key`: random, see `open_poll`."""
    actor.require(Permission.MANAGE_POLL)
    poll = open_poll(db, actor, district_id, poll_id, at=at, key=key, sealed=name)
    members = db.scalars(select(RollRow.membership_id).where(RollRow.poll_id == poll_id)).all()
    secrecy.require_custody(poll.ballot_kind, hands.custody)
    facts = secrecy.facts_of(
        poll.ballot_kind,
        poll.terms or {},
        opens_at=at,
        closes_at=poll.closes_at,
        id=name,
        organisation=db.get_one(District, district_id).cooperative,
        log=hands.origin,
        electors=len(members),
        min_ballots=hands.fewest,
        custody=dict(hands.custody),
        keys={"site": hands.site.public.hex(), "witnesses": []},
    )
    facts["keys"] |= hands.keeper.new(facts)
    box = boxes.make_box(db, district_id, facts, members, closes_at=poll.closes_at, site=hands.site, at=at)
    db.add(SealedPoll(poll_id=poll_id, district_id=district_id, box_id=box.id))
    db.flush()
    return poll


def cast_sealed_ballot(
    db: Session,
    actor: Actor,
    district_id: int,
    poll_id: int,
    envelope: bytes,
    *,
    saw_version: int,
    submission: str,
    site: Signer,
    at: datetime,
    own_clock: bool,
    begin: Callable[[], object] = lambda: None,
) -> Receipt:
    """Put a closed envelope in the box, in the place of the one the voter saw: see `cast_envelope`."""
    actor.require(Permission.CAST_BALLOT)
    if actor.membership_id is None:
        raise ConflictError(mark("Only members of the co-operative vote. You are not a member."))
    try:
        return boxes.cast_envelope(
            db,
            district_id,
            poll_id,
            actor.membership_id,
            envelope,
            saw_revision=saw_version,
            request=submission,
            site=site,
            at=at,
            own_clock=own_clock,
            begin=begin,
            slot=SLOT,
        )
    except NotFoundError:
        _open_box(db, district_id, poll_id)  # says so when this is no secret vote at all
        raise


def _open_box(db: Session, district_id: int, poll_id: int) -> tuple[PollState, int]:
    row = db.connection().execute(_BOX_OF, {"poll": poll_id, "district": district_id}).one_or_none()
    if row is None:
        raise ConflictError(mark("This is not a secret vote."))
    return row[0], row[1]


def seal_due_polls(db: Session, site: Signer, *, at: datetime) -> list[Poll]:
    """Seal the box of every secret vote that has closed; its fingerprint is that of the published list."""
    query = (
        select(Poll.district_id, Poll.id, Box.id)
        .join(SealedPoll, SealedPoll.poll_id == Poll.id)
        .join(Box, Box.id == SealedPoll.box_id)
        .where(Poll.state == PollState.CLOSED, Box.state == BoxState.OPEN)
    )
    sealed = []
    for district_id, poll_id, box_id in db.execute(query).all():
        poll = taken(db, district_id, poll_id)
        files = boxes.seal_box(db, district_id, box_id, site=site, at=at)
        if files:
            poll.fingerprint = sha(files["sealed.txt"])
            ways = {place.membership_id: place.channel for place in participation(db, box_id)}
            tell_participation(db, poll, db.get_one(District, district_id).slug, ways, at=at)
            sealed.append(poll)
    db.flush()
    return sealed


def open_sealed_box(
    db: Session, actor: Actor, district_id: int, poll_id: int, hands: Hands, *, seed: str, at: datetime
) -> Poll:
    """Write down the lot, have the box opened, publish what was in it for who checks, and count.

    The vault opens a box with one lot, ever: keep the lot with `write_lot` first. A lot that stands is used as it is.
    Nobody sees the result on a page before it is published; the ballots are stored without names.
    """
    box_id = write_lot(db, actor, district_id, poll_id, hands.site, seed=seed, at=at, again=True)
    opened = hands.keeper.open(sealed_box(db, box_id))
    return take_opening(db, actor, district_id, poll_id, opened, site=hands.site, at=at)


def write_lot(
    db: Session,
    actor: Actor,
    district_id: int,
    poll_id: int,
    site: Signer,
    *,
    seed: str,
    at: datetime,
    again: bool = False,
) -> int:
    """Write down the lot of a sealed vote, before its box is opened; returns the box.

    `again`: a lot that was written down before stays, whatever `seed` says; without it that is refused.
    """
    actor.require(Permission.MANAGE_POLL)
    poll = taken(db, district_id, poll_id)
    policy.require_step(poll.state, PollState.COUNTED)
    lot = policy.require_seed(clean_line(seed))
    _, box_id = _open_box(db, district_id, poll_id)
    state = box_of(db, district_id, box_id).state
    if state is BoxState.OPEN:
        raise ConflictError(mark("The envelopes are being sealed. Try again in a minute."))
    if again and state is BoxState.LOT:
        return box_id
    require_paper_done(db, poll)
    _require_enough(poll, channels_of(db, box_id).total, announced(box_of(db, district_id, box_id)))
    boxes.throw_lot(db, district_id, box_id, lot, site=site, at=at)
    return box_id


def sealed_box(db: Session, box_id: int) -> SealedBox:
    """What goes to who opens."""
    files = {name: data for name, data in files_of(db, box_id).items() if name in STAGE_A}
    poll = db.scalars(
        select(Poll).join(SealedPoll, SealedPoll.poll_id == Poll.id).where(SealedPoll.box_id == box_id)
    ).one()
    return SealedBox(files, envelopes_of(db, box_id), sealed_paper(db, poll), lot_of(db, box_id))


def take_opening(
    db: Session,
    actor: Actor,
    district_id: int,
    poll_id: int,
    opened: Mapping[str, bytes],
    *,
    site: Signer,
    at: datetime,
) -> Poll:
    """Take in what came out of a box, if it is true; store the ballots without names, and count."""
    actor.require(Permission.MANAGE_POLL)
    poll = taken(db, district_id, poll_id)
    policy.require_step(poll.state, PollState.COUNTED)
    _, box_id = _open_box(db, district_id, poll_id)
    checked = boxes.accept_opening(db, district_id, box_id, opened, site=site, at=at)
    _require_enough(poll, checked.channels.total, checked.poll)
    rows = _ballots(poll, checked)
    if rows:
        when = {"cast_at": poll.closed_at, "district_id": district_id, "poll_id": poll_id}
        db.execute(insert(StoredBallot), [{**when, "choices": choices} for choices in rows])
    poll.fingerprint = policy.fingerprint_of(choices_of(db, district_id, poll_id), poll.fingerprint_key)
    db.flush()
    counted = count_poll(db, actor, district_id, poll_id, lot_of(db, box_id), at=at)
    _require_one_result(counted, checked.result)
    return counted


def _require_one_result(poll: Poll, published: Mapping[str, Any]) -> None:
    """What this site shows must be what anybody counts from the published files."""
    record = poll.record or {}
    shown = record["explanation"]["outcome"] if "explanation" in record else record["count"]
    fact = "passed" if "passed" in published else "winners"
    if shown[fact] != published[fact]:
        raise ConflictError(mark("The published files say another result than this site. Ask who manages the server."))


def _require_enough(poll: Poll, total: int, told: Announced) -> None:
    """Raise `ConflictError` when so few voted that this vote cannot be counted; the box stays closed."""
    # A motion is nothing but totals; but of so few even these say it, and who opens refuses.
    fewest = FLOOR if poll.ballot_kind is BallotKind.MOTION else max(FLOOR, told.facts["min_ballots"])
    if total < fewest:
        raise ConflictError(
            mark(
                "Fewer than %(fewest)s members voted. Their votes cannot be shown without showing who chose what. "
                "Declare this vote void, and hold it again without secrecy or at a meeting."
            ),
            fewest=fewest,
        )


def _ballots(poll: Poll, checked: Checked) -> Sequence[list[str]]:
    """The ballots without names, in the order of their codes; of a small motion as many as the totals say."""
    kind = poll.ballot_kind
    if checked.recounted:
        return [secrecy.plain_choices(kind, choices) for choices in checked.ballots.values()]
    votes: dict[str, int] = checked.result["votes"]
    return [secrecy.plain_choices(kind, (key,)) for key, count in sorted(votes.items()) for _ in range(count)]
