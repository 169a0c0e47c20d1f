"""All ways to vote at the same moment, and random orders of all acts up to the count. Real commits, both engines."""

import random
from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from coop.kernel.db import session_factory, transaction
from coop.kernel.errors import CoopError
from coop.rules.sealing.ballots import new_tracker
from coop.rules.sealing.chance import SeededChance
from coop.voting import actions, queries
from coop.voting.policy.roll import Task
from tests.support.at_once import Act, at_once
from tests.support.make import NOON
from tests.voting.roll import Roll, open_roll

pytestmark = [
    pytest.mark.real_database,
    pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True),
    pytest.mark.parametrize("sealed", [False, True], ids=["ordinary", "secret"]),
]

PEOPLE = 6


def opened(engine: Engine, *, sealed: bool, members: int = PEOPLE) -> Roll:
    with transaction(engine) as db:
        roll = open_roll(db, sealed=sealed, members=members, proxies=2)
        for one in (roll.secretary.actor, *(person.actor for person in roll.people)):
            assert one.account_id
        db.flush()
        db.expunge_all()
        return roll


@pytest.mark.parametrize("turn", range(3))
def test_of_web_desk_letter_paper_and_proxy_at_once_one_is_in(real_engine: Engine, *, sealed: bool, turn: int) -> None:
    roll = opened(real_engine, sealed=sealed)
    voter = 1 + turn
    with transaction(real_engine) as db:
        proxy, code = roll.give(db, voter, 5), roll.letter(db, voter)
    acts: list[Act] = [
        lambda db: roll.web(db, voter, "for", form="web"),
        lambda db: roll.helper(db, voter, "against", form="desk"),
        lambda db: roll.by_code(db, code, "for", form="letter"),
        lambda db: roll.paper(db, voter),
        lambda db: roll.proxy(db, proxy, 5, "against", form="proxy"),
    ]
    random.Random(turn).shuffle(acts)
    ends = at_once(real_engine, *acts)
    assert ends.count("done") == 1, ends
    assert set(ends) == {"done", "ConflictError"}
    with session_factory(real_engine)() as db:
        assert roll.standing(db, voter)[1] == 1
        assert queries.ballot_count(db, roll.place, roll.poll_id) == 1


def test_paper_at_the_desk_and_a_change_on_the_website_at_once(real_engine: Engine, *, sealed: bool) -> None:
    roll = opened(real_engine, sealed=sealed)
    with transaction(real_engine) as db:
        roll.web(db, 1, "for", form="first")
    ends = at_once(
        real_engine,
        lambda db: roll.web(db, 1, "against", saw=1, form="second"),
        lambda db: roll.paper(db, 1, saw=1, replaces=True),
        lambda db: roll.paper(db, 1, saw=1, replaces=True),
    )
    assert ends.count("done") == 1, ends
    with session_factory(real_engine)() as db:
        assert roll.standing(db, 1)[1] == 2
        assert queries.ballot_count(db, roll.place, roll.poll_id) == 1


def test_two_givers_at_once_do_not_give_a_holder_one_too_many(real_engine: Engine, *, sealed: bool) -> None:
    roll = opened(real_engine, sealed=sealed)
    givers = (0, 1, 2, 3)
    ends = at_once(real_engine, *((lambda db, one=one: roll.give(db, one, 5)) for one in givers))
    assert ends.count("done") == 2, ends
    with session_factory(real_engine)() as db:
        assert len(queries.proxies_of(db, roll.poll(db), holder_id=roll.member(5))) == 2


