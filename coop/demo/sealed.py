"""Secret votes in the demo: open, sealed, waiting for tellers, published with all files, void, and in preparation."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import count
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.demo.cast import Cast
from coop.demo.roll import DESK, VotePlace
from coop.demo.sealed_texts import (
    SECRET_APPROVE,
    SECRET_CHOICE,
    SECRET_DRAFT,
    SECRET_NOW,
    SECRET_PAST,
    SECRET_SEALED,
    SECRET_TELLERS,
    SECRET_VOID,
    SEED_OF_TELLERS,
    WRONG_HOUR,
)
from coop.demo.voting_kinds import LOT, ballot
from coop.demo.voting_kinds_texts import ToldBallot
from coop.kernel.clock import AMSTERDAM, local_day
from coop.rules.sealing.ballots import ballot_text, new_tracker
from coop.rules.sealing.hpke import Sealer
from coop.rules.sealing.shares import parted, share_code
from coop.rules.sealing.tellers import PublicLine, answer_of
from coop.voting import actions
from coop.voting.actions import Hands
from coop.voting.models import Poll, TellerKey
from coop.voting.policy import PollState
from coop.voting.policy.roll import Task
from coop.voting.policy.secrecy import sealed_choices
from coop.voting.queries import sealed_of


@dataclass(frozen=True, slots=True)
class PaperTellers:
    """The line for the site and the codes of three tellers."""

    line: str
    codes: tuple[str, ...]


def tellers_of_demo() -> PaperTellers:
    """The same in every demo."""
    # Any numbers will do: of this key nobody keeps a secret.
    shares = parted(SEED_OF_TELLERS, 2, 3, lambda size: bytes(range(7, 7 + size)))
    codes = tuple(share_code(number, share) for number, share in shares.items())
    return PaperTellers(str(PublicLine.of(SEED_OF_TELLERS, 2, shares)), codes)


def fill_sealed(db: Session, cast: Cast, voters: Sequence[str], now: datetime, hands: Hands) -> None:
    """Votes in closed envelopes. The member of the demo votes only where it is over."""
    site = _SecretVotes(db, cast, voters, now, hands)
    site.make(SECRET_PAST, opened=60, closes=46, upto=PollState.PUBLISHED, voted=17, dice="2 6 6 1", otherwise=True)
    site.make(SECRET_VOID, opened=30, closes=20, upto=PollState.VOID, voted=14)
    site.make(SECRET_TELLERS, opened=13, closes=1, upto=PollState.CLOSED, voted=24, dice="4 4 2 5", tellers=True)
    site.make(SECRET_SEALED, opened=12, closes=1, upto=PollState.CLOSED, voted=29)
    site.make(SECRET_NOW, opened=3, closes=-9, upto=PollState.OPEN, voted=21)
    site.make(SECRET_CHOICE, opened=2, closes=-11, upto=PollState.OPEN, voted=16)
    site.make(SECRET_APPROVE, opened=2, closes=-12, upto=PollState.OPEN, voted=18)
    site.prepare()


class _SecretVotes:
    """Makes secret votes in the busy neighbourhood."""

    def __init__(self, db: Session, cast: Cast, voters: Sequence[str], now: datetime, hands: Hands) -> None:
        self.db, self.cast, self.voters, self.now, self.hands = db, cast, voters, now, hands
        self.by, self.place = cast.actor("secretary"), cast.busy.id
        self.tellers = tellers_of_demo()

    def _draft(self, told: ToldBallot, closes: int, at: datetime) -> Poll:
        """In preparation."""
        told = replace(told, question=told.question.format(codes=", ".join(self.tellers.codes)))
        closing = datetime.combine(local_day(self.now) - timedelta(days=closes), time(20, 0), AMSTERDAM)
        poll = actions.make_poll(self.db, self.by, self.place, told.plan(closing), at=at)
        for thing in told.things:
            actions.add_proposal(self.db, self.cast.actor("board"), self.place, poll.id, thing.text)
        return poll

    def make(
        self,
        told: ToldBallot,
        *,
        opened: int,
        closes: int,
        upto: PollState,
        voted: int,
        dice: str = "",
        tellers: bool = False,
        otherwise: bool = False,
    ) -> None:
        """A vote that opened `opened` days ago and closes `closes` days ago. `dice`: the lot, when it was thrown.

        `otherwise`: others vote with help and on paper.
        """
        db, opens = self.db, self.now - timedelta(days=opened)
        poll = self._draft(told, closes, opens - timedelta(days=3))
        if tellers:
            self._rehearse(poll, (0, 1), (1, 2))
        act = actions.open_with_tellers if tellers else actions.open_sealed_poll
        key, name = secrets.token_hex(32), str(uuid4())
        act(db, self.by, self.place, poll.id, self.hands, at=opens, key=key, name=name)
        self._vote(poll, told, voted, opens + timedelta(hours=5))
        papers = self._vote_otherwise(poll, told, voted, opens + timedelta(days=2)) if otherwise else ()
        if upto is PollState.VOID:
            actions.void_poll(db, self.by, self.place, poll.id, WRONG_HOUR, at=opens + timedelta(days=2))
            actions.destroy_void_box(db, self.place, poll.id, self.hands, at=opens + timedelta(days=2))
        if upto in (PollState.VOID, PollState.OPEN):
            return
        actions.close_poll(db, self.by, self.place, poll.id, at=poll.closes_at)
        actions.seal_due_polls(db, self.hands.site, at=poll.closes_at + timedelta(seconds=4))
        if papers:
            self._count_paper(poll, papers)
        later, lot = poll.closes_at + timedelta(minutes=30), LOT.format(dice=dice)
        if upto is PollState.PUBLISHED:
            actions.open_sealed_box(db, self.by, self.place, poll.id, self.hands, seed=lot, at=later)
            actions.publish_poll(db, self.by, self.place, poll.id, at=later + timedelta(minutes=5))
        elif dice:
            actions.write_lot(db, self.by, self.place, poll.id, self.hands.site, seed=lot, at=later)

    def _vote(self, poll: Poll, told: ToldBallot, voted: int, at: datetime) -> None:
        envelopes = self._envelopes(poll, told)
        for number, key in enumerate(self.voters[3 : 3 + voted]):
            actions.cast_sealed_ballot(
                self.db,
                self.cast.actor(key),
                self.place,
                poll.id,
                next(envelopes),
                saw_version=0,
                submission=secrets.token_hex(16),
                site=self.hands.site,
                at=at + timedelta(minutes=number),
                own_clock=False,
            )

    def _envelopes(self, poll: Poll, told: ToldBallot) -> Iterator[bytes]:
        """A closed envelope for each voter, one after the other."""
        box = sealed_of(self.db, self.place, poll.id)
        assert box is not None
        sealer = Sealer(box.announced.key("opening"), box.announced.purpose)
        for number in count():
            words = sealed_choices(told.kind, self._choices(told, number))
            text = ballot_text(words, new_tracker(secrets.token_bytes), box.announced.facts["size"])
            yield sealer.seal(text, secrets.token_bytes(32))

    def _vote_otherwise(self, poll: Poll, told: ToldBallot, voted: int, at: datetime) -> Sequence[str]:
        """Eleven with help and ten on paper, so that each way is told apart; what is on the papers of this motion."""
        place = VotePlace(self.db, self.cast, poll, at)
        desk, envelopes = place.grant("member", Task.DESK, DESK), self._envelopes(poll, told)
        others = [place.member(key) for key in self.voters[3 + voted : 24 + voted]]
        for member in others[:11]:
            who = self.cast.actor("member")
            through = actions.by_helper(self.db, who, self.place, poll.id, grant_id=desk, membership_id=member, at=at)
            actions.cast_sealed_through(
                self.db,
                through,
                self.place,
                poll.id,
                next(envelopes),
                saw_version=0,
                submission=secrets.token_hex(16),
                site=self.hands.site,
                at=at,
                own_clock=False,
            )
        for member in others[11:]:
            place.paper("member", desk, member)
        return [("for", "for", "against")[number % 3] for number in range(len(others[11:]))]

    def _count_paper(self, poll: Poll, papers: Sequence[str]) -> None:
        """Two tellers type every paper, the same evening."""
        closed = poll.closes_at
        place = VotePlace(self.db, self.cast, poll, closed)
        codes = [new_tracker(secrets.token_bytes) for _ in papers]
        for turn, (teller, by) in enumerate((("member20", "board"), ("member21", "board2")), start=1):
            place.grant(teller, Task.COUNT, "De Brug", by=by)
            place.type(self.cast.actor(teller), turn, papers, closed + timedelta(minutes=10 * turn), codes)
        actions.settle_paper(self.db, self.by, self.place, poll.id, at=closed + timedelta(minutes=25))

    def _choices(self, told: ToldBallot, number: int) -> list[str]:
        chosen = ballot(told, number)
        return chosen if told.settings.method.ranks else sorted(chosen, key=lambda key: (len(key), key))

    def _rehearse(self, poll: Poll, *pairs: tuple[int, int]) -> None:
        """The tellers bring their key, and these pairs try their codes."""
        actions.take_teller_key(self.db, self.by, self.place, poll.id, self.tellers.line, chance=secrets.token_bytes)
        trial = self.db.scalars(select(TellerKey.trial).where(TellerKey.poll_id == poll.id)).one()
        for pair in pairs:
            answer = answer_of(trial.encode(), [self.tellers.codes[place] for place in pair])
            actions.answer_trial(self.db, self.by, self.place, poll.id, answer)

    def prepare(self) -> None:
        """An election that waits for the third teller."""
        self._rehearse(self._draft(SECRET_DRAFT, -22, self.now - timedelta(days=1)), (0, 1))
