"""A neighbourhood with members, and a short way to a vote in any state."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from coop.districts.models import District
from coop.voting import actions
from coop.voting.actions.casting import CastBallot
from coop.voting.models import Poll
from coop.voting.policy import BallotKind, Method, PollPlan, PollState, ProposalText, Settings, VoteKind
from tests.support import make
from tests.support.make import NOON, Person

CLOSING = NOON + timedelta(days=10)
AFTER = CLOSING + timedelta(hours=1)
SEED = "dice: 4 1 6 2, in the library"
# title, hours
# The settings with which the tests make each kind.
USUAL: dict[BallotKind, Settings] = {
    BallotKind.PRIORITIES: Settings(),
    BallotKind.BUDGET: Settings(),
    BallotKind.MOTION: Settings(method=Method.MAJORITY),
    BallotKind.ELECTION: Settings(method=Method.STV, seats=2),
    BallotKind.CHOICE: Settings(method=Method.SCHULZE),
}
OPTIONS = (("Walk-in at school", 20), ("Debt help", 15), ("Coffee mornings", 10), ("Music lessons", 30))


def said(title: str, hours: int = 10, **more: Any) -> ProposalText:
    """A proposal with everything filled in."""
    values = {"what": f"{title}, every week.", "expected": "More people helped.", "how_noticed": "You see us."}
    return ProposalText(title=title, amount=hours * 60, **{**values, **more})


def plan(title: str = "What first?", **more: Any) -> PollPlan:
    """A vote over 40 hours; other values on top."""
    values: dict[str, Any] = {
        "question": "What should the team spend its free hours on?",
        "vote_kind": VoteKind.REFERENDUM,
        "budget": 40 * 60,
        "closes_at": CLOSING,
        **more,
    }
    return PollPlan(title=title, **values)


@dataclass
class Town:
    """One neighbourhood with its people."""

    db: Session
    place: District
    board: Person
    team: Person
    secretary: Person
    resident: Person
    members: list[Person] = field(default_factory=list)

    def draft(self, title: str = "What first?", *, options: Sequence[tuple[str, int]] = OPTIONS, **more: Any) -> Poll:
        """A draft with proposals; 40 hours to divide."""
        poll = actions.make_poll(self.db, self.board.actor, self.place.id, plan(title, **more), at=NOON)
        for name, hours in options:
            actions.add_proposal(self.db, self.team.actor, self.place.id, poll.id, said(name, hours))
        return poll

    def open(self, title: str = "What first?", **more: Any) -> Poll:
        """A vote that opened at noon."""
        poll = self.draft(title, **more)
        return actions.open_poll(self.db, self.board.actor, self.place.id, poll.id, at=NOON)

    def cast(self, poll: Poll, voter: int, *keys: str, at: datetime = NOON, **more: Any) -> CastBallot:
        """Member number `voter` votes for `keys`."""
        values: dict[str, Any] = {"saw_version": 0, "submission": f"form-{voter}-{'-'.join(keys)}", **more}
        return actions.cast_ballot(self.db, self.members[voter].actor, self.place.id, poll.id, keys, at=at, **values)

    def to(self, poll: Poll, state: PollState, *, seed: str = SEED) -> Poll:
        """Bring an open vote further, to `state`."""
        by, place = self.secretary.actor, self.place.id
        actions.close_poll(self.db, by, place, poll.id, at=AFTER)
        if state in (PollState.COUNTED, PollState.PUBLISHED):
            actions.count_poll(self.db, by, place, poll.id, seed, at=AFTER)
        if state is PollState.PUBLISHED:
            actions.publish_poll(self.db, by, place, poll.id, at=AFTER)
        return poll

    def of_kind(self, kind: BallotKind, *titles: str, amounts: Sequence[int] = (), **more: Any) -> Poll:
        """A draft of some kind with these things on its ballot."""
        made = plan(f"About {kind.value}", ballot_kind=kind, **{"settings": USUAL[kind], "budget": 0, **more})
        poll = actions.make_poll(self.db, self.secretary.actor, self.place.id, made, at=NOON)
        for number, title in enumerate(titles):
            text = ProposalText(
                title,
                f"{title}, in words.",
                amount=amounts[number] if amounts else 0,
                expected="More people helped." if kind is BallotKind.PRIORITIES else "",
                how_noticed="You see us." if kind is BallotKind.PRIORITIES else "",
            )
            actions.add_proposal(self.db, self.board.actor, self.place.id, poll.id, text)
        return poll

    def opened(self, poll: Poll) -> Poll:
        """The draft, opened at noon."""
        return actions.open_poll(self.db, self.board.actor, self.place.id, poll.id, at=NOON)

    def told(self, poll: Poll, ballots: Sequence[Sequence[str]]) -> Poll:
        """An open vote in which member after member votes like this, brought to its published result."""
        for voter, keys in enumerate(ballots):
            self.cast(poll, voter, *keys, submission=f"form-{voter}")
        return self.to(poll, PollState.PUBLISHED)

    def crowd(self, number: int) -> None:
        """So many more members, so that a result may be told in full."""
        self.members += [make.member(self.db, self.place, f"Neighbour {one}") for one in range(number)]

    def published(self) -> Poll:
        """A vote of six: school and debt are chosen, coffee comes short, music has one supporter."""
        poll = self.open()
        for voter, keys in enumerate((("1", "2"), ("1",), ("1", "3"), ("2",), ("2", "3"), ("4",))):
            self.cast(poll, voter, *keys)
        return self.to(poll, PollState.PUBLISHED)


def found(db: Session, slug: str) -> Town:
    """A neighbourhood with six members and a decisive mandate."""
    place = make.district(db, slug=slug)
    make.mandates(db, place)
    return Town(
        db,
        place,
        board=make.board(db, place, "Henk"),
        team=make.team(db, place, "Fenna"),
        secretary=make.secretary(db, place, "Ineke"),
        resident=make.resident(db, place, "Samira"),
        members=[make.member(db, place, f"Member {number}") for number in range(6)],
    )


@pytest.fixture
def town(db: Session) -> Town:
    """Noorderkwartier."""
    return found(db, "noorderkwartier")


@pytest.fixture
def other_town(db: Session) -> Town:
    """De Vaart, on the same site."""
    return found(db, "de-vaart")