def test_both_signatures_at_once_are_one_and_withdrawing_stops_the_helper(real_engine: Engine, *, sealed: bool) -> None:
    roll = opened(real_engine, sealed=sealed)
    with transaction(real_engine) as db:
        grant = roll.grant(db, Task.PHONE, 3, confirm=False)
    second = roll.board[1].actor

    def sign(db: Session) -> object:
        return actions.confirm_grant(db, second, roll.place, roll.poll_id, grant, at=NOON)

    assert sorted(at_once(real_engine, sign, sign, sign)) == ["ConflictError", "ConflictError", "done"]
    with transaction(real_engine) as db:
        actions.withdraw_grant(db, second, roll.place, roll.poll_id, roll.grants[Task.DESK], at=NOON)
    assert at_once(real_engine, lambda db: roll.helper(db, 1, "for")) == ["NotAllowedError"]


class Model:
    """The roll as it must be: for each member how they voted, how often, and what."""

    def __init__(self) -> None:
        self.now: dict[int, tuple[str, int, str]] = dict.fromkeys(range(PEOPLE), ("none", 0, ""))
        self.proxies: dict[int, tuple[int, int]] = {}
        self.helping = True

    def counted(self) -> dict[str, int]:
        """What comes out when everything is counted; paper holds "blank"."""
        said = [choice for _way, number, choice in self.now.values() if number]
        return {word: said.count(key) for word, key in (("yes", "for"), ("no", "against"), ("blank", "blank"))}


