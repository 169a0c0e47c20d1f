"""One vote with all ways to vote, ordinary or secret, and short names for the acts on it. Ids only, for threads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from coop.ballotbox.policy import site_signer
from coop.ballotbox.queries import channels_of, envelopes_of
from coop.districts.models import District
from coop.kernel.access import Actor
from coop.kernel.clock import local_day
from coop.members.actions import admit_member, settle_statutes
from coop.members.policy import StatuteRules
from coop.rules.sealing.ballots import ballot_text, new_tracker
from coop.rules.sealing.chance import SeededChance
from coop.rules.sealing.hpke import Sealer
from coop.rules.sealing.keys import OpeningKeys
from coop.rules.sealing.vault import opened_box
from coop.voting import actions, queries
from coop.voting.actions import ForWhom, Hands, Through
from coop.voting.models import Poll
from coop.voting.policy import BallotKind, PollPlan, PollState, ProposalText, VoteKind
from coop.voting.policy.roll import GrantPlan, Task
from coop.voting.queries.sealed import sealed_of
from tests.support import make
from tests.support.make import NOON, Person
from tests.voting.conftest import AFTER, CLOSING, SEED, USUAL

SITE = site_signer("a secret of this site, long enough for it")
KEY = b"a key for letters"
KEYS = OpeningKeys.of(b"hall-of-the-vote")


class FixedKeeper:
    """A keeper of one key, in memory."""

    def new(self, _facts: Mapping[str, Any]) -> dict[str, str]:
        return {"opening": KEYS.public.hex(), "opener": KEYS.signer.public.hex()}

    def open(self, box: Any) -> dict[str, bytes]:
        return opened_box(KEYS, box, AFTER)

    def destroy(self, _poll_id: str) -> None:
        """Nothing is kept."""


@dataclass
class Roll:
    """A motion with its people. `grants`: by task."""

    place: int
    poll_id: int
    sealed: bool
    people: list[Person]
    board: tuple[Person, Person]
    secretary: Person
    chance: SeededChance = field(default_factory=lambda: SeededChance("roll"))
    grants: dict[Task, int] = field(default_factory=dict)

    def who(self, number: int) -> Actor:
        """A member as an actor."""
        return self.people[number].actor

    def member(self, number: int) -> int:
        """The membership of a member."""
        found = self.people[number].actor.membership_id
        assert found
        return found

    def poll(self, db: Session) -> Poll:
        """The vote."""
        return queries.poll_of(db, self.place, self.poll_id)

    def _cast(self, db: Session, through: Through, choice: str, saw: int, form: str, at: datetime) -> object:
        if not self.sealed:
            return actions.cast_through(
                db, through, self.place, self.poll_id, [choice], saw_version=saw, submission=form, at=at
            )
        return actions.cast_sealed_through(
            db,
            through,
            self.place,
            self.poll_id,
            self.envelope(db, choice),
            saw_version=saw,
            submission=form,
            site=SITE,
            at=at,
            own_clock=False,
        )

    def envelope(self, db: Session, choice: str) -> bytes:
        """What a device makes."""
        box = sealed_of(db, self.place, self.poll_id)
        assert box
        word = {"for": "yes", "against": "no", "blank": "blank"}[choice]
        text = ballot_text([word], new_tracker(self.chance), box.announced.facts["size"])
        return Sealer(box.announced.key("opening"), box.announced.purpose).seal(text, self.chance(32))

    def web(
        self, db: Session, number: int, choice: str, *, saw: int = 0, form: str = "", at: datetime = NOON
    ) -> object:
        """A member on the website."""
        return self._cast(db, Through(self.member(number)), choice, saw, form or self.chance(8).hex(), at)

    def helper(
        self, db: Session, number: int, choice: str, *, by: int = 0, saw: int = 0, form: str = "", at: datetime = NOON
    ) -> object:
        """A helper at the desk for a member."""
        through = actions.by_helper(
            db,
            self.who(by),
            self.place,
            self.poll_id,
            grant_id=self.grants[Task.DESK],
            membership_id=self.member(number),
            at=at,
        )
        return self._cast(db, through, choice, saw, form or self.chance(8).hex(), at)

    def paper(
        self, db: Session, number: int, *, by: int = 0, saw: int = 0, replaces: bool = False, at: datetime = NOON
    ) -> object:
        """A paper ballot handed in at the desk."""
        return actions.hand_in_paper(
            db,
            self.who(by),
            self.place,
            self.poll_id,
            grant_id=self.grants[Task.DESK],
            membership_id=self.member(number),
            saw_version=saw,
            replaces=replaces,
            at=at,
        )

    def proxy(self, db: Session, proxy_id: int, by: int, choice: str, *, saw: int = 0, form: str = "") -> object:
        """The holder of a proxy for who gave it."""
        through = actions.by_proxy(db, self.who(by), self.place, self.poll_id, proxy_id, at=NOON)
        return self._cast(db, through, choice, saw, form or self.chance(8).hex(), NOON)

    def give(self, db: Session, giver: int, holder: int) -> int:
        """Give a proxy on the site."""
        to = str(self.member(holder))
        return actions.give_proxy(db, self.who(giver), self.place, self.poll_id, to, at=NOON).id

    def letter(self, db: Session, number: int) -> str:
        """Print a letter for one member; its code."""
        _batch, letters = actions.print_ballot_letters(
            db,
            self.secretary.actor,
            self.place,
            self.poll_id,
            ForWhom.ONE,
            said=str(self.member(number)),
            key=KEY,
            draw=lambda below: self.chance(1)[0] % below,
            at=NOON,
        )
        return letters[0].code

    def by_code(self, db: Session, code: str, choice: str, *, saw: int = 0, form: str = "") -> object:
        """Who types the code of a letter."""
        letter = actions.open_letter(db, self.place, code, key=KEY, at=NOON)
        through = actions.by_letter(db, self.place, letter.poll_id, letter.code, at=NOON)
        return self._cast(db, through, choice, saw, form or self.chance(8).hex(), NOON)

    def standing(self, db: Session, number: int) -> tuple[str, int]:
        """(how, revision) of a member."""
        found = queries.standing_of(db, self.poll(db), self.member(number))
        return found.channel.value, found.revision

    def grant(self, db: Session, task: Task, helper: int, *, confirm: bool = True, days: int = 20) -> int:
        """Appoint a helper with two signatures."""
        plan = GrantPlan(
            self.people[helper].account.email,
            task,
            "De Brug, Tuesday",
            local_day(NOON),
            local_day(NOON) + timedelta(days=days),
        )
        first, second = (one.actor for one in self.board)
        made = actions.propose_grant(db, first, self.place, self.poll_id, plan, path="/helpers", at=NOON)
        if confirm:
            actions.confirm_grant(db, second, self.place, self.poll_id, made.id, at=NOON)
        self.grants.setdefault(task, made.id)
        return made.id

    def close(self, db: Session) -> None:
        """Close by the clock."""
        actions.close_due_polls(db, at=AFTER)
        actions.seal_due_polls(db, SITE, at=AFTER)

    def type(self, db: Session, turn: int, ballots: list[str], *, by: int, codes: tuple[str, ...] = ()) -> None:
        """A teller types the whole stack."""
        for number, choice in enumerate(ballots, start=1):
            actions.type_paper(
                db,
                self.who(by),
                self.place,
                self.poll_id,
                turn=turn,
                number=number,
                choices=[choice] if choice else [],
                code=codes[number - 1] if codes else "",
                unreadable=not choice,
                at=AFTER,
            )

    def settle(self, db: Session) -> None:
        """Settle the paper."""
        actions.settle_paper(db, self.secretary.actor, self.place, self.poll_id, at=AFTER)

    def count(self, db: Session) -> Poll:
        """Throw the lot, open and count, publish."""
        by = self.secretary.actor
        if self.sealed:
            hands = Hands(SITE, FixedKeeper(), "coop.test/stemlog", 2)
            actions.open_sealed_box(db, by, self.place, self.poll_id, hands, seed=SEED, at=AFTER)
        else:
            actions.count_poll(db, by, self.place, self.poll_id, SEED, at=AFTER)
        return actions.publish_poll(db, by, self.place, self.poll_id, at=AFTER)

    def counted(self, db: Session) -> dict[str, int]:
        """For, against, blank as they were counted."""
        count = (self.poll(db).record or {})["count"]
        return {word: count[word] for word in ("yes", "no", "blank")}

    def envelopes(self, db: Session) -> int:
        """Closed envelopes in the sealed box."""
        box = sealed_of(db, self.place, self.poll_id)
        assert box
        assert channels_of(db, box.box_id).envelopes == len(envelopes_of(db, box.box_id))
        return len(envelopes_of(db, box.box_id))


def open_roll(db: Session, *, sealed: bool, members: int = 8, proxies: int = 1, slug: str = "noorderkwartier") -> Roll:
    """A motion that opened at noon. The members include the two of the board and one without an account, the last."""
    place = make.district(db, slug)
    board = (make.board(db, place, "Henk"), make.board(db, place, "Marisol"))
    people = [make.member(db, place, f"Member {number}") for number in range(members)]
    secretary = make.secretary(db, place, "Ineke")
    admit_member(db, place.id, name="Truus Paper", on=make.LONG_AGO, account_id=None)
    rules = StatuteRules("Statutes, article 9", minimum_membership_days=0, proxies_per_holder=proxies)
    settle_statutes(db, board[0].actor, place.id, rules, starts_on=local_day(NOON), at=NOON)
    poll_id = _opened(db, place, secretary, sealed=sealed)
    roll = Roll(place.id, poll_id, sealed, people, board, secretary)
    roll.grant(db, Task.DESK, 0)
    return roll


def _opened(db: Session, place: District, secretary: Person, *, sealed: bool) -> int:
    plan = PollPlan(
        "Evening hours",
        "Shall the team be open in the evening?",
        vote_kind=VoteKind.REFERENDUM,
        ballot_kind=BallotKind.MOTION,
        settings=USUAL[BallotKind.MOTION],
        budget=0,
        closes_at=CLOSING,
    )
    poll = actions.make_poll(db, secretary.actor, place.id, plan, at=NOON)
    actions.add_proposal(db, secretary.actor, place.id, poll.id, ProposalText("Evening hours", "Open on Tuesday.", 0))
    if sealed:
        hands = Hands(SITE, FixedKeeper(), "coop.test/stemlog", 2)
        name = "6f1c0f6e-3b1f-4a51-9a53-3f2b8f6f3a11"
        actions.open_sealed_poll(db, secretary.actor, place.id, poll.id, hands, at=NOON, key="k" * 64, name=name)
    else:
        actions.open_poll(db, secretary.actor, place.id, poll.id, at=NOON, key="k" * 64)
    assert poll.state is PollState.OPEN
    return poll.id
