"""Every way to vote in the demo: letters, a desk, a proxy, and paper that is being typed with one difference left."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from coop.ballotbox.policy import Channel
from coop.demo.cast import MEMBERS, Cast
from coop.demo.roll_texts import DESK_MOTION, PAPER_MOTION, TOLD_MOTION
from coop.demo.voting_kinds import LOT, Votes
from coop.kernel.access import Actor
from coop.kernel.clock import local_day
from coop.members.actions import admit_member
from coop.members.models import Membership
from coop.rules.sealing.chance import SeededChance
from coop.voting import actions
from coop.voting.actions import ForWhom, Through
from coop.voting.models import Poll
from coop.voting.policy import PollState
from coop.voting.policy.roll import GrantPlan, Task

# Members who never had an account: name, street, house number.
WITHOUT_ACCOUNT = (
    ("Truus van der Velde", "Turfkade", "12"),
    ("Hendrik Mollema", "Pelikaanflat", "88"),
    ("Fatima Ouali", "Seinhuislaan", "5"),
    ("Arnold Steen", "Korenbloemweg", "41"),
    ("Maria Gonçalves", "Brouwersplein", "9"),
)
KEY = b"the letters of the demo went nowhere"
DESK = "De Brug, dinsdag en donderdag van 10 tot 12 uur"
PHONE = "088 000 12 34, werkdagen van 14 tot 16 uur"


def fill_roll(db: Session, cast: Cast, now: datetime) -> None:
    """An open vote with votes in every way, one whose paper is typed now, and one with its turnout told."""
    days_ago = local_day(now) - timedelta(days=200)
    older = [admit_member(db, cast.busy.id, name=name, on=days_ago).id for name, _street, _number in WITHOUT_ACCOUNT]
    _give_addresses(db, older)
    keys = tuple(key for key, _name in MEMBERS)
    votes = Votes(db, cast, ("member", "board", "board2", *keys), now)
    _open(VotePlace(db, cast, votes.make(DESK_MOTION, opened=5, closes=-9, upto=PollState.OPEN, voted=19), now), older)
    poll = votes.make(PAPER_MOTION, opened=15, closes=1, upto=PollState.OPEN, voted=22)
    _typing(VotePlace(db, cast, poll, now - timedelta(days=3)), older)
    poll = votes.make(TOLD_MOTION, opened=58, closes=44, upto=PollState.OPEN, voted=26)
    _told(VotePlace(db, cast, poll, now - timedelta(days=46)))


def _give_addresses(db: Session, members: Sequence[int]) -> None:
    for number, (_name, street, house_number) in zip(members, WITHOUT_ACCOUNT, strict=True):
        row = db.get_one(Membership, number)
        row.street, row.house_number, row.postcode = street, house_number, "1234 AB"


class VotePlace:
    """One vote, at one moment, with short names for what people do."""

    def __init__(self, db: Session, cast: Cast, poll: Poll, at: datetime) -> None:
        self.db, self.cast, self.poll, self.at, self.here = db, cast, poll, at, cast.busy.id

    def member(self, key: str) -> int:
        """The membership of somebody."""
        found = self.cast.actor(key).membership_id
        assert found
        return found

    def grant(self, key: str, task: Task, place: str, *, by: str = "board", signed: bool = True, days: int = 12) -> int:
        """Appoint a helper from five days ago on."""
        first, at = local_day(self.at - timedelta(days=5)), self.at - timedelta(days=5)
        plan = GrantPlan(self.cast.account(key).email, task, place, first, first + timedelta(days=5 + days))
        other = "board2" if by == "board" else "board"
        grant = actions.propose_grant(
            self.db, self.cast.actor(by), self.here, self.poll.id, plan, path=self.path("helpers"), at=at
        )
        if signed:
            actions.confirm_grant(self.db, self.cast.actor(other), self.here, self.poll.id, grant.id, at=at)
        return grant.id

    def path(self, page: str) -> str:
        """An address on the site."""
        return f"/{self.cast.busy.slug}/stemmen/{self.poll.id}/{page}"

    def cast_as(self, through: Through, choice: str, number: int) -> None:
        """One ballot."""
        form = f"roll-{self.poll.id}-{number}"
        actions.cast_through(
            self.db, through, self.here, self.poll.id, [choice], saw_version=0, submission=form, at=self.at
        )

    def help(self, helper: str, grant: int, member: int, choice: str) -> None:
        """A helper fills in the ballot of a member."""
        by = self.cast.actor(helper)
        through = actions.by_helper(
            self.db, by, self.here, self.poll.id, grant_id=grant, membership_id=member, at=self.at
        )
        self.cast_as(through, choice, member)

    def paper(self, helper: str, grant: int, member: int) -> None:
        """A member hands in paper."""
        actions.hand_in_paper(
            self.db,
            self.cast.actor(helper),
            self.here,
            self.poll.id,
            grant_id=grant,
            membership_id=member,
            saw_version=0,
            replaces=False,
            at=self.at,
        )

    def type(self, teller: Actor, turn: int, ballots: Sequence[str], at: datetime, codes: Sequence[str] = ()) -> None:
        """A teller types the stack. `codes`: what is printed on the ballots of a secret vote."""
        for number, choice in enumerate(ballots, start=1):
            actions.type_paper(
                self.db,
                teller,
                self.here,
                self.poll.id,
                turn=turn,
                number=number,
                choices=[choice],
                code=codes[number - 1] if codes else "",
                at=at,
            )


def _open(place: VotePlace, older: Sequence[int]) -> None:
    """Joke Veenstra, the member of the demo, sits at the desk and holds a proxy; Henk can sign for another helper."""
    db, cast, poll = place.db, place.cast, place.poll
    desk, phone = place.grant("member", Task.DESK, DESK), place.grant("member30", Task.PHONE, PHONE)
    place.grant("member31", Task.DOOR, "In de Flats, na een telefoontje", by="board2", signed=False)
    actions.print_ballot_letters(
        db,
        cast.actor("secretary"),
        place.here,
        poll.id,
        ForWhom.NO_ACCOUNT,
        key=KEY,
        draw=_draws(poll.id),
        at=place.at - timedelta(days=4),
    )
    place.cast_as(Through(older[0], Channel.LETTER), "for", older[0])
    place.help("member", desk, older[1], "for")
    place.help("member30", phone, older[2], "against")
    place.paper("member", desk, older[3])
    place.paper("member", desk, place.member("member40"))
    # Noted by mistake: Henk or the other one of the board can sign.
    actions.say_paper_was_mistake(
        db,
        cast.actor("member"),
        place.here,
        poll.id,
        grant_id=desk,
        membership_id=place.member("member40"),
        saw_version=1,
        at=place.at,
    )
    for giver, holder in (("member41", "member"), ("member42", "member43")):
        actions.give_proxy(
            db, cast.actor(giver), place.here, poll.id, str(place.member(holder)), at=place.at - timedelta(days=1)
        )
    through = Through(place.member("member42"), Channel.PROXY, place.member("member43"))
    place.cast_as(through, "against", place.member("member42"))


def _draws(poll_id: int) -> Callable[[int], int]:
    """The same numbers every time; no two letters alike."""
    chance = SeededChance(f"letters of vote {poll_id}")
    return lambda below: chance(1)[0] % below


def _typing(place: VotePlace, older: Sequence[int]) -> None:
    """Four papers; both tellers are ready, and of one they typed another thing."""
    desk = place.grant("member30", Task.DESK, DESK)
    place.grant("member", Task.COUNT, "De Brug, de avond na het sluiten", days=20)
    place.grant("member31", Task.COUNT, "De Brug, de avond na het sluiten", by="board2", days=20)
    for member in (*older[:3], place.member("member45")):
        place.paper("member30", desk, member)
    closed = place.poll.closes_at
    actions.close_poll(place.db, place.cast.actor("secretary"), place.here, place.poll.id, at=closed)
    evening = closed + timedelta(hours=1)
    place.type(place.cast.actor("member31"), 1, ("for", "against", "for", "blank"), evening)
    place.type(place.cast.actor("member"), 2, ("for", "against", "against", "blank"), evening)


def _told(place: VotePlace) -> None:
    """Counted and published: enough voters in each of three ways to be told apart."""
    db, here, poll = place.db, place.here, place.poll
    secretary = place.cast.actor("secretary")
    desk = place.grant("member", Task.DESK, DESK)
    for number in range(27, 38):
        place.help("member", desk, place.member(f"member{number}"), "for" if number % 3 else "against")
    for number in range(38, 50):
        place.paper("member", desk, place.member(f"member{number}"))
    place.grant("member20", Task.COUNT, "De Brug", days=30)
    place.grant("member21", Task.COUNT, "De Brug", by="board2", days=30)
    closed = poll.closes_at
    actions.close_poll(db, secretary, here, poll.id, at=closed)
    ballots = ["for", "for", "against", "for", "blank", "for", "for", "against", "for", "for", "against", "for"]
    for turn, teller in ((1, "member20"), (2, "member21")):
        place.type(place.cast.actor(teller), turn, ballots, closed + timedelta(hours=1))
    actions.settle_paper(db, secretary, here, poll.id, at=closed + timedelta(hours=2))
    actions.count_poll(db, secretary, here, poll.id, LOT.format(dice="4 2 2 6"), at=closed + timedelta(hours=15))
    actions.publish_poll(db, secretary, here, poll.id, at=closed + timedelta(hours=16))