class Walk:
    """One random order of acts, each tried in the database and in the model."""

    def __init__(self, engine: Engine, roll: Roll, seed: int) -> None:
        self.engine, self.roll, self.dice, self.model = engine, roll, random.Random(seed), Model()

    def step(self, number: int) -> None:
        """One act: it must be accepted and refused as the model says; a crash changes nothing."""
        acts = ["web", "web", "helper", "paper", "letter", "give", "proxy", "revoke", "grant", "stale", "crash"]
        getattr(self, "_" + self.dice.choice(acts))(self.dice.randrange(PEOPLE), f"step-{number}")

    def _try(self, act: Act, *, crash: bool = False) -> bool:
        try:
            with transaction(self.engine) as db:
                act(db)
                if crash:
                    raise InterruptedError
        except (CoopError, InterruptedError):
            return False
        return True

    def _vote(self, act: Callable[[Session, str, int], object], voter: int, way: str, *, allowed: bool) -> None:
        before, number, _choice = self.model.now[voter]
        choice = "blank" if way == "paper" else self.dice.choice(["for", "against"])
        done = self._try(lambda db: act(db, choice, number))
        assert done == (allowed and before != "paper"), (way, before, allowed)
        if done:
            self.model.now[voter] = (way, number + 1, choice)

    def _web(self, voter: int, form: str) -> None:
        self._vote(
            lambda db, choice, saw: self.roll.web(db, voter, choice, saw=saw, form=form), voter, "online", allowed=True
        )

    def _helper(self, voter: int, form: str) -> None:
        allowed = self.model.helping and voter != 0
        self._vote(
            lambda db, choice, saw: self.roll.helper(db, voter, choice, saw=saw, form=form),
            voter,
            "helper",
            allowed=allowed,
        )

    def _paper(self, voter: int, _form: str) -> None:
        if self.dice.random() < 0.6:
            return  # else everybody ends on paper
        allowed = self.model.helping and voter != 0
        self._vote(
            lambda db, _choice, saw: self.roll.paper(db, voter, saw=saw, replaces=True), voter, "paper", allowed=allowed
        )

    def _letter(self, voter: int, form: str) -> None:
        codes: list[str] = []
        assert self._try(lambda db: codes.append(self.roll.letter(db, voter)))
        self._vote(
            lambda db, choice, saw: self.roll.by_code(db, codes[0], choice, saw=saw, form=form),
            voter,
            "letter",
            allowed=True,
        )

    def _give(self, giver: int, _form: str) -> None:
        holder = self.dice.choice([one for one in range(PEOPLE) if one != giver])
        held = sum(to == holder for _number, to in self.model.proxies.values())
        free = giver not in self.model.proxies and held < 2
        made: list[int] = []
        done = self._try(lambda db: made.append(self.roll.give(db, giver, holder)))
        assert done == (free and self.model.now[giver][0] in ("none", "proxy"))
        if done:
            self.model.proxies[giver] = (made[0], holder)

    def _proxy(self, giver: int, form: str) -> None:
        if giver not in self.model.proxies:
            return
        number, holder = self.model.proxies[giver]
        self._vote(
            lambda db, choice, saw: self.roll.proxy(db, number, holder, choice, saw=saw, form=form),
            giver,
            "proxy",
            allowed=self.model.now[giver][0] in ("none", "proxy"),
        )

    def _revoke(self, giver: int, _form: str) -> None:
        if giver not in self.model.proxies:
            return
        number, _holder = self.model.proxies.pop(giver)
        by, place, poll_id = self.roll.who(giver), self.roll.place, self.roll.poll_id
        assert self._try(lambda db: actions.revoke_proxy(db, by, place, poll_id, number, at=NOON))

    def _grant(self, _voter: int, _form: str) -> None:
        """The board ends the grant of the desk, or gives a new one."""
        if self.dice.random() < 0.5:
            return
        by, place, poll_id = self.roll.board[1].actor, self.roll.place, self.roll.poll_id
        if self.model.helping:
            number = self.roll.grants.pop(Task.DESK)
            assert self._try(lambda db: actions.withdraw_grant(db, by, place, poll_id, number, at=NOON))
            self.roll.grants[Task.DESK] = number
        else:
            self.roll.grants.pop(Task.DESK)
            assert self._try(lambda db: self.roll.grant(db, Task.DESK, 0))
        self.model.helping = not self.model.helping

    def _stale(self, voter: int, form: str) -> None:
        """A page from before the newest vote never wins."""
        _way, number, _choice = self.model.now[voter]
        if number:
            assert not self._try(lambda db: self.roll.web(db, voter, "for", saw=number - 1, form=form))

    def _crash(self, voter: int, form: str) -> None:
        """The process ends before the commit."""
        _way, number, _choice = self.model.now[voter]
        acts: tuple[Act, ...] = (
            lambda db: self.roll.web(db, voter, "for", saw=number, form=form),
            lambda db: self.roll.paper(db, voter, saw=number, replaces=True),
            lambda db: self.roll.give(db, voter, (voter + 1) % PEOPLE),
        )
        assert not self._try(self.dice.choice(acts), crash=True)

    def check(self) -> None:
        """The database is as the model."""
        with session_factory(self.engine)() as db:
            for voter, (way, number, _choice) in self.model.now.items():
                assert self.roll.standing(db, voter) == (way, number)
            turnout = queries.turnout_of(db, self.roll.poll(db))
        voted = sum(number > 0 for _way, number, _choice in self.model.now.values())
        assert sum(turnout.values()) == voted


@pytest.mark.parametrize("seed", range(3))
def test_09_random_orders_of_all_ways_keep_the_promises_up_to_the_count(
    real_engine: Engine, *, sealed: bool, seed: int
) -> None:
    """Cast, change, helper, letter, paper, proxy, revoke, grants that come and go, old pages, crashes; close, count."""
    roll = opened(real_engine, sealed=sealed)
    walk = Walk(real_engine, roll, seed)
    for number in range(50):
        walk.step(number)
        walk.check()
    with transaction(real_engine) as db:
        roll.grants.clear()
        for teller in (1, 2):
            roll.grant(db, Task.COUNT, teller)
        roll.close(db)
    papers = sum(way == "paper" for way, _number, _choice in walk.model.now.values())
    codes = tuple(new_tracker(SeededChance(f"{seed} {one}")) for one in range(papers)) if sealed else ()
    with transaction(real_engine) as db:
        if papers:
            roll.type(db, 1, ["blank"] * papers, by=1, codes=codes)
            roll.type(db, 2, ["blank"] * papers, by=2, codes=codes)
            roll.settle(db)
        poll = roll.count(db)
        assert poll.state.value == "published"
        assert roll.counted(db) == walk.model.counted()
