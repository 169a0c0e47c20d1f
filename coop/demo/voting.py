"""Votes over hours in the demo: decided half a year ago, open, in preparation. De Vaart has none yet."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.agenda.actions import report_progress
from coop.agenda.models import Commitment, Item
from coop.agenda.policy import CommitmentState
from coop.demo.agenda_items import BUSY
from coop.demo.cast import MEMBERS, Cast
from coop.demo.voting_kinds import fill_kinds
from coop.demo.voting_texts import DRAFT_VOTE, NOW_VOTE, PAST_VOTE, ToldVote
from coop.kernel.clock import AMSTERDAM, local_day
from coop.voting import actions
from coop.voting.actions import Promise
from coop.voting.models import Poll
from coop.voting.policy import PollPlan, ProposalText, VoteKind

VOTERS = ("member", "board", "board2", *(key for key, _name in MEMBERS))
_OPENED_DAYS_AGO = 182
_HOURS = 40

# Who answers for a chosen proposal, by the key of its item.
_WHO = {
    "debts": "Fenna Postma",
    "teens": "Ruud Aksoy",
    "carers": "Nel van Houten",
    "path": "Geert Hofman",
    "gloom": "Loes Kramer",
    "mould": "Bart Schuurman",
    "language": "Achmed Salah",
    "bikes": "Ploy Srisai",
}
_LAMPS = (
    "Wij liepen vijf keer langs de donkere plekken. Van de 31 kapotte lampen doen er 27 het weer. De andere vier staan op "
    "een nieuw stuk. Daar komt dit jaar een kabel."
)
_AFTERNOONS = (
    "Twaalf mantelzorgers krijgen een vrije middag. Wij hoopten op twintig. Wij vinden te weinig mensen die een middag "
    "kunnen oppassen. Wie wil, kan Nel bellen."
)
_DOOR = "De deur is elke werkdag open. In vier weken kwamen er 48 mensen. Op vrijdag is het vaak te vol."
# What the team said of its commitments since: item, days ago, state, words.
_PROGRESS = (
    ("path", 40, CommitmentState.DONE, _LAMPS),
    ("carers", 55, CommitmentState.PARTLY, _AFTERNOONS),
    ("debts", 30, CommitmentState.OPEN, _DOOR),
)


def fill_voting(db: Session, cast: Cast, now: datetime) -> None:
    """Fill the busy neighbourhood with votes of every kind."""
    items = _items(db, cast)
    _decided(db, cast, items, now)
    _running(db, cast, items, now)
    _make(db, cast, DRAFT_VOTE, items=items, hours=10, days=24, at=now - timedelta(days=2))
    fill_kinds(db, cast, VOTERS, now)


def _items(db: Session, cast: Cast) -> dict[str, int]:
    by_title = {
        title: item_id
        for item_id, title in db.execute(select(Item.id, Item.title).where(Item.district_id == cast.busy.id))
    }
    return {told.key: by_title[told.title] for told in BUSY if told.title in by_title}


def _evening(now: datetime, days: int) -> datetime:
    """Eight o'clock in the evening, so many days from now."""
    return datetime.combine(local_day(now) + timedelta(days=days), time(20, 0), AMSTERDAM)


def _make(
    db: Session,
    cast: Cast,
    vote: ToldVote,
    *,
    items: dict[str, int],
    hours: int = _HOURS,
    days: int,
    at: datetime,
) -> Poll:
    """A vote in preparation that closes `days` days after `at`."""
    place = cast.busy.id
    plan = PollPlan(
        title=vote.title,
        question=vote.question,
        vote_kind=VoteKind.REFERENDUM,
        budget=hours * 60,
        closes_at=_evening(at, days),
    )
    poll = actions.make_poll(db, cast.actor("secretary"), place, plan, at=at)
    for number, told in enumerate(vote.proposals):
        said = ProposalText(
            title=told.title,
            what=told.what,
            amount=told.hours * 60,
            expected=told.expected,
            how_noticed=told.how_noticed,
            pro=told.pro,
            contra=told.contra,
        )
        by = cast.actor(("team", "team2", "board")[number % 3])
        actions.add_proposal(db, by, place, poll.id, said, item_id=items.get(told.item))
    return poll


def _vote(db: Session, cast: Cast, poll: Poll, vote: ToldVote, *, voters: Sequence[str], days: int) -> None:
    """These neighbours vote, spread over the first `days` days."""
    assert poll.opened_at is not None
    for number, key in enumerate(voters):
        approved = [str(place) for place, told in enumerate(vote.proposals, start=1) if told.approves(number)]
        at = poll.opened_at + timedelta(minutes=20 + days * 1440 * number // len(voters))
        actions.cast_ballot(
            db,
            cast.actor(key),
            cast.busy.id,
            poll.id,
            approved,
            saw_version=0,
            submission=f"demo-{poll.id}-{number}",
            at=at,
        )


def _decided(db: Session, cast: Cast, items: dict[str, int], now: datetime) -> None:
    place, secretary = cast.busy.id, cast.actor("secretary")
    opened = now - timedelta(days=_OPENED_DAYS_AGO)
    poll = _make(db, cast, PAST_VOTE, items=items, days=17, at=opened - timedelta(days=6))
    actions.open_poll(db, secretary, place, poll.id, at=opened)
    _vote(db, cast, poll, PAST_VOTE, voters=VOTERS[:59], days=10)
    closed = poll.closes_at
    actions.close_poll(db, secretary, place, poll.id, at=closed)
    seed = "Vier dobbelstenen in De Brug, gegooid door Joke Veenstra: 4 1 6 2"
    actions.count_poll(db, secretary, place, poll.id, seed, at=closed + timedelta(hours=16))
    actions.publish_poll(db, secretary, place, poll.id, at=closed + timedelta(hours=17))
    _promise(db, cast, poll, now)


def _promise(db: Session, cast: Cast, poll: Poll, now: datetime) -> None:
    assert poll.record is not None
    winners: list[str] = poll.record["explanation"]["outcome"]["winners"]
    settled = poll.closes_at + timedelta(days=9)
    promises = {
        key: Promise(_WHO[PAST_VOTE.proposals[int(key) - 1].item], local_day(now) + timedelta(days=14 + 9 * number))
        for number, key in enumerate(winners)
    }
    actions.make_commitments(db, cast.actor("board"), cast.busy.id, poll.id, promises, at=settled)
    made = {row.title: row.id for row in db.scalars(select(Commitment).where(Commitment.source == poll.title))}
    titles = {told.item: told.title for told in PAST_VOTE.proposals}
    for item, days, state, words in _PROGRESS:
        if titles[item] in made:
            at = now - timedelta(days=days)
            who, number = cast.actor("team"), made[titles[item]]
            report_progress(db, who, cast.busy.id, number, state=state, text=words, at=at)


def _running(db: Session, cast: Cast, items: dict[str, int], now: datetime) -> None:
    opened = now - timedelta(days=6)
    poll = _make(db, cast, NOW_VOTE, items=items, days=18, at=now - timedelta(days=9))
    actions.open_poll(db, cast.actor("secretary"), cast.busy.id, poll.id, at=opened)
    # Joke Veenstra, the member of the demo, has not voted yet: so a visitor can do it for her.
    _vote(db, cast, poll, NOW_VOTE, voters=VOTERS[3:35], days=5)
