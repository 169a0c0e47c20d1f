"""One roll for website, letter, helper, proxy and paper, in ordinary and in secret votes."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from coop.ballotbox.policy import Channel
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError, TooLateError
from coop.members.actions import settle_statutes
from coop.members.policy import StatuteRules
from coop.notifications.models import OutboxMessage
from coop.rules.sealing.ballots import new_tracker
from coop.rules.sealing.chance import SeededChance
from coop.voting import actions, queries
from coop.voting.actions import ForWhom
from coop.voting.models import BallotLetter, HelperGrant, LetterBatch, PaperEntry, Poll, Proxy, StoredBallot
from coop.voting.policy import PollState
from coop.voting.policy.roll import GrantPlan, Task, hashed_code, told_turnout
from tests.support import make
from tests.support.make import NOON
from tests.voting.conftest import AFTER, CLOSING, SEED
from tests.voting.roll import KEY, Roll, open_roll


@pytest.fixture(params=[False, True], ids=["ordinary", "secret"])
def roll(db: Session, request: pytest.FixtureRequest) -> Roll:
    return open_roll(db, sealed=request.param)


def test_every_way_ends_in_one_count(db: Session, roll: Roll) -> None:
    roll.web(db, 1, "for")
    roll.helper(db, 2, "against")
    roll.by_code(db, roll.letter(db, 3), "for")
    proxy = roll.give(db, 4, 5)
    roll.proxy(db, proxy, 5, "against")
    roll.paper(db, 6)
    roll.paper(db, 7)
    assert queries.ballot_count(db, roll.place, roll.poll_id) == 6
    ways = [roll.standing(db, number)[0] for number in range(1, 8)]
    assert ways == ["online", "helper", "letter", "proxy", "none", "paper", "paper"]
    first, second = roll.grant(db, Task.COUNT, 1), roll.grant(db, Task.COUNT, 2)
    assert first != second
    roll.close(db)
    codes = tuple(new_tracker(SeededChance(f"paper {one}")) for one in range(2)) if roll.sealed else ()
    with pytest.raises(ConflictError, match="First the paper ballots"):
        actions.order_count(db, roll.secretary.actor, roll.place, roll.poll_id, SEED, at=AFTER)
    roll.type(db, 1, ["for", "for"], by=1, codes=codes)
    roll.type(db, 2, ["for", "for"], by=2, codes=codes)
    roll.settle(db)
    assert queries.ballot_count(db, roll.place, roll.poll_id) == 6
    roll.count(db)
    assert roll.counted(db) == {"yes": 4, "no": 2, "blank": 0}
    if roll.sealed:
        assert roll.envelopes(db) == 4
    else:
        assert sorted(queries.choices_of(db, roll.place, roll.poll_id)) == [["against"]] * 2 + [["for"]] * 4


def test_turnout_for_each_way_takes_small_groups_together() -> None:
    many = {Channel.ONLINE: 40, Channel.PAPER: 12, Channel.HELPER: 6, Channel.PROXY: 3, Channel.LETTER: 2}
    assert told_turnout(many) == [
        ((Channel.ONLINE,), 40),
        ((Channel.PAPER,), 12),
        ((Channel.HELPER, Channel.PROXY, Channel.LETTER), 11),
    ]
    assert told_turnout({Channel.ONLINE: 40, Channel.PAPER: 3}) == ()
    assert told_turnout({Channel.ONLINE: 40, Channel.PAPER: 12, Channel.HELPER: 1}) == [
        ((Channel.ONLINE,), 40),
        ((Channel.PAPER, Channel.HELPER), 13),
    ]
    assert told_turnout({}) == ()


# ---- letters ----


def test_a_code_is_kept_as_a_keyed_hash_only(db: Session, roll: Roll) -> None:
    code = roll.letter(db, 1)
    kept = db.scalars(select(BallotLetter)).one()
    assert kept.code == hashed_code(KEY, code)
    assert kept.code != hashed_code(b"another site", code)
    assert code not in str(db.execute(text("SELECT * FROM ballot_letters")).all())


def test_a_code_works_until_a_newer_letter_is_printed(db: Session, roll: Roll) -> None:
    old = roll.letter(db, 1)
    hashed = hashed_code(KEY, old)
    assert actions.by_letter(db, roll.place, roll.poll_id, hashed, at=NOON).membership_id == roll.member(1)
    new = roll.letter(db, 1)
    with pytest.raises(InvalidError):
        actions.open_letter(db, roll.place, old, key=KEY, at=NOON)
    # Also for who typed the old one before.
    with pytest.raises(NotAllowedError):
        actions.by_letter(db, roll.place, roll.poll_id, hashed, at=NOON)
    roll.by_code(db, new, "for")
    assert roll.standing(db, 1) == ("letter", 1)
    roll.by_code(db, new, "against", saw=1)
    assert roll.standing(db, 1) == ("letter", 2)


def test_wrong_replaced_and_late_codes_get_the_same_words(db: Session, roll: Roll) -> None:
    old = roll.letter(db, 1)
    fresh = roll.letter(db, 1)
    said = set()
    for code, at in ((old, NOON), ("0000-0000-0000", NOON), ("what?", NOON), (fresh, CLOSING)):
        with pytest.raises(InvalidError) as refused:
            actions.open_letter(db, roll.place, code, key=KEY, at=at)
        said.add((refused.value.message, refused.value.field))
    assert len(said) == 1
    other = make.district(db, "de-vaart")
    with pytest.raises(InvalidError):
        actions.open_letter(db, other.id, fresh, key=KEY, at=NOON)


def test_letters_go_to_who_has_no_account_and_say_who_printed(db: Session, roll: Roll) -> None:
    batch, letters = actions.print_ballot_letters(
        db, roll.secretary.actor, roll.place, roll.poll_id, ForWhom.NO_ACCOUNT, key=KEY, draw=lambda n: n // 3, at=NOON
    )
    assert [one.name for one in letters] == ["Truus Paper"]
    assert (batch.letters, batch.printed_by, batch.printed_at) == (1, roll.secretary.account.id, NOON)
    with pytest.raises(ConflictError):
        actions.print_ballot_letters(
            db, roll.secretary.actor, roll.place, roll.poll_id, ForWhom.NO_ACCOUNT, key=KEY, draw=lambda n: 1, at=NOON
        )
    roll.web(db, 1, "for")
    _, rest = actions.print_ballot_letters(
        db,
        roll.secretary.actor,
        roll.place,
        roll.poll_id,
        ForWhom.NOT_VOTED,
        key=KEY,
        draw=lambda below: roll.chance(1)[0] % below,
        at=NOON,
    )
    assert {one.name for one in rest} == {f"Member {number}" for number in (0, 2, 3, 4, 5, 6, 7)}
    assert db.scalar(select(func.sum(LetterBatch.letters))) == 8
    with pytest.raises(NotAllowedError):
        actions.print_ballot_letters(
            db, roll.who(1), roll.place, roll.poll_id, ForWhom.NOT_VOTED, key=KEY, draw=lambda n: 1, at=NOON
        )
    with pytest.raises(TooLateError):
        actions.print_ballot_letters(
            db,
            roll.secretary.actor,
            roll.place,
            roll.poll_id,
            ForWhom.ONE,
            said="1",
            key=KEY,
            draw=lambda n: 1,
            at=CLOSING,
        )


# ---- helpers ----


def test_a_grant_counts_after_two_signatures_and_ends_by_itself(db: Session, roll: Roll) -> None:
    waiting = roll.grant(db, Task.PHONE, 3, confirm=False)
    first, second = (one.actor for one in roll.board)

    def helping(at: object = NOON) -> None:
        actions.by_helper(
            db,
            roll.who(3),
            roll.place,
            roll.poll_id,
            grant_id=waiting,
            membership_id=roll.member(1),
            at=at,  # type: ignore[arg-type]
        )

    with pytest.raises(NotAllowedError):
        helping()
    with pytest.raises(NotAllowedError, match="Somebody else"):
        actions.confirm_grant(db, first, roll.place, roll.poll_id, waiting, at=NOON)
    with pytest.raises(NotAllowedError):
        actions.confirm_grant(db, roll.secretary.actor, roll.place, roll.poll_id, waiting, at=NOON)
    actions.confirm_grant(db, second, roll.place, roll.poll_id, waiting, at=NOON)
    helping()
    helping(NOON + timedelta(days=20))
    with pytest.raises(NotAllowedError):
        helping(NOON + timedelta(days=21))
    with pytest.raises(ConflictError):
        actions.confirm_grant(db, second, roll.place, roll.poll_id, waiting, at=NOON)
    actions.withdraw_grant(db, second, roll.place, roll.poll_id, waiting, at=NOON)
    with pytest.raises(NotAllowedError):
        helping()


def test_the_database_itself_wants_two_different_signatures_and_no_change(db: Session, roll: Roll) -> None:
    grant = db.get_one(HelperGrant, roll.grants[Task.DESK])
    for change in (
        {"confirmed_by": grant.given_by},
        {"helper_id": roll.member(4)},
        {"ends_on": local_day(NOON) + timedelta(days=80)},
    ):
        with pytest.raises(DBAPIError), db.begin_nested():
            db.execute(update(HelperGrant).where(HelperGrant.id == grant.id).values(change))


def test_a_helper_needs_a_grant_of_the_right_kind_and_not_for_oneself(db: Session, roll: Roll) -> None:
    with pytest.raises(NotAllowedError):
        roll.helper(db, 2, "for", by=1)  # the grant of somebody else
    with pytest.raises(NotAllowedError, match="themselves"):
        roll.helper(db, 0, "for")
    teller = roll.grant(db, Task.COUNT, 0)
    with pytest.raises(NotAllowedError):
        actions.require_grant(db, roll.who(0), roll.place, roll.poll_id, teller, casts=True, at=NOON)
    phone = roll.grant(db, Task.PHONE, 0)
    with pytest.raises(ConflictError, match="By phone"):
        actions.hand_in_paper(
            db,
            roll.who(0),
            roll.place,
            roll.poll_id,
            grant_id=phone,
            membership_id=roll.member(1),
            saw_version=0,
            replaces=False,
            at=NOON,
        )
    if not roll.sealed:
        values = {"helper_id": roll.member(2), "channel": "helper"}
        roll.web(db, 2, "for")
        with pytest.raises(DBAPIError), db.begin_nested():
            db.execute(update(StoredBallot).where(StoredBallot.membership_id == roll.member(2)).values(values))


def test_proposals_of_helpers_are_checked(db: Session, roll: Roll) -> None:
    first, day = roll.board[0].actor, local_day(NOON)

    def propose(email: str, place: str = "desk", first_day: int = 0, last: int = 5) -> None:
        plan = GrantPlan(email, Task.DESK, place, day + timedelta(days=first_day), day + timedelta(days=last))
        actions.propose_grant(db, first, roll.place, roll.poll_id, plan, path="/helpers", at=NOON)

    mail = roll.people[2].account.email
    for refused in (
        lambda: propose("nobody@coop.test"),
        lambda: propose(roll.board[0].account.email),  # no member, and oneself
        lambda: propose(mail, place=" "),
        lambda: propose(mail, first_day=-1),
        lambda: propose(mail, first_day=3, last=2),
        lambda: propose(mail, last=91),
    ):
        with pytest.raises(InvalidError):
            refused()
    before = db.scalar(select(func.count()).select_from(OutboxMessage)) or 0
    propose(mail)
    # The other one of the board hears that a signature is wanted.
    assert (db.scalar(select(func.count()).select_from(OutboxMessage)) or 0) == before + 1
    with pytest.raises(NotAllowedError):
        actions.propose_grant(
            db,
            roll.secretary.actor,
            roll.place,
            roll.poll_id,
            GrantPlan(mail, Task.DESK, "x", day, day),
            path="/",
            at=NOON,
        )


def test_a_helper_replaces_only_what_was_seen(db: Session, roll: Roll) -> None:
    roll.web(db, 2, "for")
    with pytest.raises(ConflictError):
        roll.helper(db, 2, "against")
    roll.helper(db, 2, "against", saw=1)
    assert roll.standing(db, 2) == ("helper", 2)
    # And the member may still change it on the website.
    roll.web(db, 2, "for", saw=2)
    assert roll.standing(db, 2) == ("online", 3)


# ---- paper ----


def test_paper_replaces_what_was_there_only_when_told_and_stays_paper(db: Session, roll: Roll) -> None:
    roll.web(db, 2, "for")
    with pytest.raises(ConflictError):
        roll.paper(db, 2)
    with pytest.raises(InvalidError):
        roll.paper(db, 2, saw=1)
    roll.paper(db, 2, saw=1, replaces=True)
    assert roll.standing(db, 2) == ("paper", 2)
    for act in (
        lambda: roll.web(db, 2, "for", saw=2),
        lambda: roll.helper(db, 2, "for", saw=2),
        lambda: roll.by_code(db, roll.letter(db, 2), "for", saw=2),
        lambda: roll.paper(db, 2, saw=2, replaces=True),
    ):
        with pytest.raises(ConflictError, match="on paper"):
            act()
    table = "box_electors" if roll.sealed else "ballots"
    statement = text(f"UPDATE {table} SET channel = 'online' WHERE membership_id = :member")
    with pytest.raises(DBAPIError), db.begin_nested():
        db.execute(statement, {"member": roll.member(2)})
    if not roll.sealed:
        assert db.scalars(select(StoredBallot.choices).where(StoredBallot.channel == "paper")).all() == [[]]


def test_paper_is_for_the_time_that_the_vote_is_open(db: Session, roll: Roll) -> None:
    with pytest.raises(TooLateError):
        roll.paper(db, 2, at=CLOSING)
    stranger = make.member(db, make.district(db, "elders")).actor.membership_id or 0
    with pytest.raises(NotFoundError):
        actions.hand_in_paper(
            db,
            roll.who(0),
            roll.place,
            roll.poll_id,
            grant_id=roll.grants[Task.DESK],
            membership_id=stranger,
            saw_version=0,
            replaces=False,
            at=NOON,
        )


def _with_paper(db: Session, roll: Roll, number: int = 3) -> tuple[str, ...]:
    for voter in range(1, number + 1):
        roll.paper(db, voter)
    roll.web(db, 5, "for")
    roll.grant(db, Task.COUNT, 1)
    roll.grant(db, Task.COUNT, 2)
    roll.close(db)
    return tuple(new_tracker(SeededChance(f"printed {one}")) for one in range(number)) if roll.sealed else ()


def test_a_difference_is_shown_and_only_who_typed_it_corrects_it(db: Session, roll: Roll) -> None:
    codes = _with_paper(db, roll)
    roll.type(db, 1, ["for", "against", "blank"], by=1, codes=codes)
    roll.type(db, 2, ["for", "for", "blank"], by=2, codes=codes)
    state = queries.paper_state(db, roll.poll(db))
    assert (state.registered, state.differ, state.missing, state.is_ready) == (3, [2], [], False)
    with pytest.raises(ConflictError, match="typed twice"):
        roll.settle(db)
    with pytest.raises(NotAllowedError):
        roll.type(db, 2, ["for", "against"], by=1, codes=codes)
    roll.type(db, 2, ["for", "against", "blank"], by=2, codes=codes)
    roll.settle(db)
    roll.count(db)
    assert roll.counted(db) == {"yes": 2, "no": 1, "blank": 1}


def test_as_many_are_typed_as_were_handed_in_by_two_tellers_after_closing(db: Session, roll: Roll) -> None:
    roll.paper(db, 1)
    roll.grant(db, Task.COUNT, 2)
    code = (new_tracker(SeededChance("one")),) if roll.sealed else ()
    with pytest.raises(ConflictError, match="after the vote has closed"):
        actions.type_paper(
            db, roll.who(2), roll.place, roll.poll_id, turn=1, number=1, choices=["for"], code="", at=NOON
        )
    roll.close(db)
    roll.type(db, 1, ["for"], by=2, codes=code)
    with pytest.raises(ConflictError, match="As many"):
        roll.type(db, 1, ["for", "for"], by=2, codes=code * 2)
    with pytest.raises(NotAllowedError, match="Two different"):
        roll.type(db, 2, ["for"], by=2, codes=code)
    with pytest.raises(NotAllowedError, match="Only tellers"):
        roll.type(db, 2, ["for"], by=3, codes=code)
    with pytest.raises(ConflictError):
        roll.settle(db)
    entry = db.scalars(select(PaperEntry)).one()
    again = {"district_id": roll.place, "poll_id": roll.poll_id, "number": 1, "choices": [], "code": ""}
    with pytest.raises(DBAPIError), db.begin_nested():
        db.execute(insert(PaperEntry).values(**again, turn=2, teller_id=entry.teller_id, unreadable=False))


def test_settled_paper_cannot_change_any_more(db: Session, roll: Roll) -> None:
    codes = _with_paper(db, roll)
    for turn, teller in ((1, 1), (2, 2)):
        roll.type(db, turn, ["for", "", "against"], by=teller, codes=codes)
    before = roll.poll(db).fingerprint
    roll.settle(db)
    settled = queries.paper_count_of(db, roll.poll(db))
    assert settled
    if not roll.sealed:
        assert settled.web_fingerprint == before
        assert roll.poll(db).fingerprint != before
    with pytest.raises(ConflictError, match="settled already"):
        roll.type(db, 1, ["for"], by=1, codes=codes)
    with pytest.raises(ConflictError):
        roll.settle(db)
    for statement in (update(PaperEntry).values(unreadable=True), delete(PaperEntry)):
        with pytest.raises(DBAPIError), db.begin_nested():
            db.execute(statement)
    roll.count(db)
    # What nobody can read is blank in an ordinary vote; in a secret one it is counted as invalid.
    assert roll.counted(db) == {"yes": 2, "no": 1, "blank": 0 if roll.sealed else 1}


def test_one_printed_code_on_two_papers_is_shown_before_settling(db: Session) -> None:
    roll = open_roll(db, sealed=True)
    codes = _with_paper(db, roll)
    twice = (codes[0], codes[0], codes[1])
    for turn, teller in ((1, 1), (2, 2)):
        roll.type(db, turn, ["for", "for", "for"], by=teller, codes=twice)
    assert queries.paper_state(db, roll.poll(db)).codes_twice == [codes[0]]
    with pytest.raises(ConflictError):
        roll.settle(db)
    with pytest.raises(InvalidError, match="ten letters"):
        roll.type(db, 1, ["for"], by=1, codes=("no code",))


# ---- proxies ----


def test_a_holder_votes_once_for_each_proxy_and_may_change_it(db: Session, roll: Roll) -> None:
    proxy = roll.give(db, 1, 2)
    assert [one.giver for one in queries.proxies_of(db, roll.poll(db), holder_id=roll.member(2))] == ["Member 1"]
    roll.proxy(db, proxy, 2, "for")
    with pytest.raises(ConflictError):
        roll.proxy(db, proxy, 2, "against")
    roll.proxy(db, proxy, 2, "against", saw=1)
    assert roll.standing(db, 1) == ("proxy", 2)
    assert roll.standing(db, 2) == ("none", 0)
    with pytest.raises(NotAllowedError):
        roll.proxy(db, proxy, 3, "for", saw=2)


def test_the_givers_own_vote_wins(db: Session, roll: Roll) -> None:
    proxy = roll.give(db, 1, 2)
    roll.proxy(db, proxy, 2, "for")
    roll.web(db, 1, "against", saw=1)
    with pytest.raises(ConflictError, match="without it"):
        roll.proxy(db, proxy, 2, "for", saw=2)
    # Fewer than three ballots are never opened.
    roll.web(db, 3, "blank")
    roll.web(db, 4, "blank")
    roll.close(db)
    roll.count(db)
    assert roll.counted(db) == {"yes": 0, "no": 1, "blank": 2}


def test_a_proxy_is_taken_back_until_closing(db: Session, roll: Roll) -> None:
    proxy = roll.give(db, 1, 2)
    with pytest.raises(NotAllowedError):
        actions.revoke_proxy(db, roll.who(3), roll.place, roll.poll_id, proxy, at=NOON)
    actions.revoke_proxy(db, roll.who(1), roll.place, roll.poll_id, proxy, at=NOON)
    with pytest.raises(NotFoundError):
        roll.proxy(db, proxy, 2, "for")
    with pytest.raises(DBAPIError), db.begin_nested():
        db.execute(update(Proxy).where(Proxy.id == proxy).values(revoked_at=None))
    again = roll.give(db, 1, 2)
    with pytest.raises(TooLateError):
        actions.revoke_proxy(db, roll.who(1), roll.place, roll.poll_id, again, at=CLOSING)


def test_as_many_proxies_as_the_statutes_said_at_the_opening(db: Session, roll: Roll) -> None:
    roll.give(db, 1, 2)
    with pytest.raises(InvalidError, match="already holds as many proxies"):
        roll.give(db, 3, 2)
    more = StatuteRules("Statutes, article 9", minimum_membership_days=0, proxies_per_holder=3)
    settle_statutes(db, roll.board[0].actor, roll.place, more, starts_on=local_day(NOON) + timedelta(days=1), at=NOON)
    with pytest.raises(InvalidError, match="already holds as many proxies"):
        roll.give(db, 3, 2)
    with pytest.raises(ConflictError, match="already"):
        roll.give(db, 1, 4)
    for said in (str(roll.member(3)), "Nobody at all"):
        with pytest.raises(InvalidError):
            actions.give_proxy(db, roll.who(3), roll.place, roll.poll_id, said, at=NOON)
    roll.web(db, 5, "for")
    with pytest.raises(ConflictError):
        roll.give(db, 5, 6)


def test_a_proxy_on_paper_is_typed_by_who_keeps_the_roll(db: Session, roll: Roll) -> None:
    by = roll.secretary.actor
    made = actions.give_proxy(db, by, roll.place, roll.poll_id, "Member 2", giver="Truus Paper", at=NOON)
    assert made.on_paper
    roll.proxy(db, made.id, 2, "for")
    with pytest.raises(NotAllowedError):
        actions.give_proxy(db, roll.who(1), roll.place, roll.poll_id, "Member 3", giver="Member 4", at=NOON)
    actions.revoke_proxy(db, by, roll.place, roll.poll_id, made.id, at=NOON)


def test_no_proxies_where_the_statutes_allow_none(db: Session) -> None:
    roll = open_roll(db, sealed=False, proxies=0)
    with pytest.raises(ConflictError, match="no proxies"):
        roll.give(db, 1, 2)


# ---- what members are told ----


def test_for_whom_another_or_a_letter_spoke_is_told_so_after_closing(db: Session, roll: Roll) -> None:
    roll.web(db, 1, "for")
    roll.helper(db, 2, "for")
    roll.by_code(db, roll.letter(db, 3), "for")
    roll.paper(db, 4)
    roll.close(db)
    told = {
        message.to_account_id: message.body
        for message in db.scalars(select(OutboxMessage).where(OutboxMessage.subject.startswith("The vote is closed")))
    }
    own = [roll.people[number].account.id for number in range(5)]
    assert "with the help of" in told[own[2]]
    assert "code of your letter" in told[own[3]]
    assert "on paper" in told[own[4]]
    # Of a secret vote everybody is told; of an ordinary one who voted on the website has a receipt.
    assert (own[1] in told) is roll.sealed
    assert (own[0] in told) is roll.sealed


def test_who_did_not_vote_is_reminded_once(db: Session, roll: Roll) -> None:
    roll.web(db, 1, "for")
    soon = CLOSING - timedelta(days=1)
    assert actions.remind_voters(db, at=CLOSING - timedelta(days=3)) == 0
    assert actions.remind_voters(db, at=soon) == 1
    assert actions.remind_voters(db, at=soon + timedelta(hours=1)) == 0
    reminded = set(
        db.scalars(select(OutboxMessage.to_account_id).where(OutboxMessage.subject.startswith("You can still vote")))
    )
    assert reminded == {roll.people[number].account.id for number in (0, 2, 3, 4, 5, 6, 7)}


def test_the_desk_finds_by_parts_of_name_and_address_and_shows_no_more_than_ten(db: Session, roll: Roll) -> None:
    poll = db.get_one(Poll, roll.poll_id)
    assert poll.state is PollState.OPEN
    assert [one.name for one in queries.people_on_roll(db, poll, "ber 3")] == ["Member 3"]
    assert [one.name for one in queries.people_on_roll(db, poll, "TRUUS pap")] == ["Truus Paper"]
    assert [one.name for one in queries.people_on_roll(db, poll, str(roll.member(4)))] == ["Member 4"]
    assert queries.people_on_roll(db, poll, "per%") == []
    assert len(queries.people_on_roll(db, poll, "ember")) == 8
