"""Votes of the other kinds in the demo: each in some state, with ballots by a fixed pattern."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from coop.demo.cast import Cast
from coop.demo.voting_kinds_texts import (
    CLOSED_BUDGET,
    CLOSED_ELECTION,
    CLOSED_MOTION,
    COUNTED_CHOICE,
    DRAFT_BUDGET,
    DRAFT_CHOICE,
    DRAFT_ELECTION,
    DRAFT_MOTION,
    NOW_BUDGET,
    NOW_CHOICE,
    NOW_ELECTION,
    NOW_MOTION,
    PAST_BUDGET,
    PAST_CHOICE,
    PAST_ELECTION,
    PAST_MOTION,
    VOID_ELECTION,
    VOID_MOTION,
    ToldBallot,
)
from coop.kernel.clock import AMSTERDAM, local_day
from coop.rules.answering import Ground
from coop.voting import actions
from coop.voting.models import Poll
from coop.voting.policy import BallotKind, PollState

LOT = "Vier dobbelstenen in De Brug, gegooid door Joke Veenstra: {dice}"
_WRONG_DAY = (
    "Op het papieren stembiljet stond per ongeluk “zaterdag”. Daardoor wisten mensen niet waarover zij stemden. "
    "Het bestuur legt de vraag volgende maand opnieuw voor."
)
_WITHDREW = (
    "Een kandidaat trok zich terug toen de stemming al open was. Daarmee viel er niets meer te kiezen. "
    "Er komt een nieuwe verkiezing met nieuwe kandidaten."
)
_LETTERS = (
    "Twee leden zeggen dat hun brief met een code niet is aangekomen. Misschien geldt dat voor meer mensen. "
    "Dan klopt de lijst van kiezers niet."
)


def fill_kinds(db: Session, cast: Cast, voters: Sequence[str], now: datetime) -> None:
    """A budget, motions, elections and choices: published, counted, closed, open, in preparation and void."""
    site = Votes(db, cast, voters, now)
    site.make(PAST_BUDGET, opened=120, closes=99, upto=PollState.PUBLISHED, voted=54, dice="3 3 5 1")
    site.make(PAST_MOTION, opened=84, closes=70, upto=PollState.PUBLISHED, voted=47, dice="6 2 2 4")
    site.make(PAST_ELECTION, opened=84, closes=70, upto=PollState.PUBLISHED, voted=58, dice="1 5 6 6")
    site.make(PAST_CHOICE, opened=50, closes=36, upto=PollState.PUBLISHED, voted=51, dice="2 4 1 1")
    site.make(VOID_MOTION, opened=40, closes=26, upto=PollState.VOID, voted=21)
    counted = site.make(COUNTED_CHOICE, opened=16, closes=3, upto=PollState.COUNTED, voted=33, dice="5 5 2 3")
    site.doubt(counted, _LETTERS)
    site.make(CLOSED_BUDGET, opened=15, closes=1, upto=PollState.CLOSED, voted=40)
    site.make(NOW_MOTION, opened=4, closes=-10, upto=PollState.OPEN, voted=24)
    site.make(NOW_ELECTION, opened=4, closes=-10, upto=PollState.OPEN, voted=26)
    site.make(NOW_CHOICE, opened=2, closes=-5, upto=PollState.OPEN, voted=17)
    site.make(CLOSED_MOTION, opened=12, closes=2, upto=PollState.CLOSED, voted=31)
    site.make(CLOSED_ELECTION, opened=14, closes=2, upto=PollState.CLOSED, voted=29)
    site.make(VOID_ELECTION, opened=64, closes=50, upto=PollState.VOID, voted=18, reason=_WITHDREW)
    site.make(NOW_BUDGET, opened=3, closes=-12, upto=PollState.OPEN, voted=22)
    site.make(DRAFT_BUDGET, opened=0, closes=-25, upto=PollState.DRAFT)
    site.make(DRAFT_MOTION, opened=0, closes=-28, upto=PollState.DRAFT)
    site.make(DRAFT_CHOICE, opened=0, closes=-21, upto=PollState.DRAFT)
    site.make(DRAFT_ELECTION, opened=0, closes=-30, upto=PollState.DRAFT)


class Votes:
    """Makes votes in the busy neighbourhood."""

    def __init__(self, db: Session, cast: Cast, voters: Sequence[str], now: datetime) -> None:
        self.db, self.cast, self.voters, self.now = db, cast, voters, now

    def make(
        self,
        told: ToldBallot,
        *,
        opened: int,
        closes: int,
        upto: PollState,
        voted: int = 0,
        dice: str = "",
        reason: str = _WRONG_DAY,
    ) -> Poll:
        """A vote that opened `opened` days ago and closes `closes` days ago (negative: still to come)."""
        db, by, place = self.db, self.cast.actor("secretary"), self.cast.busy.id
        opens = self.now - timedelta(days=opened)
        closing = datetime.combine(local_day(self.now) - timedelta(days=closes), time(20, 0), AMSTERDAM)
        poll = actions.make_poll(db, by, place, told.plan(closing), at=opens - timedelta(days=3))
        writer = self.cast.actor("board")
        for thing in told.things:
            actions.add_proposal(db, writer, place, poll.id, thing.text)
        if upto is PollState.DRAFT:
            return poll
        actions.open_poll(db, by, place, poll.id, at=opens)
        self._vote(poll, told, voted, days=min(opened - max(closes, 0), 9) - 1)
        if upto is PollState.VOID:
            return actions.void_poll(db, by, place, poll.id, reason, at=opens + timedelta(days=2))
        if upto is PollState.OPEN:
            return poll
        actions.close_poll(db, by, place, poll.id, at=closing)
        if upto is not PollState.CLOSED:
            actions.count_poll(db, by, place, poll.id, LOT.format(dice=dice), at=closing + timedelta(hours=15))
        if upto is PollState.PUBLISHED:
            actions.publish_poll(db, by, place, poll.id, at=closing + timedelta(hours=16))
        return poll

    def doubt(self, poll: Poll, reason: str) -> None:
        """The secretary asked to declare a counted vote void; the board found that nothing was wrong."""
        assert poll.counted_at
        asked_at, about = poll.counted_at + timedelta(hours=2), (self.cast.busy.id, poll.id)
        asked = actions.ask_void(self.db, self.cast.actor("secretary"), *about, reason, ground=Ground.ROLL, at=asked_at)
        stopped_at = asked_at + timedelta(hours=20)
        actions.drop_void(self.db, self.cast.actor("board"), *about, asked.id, at=stopped_at)

    def _vote(self, poll: Poll, told: ToldBallot, voted: int, *, days: int) -> None:
        # Joke Veenstra, the member of the demo, votes only where it is over: so a visitor can do it for her.
        assert poll.opened_at is not None
        people = self.voters[3 : 3 + voted]
        for number, key in enumerate(people):
            at = poll.opened_at + timedelta(minutes=15 + max(days, 0) * 1440 * number // len(people))
            actions.cast_ballot(
                self.db,
                self.cast.actor(key),
                self.cast.busy.id,
                poll.id,
                ballot(told, number),
                saw_version=0,
                submission=f"demo-{poll.id}-{number}",
                at=at,
            )


def ballot(told: ToldBallot, number: int) -> list[str]:
    """What neighbour number so many votes: a fixed pattern that leans to what is liked."""
    leaning = [
        (thing.liking + (number * (7 + 4 * place) + place * place * 5) % 29, str(place))
        for place, thing in enumerate(told.things, start=1)
    ]
    if told.kind is BallotKind.MOTION:
        if number % 9 == 4:
            return ["blank"]
        return ["for" if leaning[0][0] > 20 or number % 4 == 0 else "against"]
    if told.settings.method.ranks:
        best_first = [key for _score, key in sorted(leaning, reverse=True)]
        return best_first[: min(told.settings.most_ranks, 1 + (number * 5) % len(told.things) + number % 2)]
    return [key for score, key in leaning if score > 24]
