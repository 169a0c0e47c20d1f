"""A mistaken note of paper is taken back by two people; whoever is no member any more casts nothing in any way."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError, TooLateError
from coop.members.actions import end_membership
from coop.notifications.models import OutboxMessage
from coop.privacy.actions import erase_due
from coop.privacy.policy.shapes import YEAR
from coop.rules.sealing.ballots import new_tracker
from coop.rules.sealing.chance import SeededChance
from coop.voting import actions, queries
from coop.voting.actions import ForWhom
from coop.voting.models import PaperMistake
from coop.voting.policy.roll import Task
from tests.support.make import NOON
from tests.voting.conftest import AFTER, CLOSING
from tests.voting.roll import KEY, Roll, open_roll


@pytest.fixture(params=[False, True], ids=["ordinary", "secret"])
def roll(db: Session, request: pytest.FixtureRequest) -> Roll:
    return open_roll(db, sealed=request.param)


def say(db: Session, roll: Roll, number: int, *, by: int = 0, saw: int = 1, at: datetime = NOON) -> PaperMistake:
    actions.say_paper_was_mistake(
        db,
        roll.who(by),
        roll.place,
        roll.poll_id,
        grant_id=roll.grants[Task.DESK],
        membership_id=roll.member(number),
        saw_version=saw,
        at=at,
    )
    return db.scalars(select(PaperMistake).order_by(PaperMistake.id.desc()).limit(1)).one()


def sign(db: Session, roll: Roll, mistake: PaperMistake, *, by: int = 0, at: datetime = NOON) -> None:
    actions.take_paper_back(db, roll.board[by].actor, roll.place, roll.poll_id, mistake.id, at=at)


def subjects(db: Session) -> list[str]:
    return list(db.scalars(select(OutboxMessage.subject).order_by(OutboxMessage.id)))


def test_two_people_free_who_was_noted_by_mistake(db: Session, roll: Roll) -> None:
    roll.web(db, 2, "for", form="the first form")
    roll.paper(db, 2, saw=1, replaces=True)
    roll.paper(db, 3)
    mistake = say(db, roll, 2, saw=2)
    # One person alone changes nothing.
    assert roll.standing(db, 2) == ("paper", 2)
    with pytest.raises(ConflictError, match="on paper"):
        roll.web(db, 2, "for", saw=2)
    sign(db, roll, mistake)
    assert roll.standing(db, 2) == ("none", 3)
    assert queries.ballot_count(db, roll.place, roll.poll_id) == queries.paper_registered(db, roll.poll(db)) == 1
    assert not queries.has_voted(db, roll.place, roll.poll_id, roll.member(2))
    assert roll.poll_id not in queries.voted_in(db, roll.place, roll.member(2))
    assert any("again" in subject for subject in subjects(db))
    # A delayed retry of the vote from before the note never wins.
    with pytest.raises(ConflictError):
        roll.web(db, 2, "for", form="the first form")
    roll.web(db, 2, "against", saw=3)
    assert roll.standing(db, 2) == ("online", 4)
    roll.web(db, 4, "for")
    _count_with_one_paper(db, roll)
    assert roll.counted(db) == {"yes": 2, "no": 1, "blank": 0}


def _count_with_one_paper(db: Session, roll: Roll) -> None:
    roll.grant(db, Task.COUNT, 1)
    roll.grant(db, Task.COUNT, 4)
    roll.close(db)
    codes = (new_tracker(SeededChance("one paper")),) if roll.sealed else ()
    for turn, teller in ((1, 1), (2, 4)):
        roll.type(db, turn, ["for"], by=teller, codes=codes)
    roll.settle(db)
    roll.count(db)


def test_who_is_freed_and_stays_away_is_counted_nowhere(db: Session, roll: Roll) -> None:
    roll.paper(db, 2)
    sign(db, roll, say(db, roll, 2))
    # Fewer than three closed envelopes are never opened.
    for number in (4, 5, 6):
        roll.web(db, number, "for")
    assert {"none"} == {roll.standing(db, number)[0] for number in (2, 3)}
    roll.close(db)
    roll.count(db)
    assert roll.counted(db) == {"yes": 3, "no": 0, "blank": 0}
    assert queries.ballot_count(db, roll.place, roll.poll_id) == 3


def test_who_is_freed_can_be_noted_again_and_freed_again(db: Session, roll: Roll) -> None:
    roll.paper(db, 2)
    sign(db, roll, say(db, roll, 2))
    roll.paper(db, 2, saw=2)
    assert roll.standing(db, 2) == ("paper", 3)
    # The old signatures are about the old note.
    with pytest.raises(DBAPIError), db.begin_nested():
        _set_none(db, roll, 2)
    sign(db, roll, say(db, roll, 2, saw=3))
    assert roll.standing(db, 2) == ("none", 4)
    proxy = roll.give(db, 2, 5)
    roll.proxy(db, proxy, 5, "for", saw=4)
    assert roll.standing(db, 2) == ("proxy", 5)


def test_neither_alone_nor_for_oneself_nor_without_a_note(db: Session, roll: Roll) -> None:
    with pytest.raises(ConflictError, match="no note of paper"):
        say(db, roll, 2, saw=0)
    roll.paper(db, 2)
    with pytest.raises(NotAllowedError):
        say(db, roll, 2, by=3)
    with pytest.raises(ConflictError):
        say(db, roll, 2, saw=0)
    mistake = say(db, roll, 2)
    with pytest.raises(ConflictError, match="second signature"):
        say(db, roll, 2)
    with pytest.raises(NotAllowedError):
        actions.take_paper_back(db, roll.who(3), roll.place, roll.poll_id, mistake.id, at=NOON)
    with pytest.raises(NotFoundError):
        actions.take_paper_back(db, roll.board[0].actor, roll.place, roll.poll_id + 9, mistake.id, at=NOON)
    # Who said it does not sign it, also when they are in the board.
    one = roll.board[0]
    roll.paper(db, 3)
    values = {"district_id": roll.place, "poll_id": roll.poll_id, "membership_id": roll.member(3), "revision": 1}
    db.execute(insert(PaperMistake).values(**values, said_by=one.account.id, said_at=NOON))
    again = db.scalars(select(PaperMistake).order_by(PaperMistake.id.desc())).first()
    assert again
    for act in (sign, leave):
        with pytest.raises(NotAllowedError, match="Somebody else"):
            act(db, roll, again)
    sign(db, roll, again, by=1)


def leave(db: Session, roll: Roll, mistake: PaperMistake, *, by: int = 0, at: datetime = NOON) -> None:
    actions.leave_paper(db, roll.board[by].actor, roll.place, roll.poll_id, mistake.id, at=at)


def test_the_board_hears_what_waits_for_a_signature(db: Session, roll: Roll) -> None:
    roll.paper(db, 2)
    say(db, roll, 2)
    told = db.execute(select(OutboxMessage.to_account_id, OutboxMessage.subject)).all()
    waits = {account for account, subject in told if "waits for a second signature" in subject}
    assert waits == {person.account.id for person in roll.board}


def test_who_leaves_a_note_is_written_down_and_keeps_nobody_else_from_signing(db: Session, roll: Roll) -> None:
    roll.paper(db, 2)
    mistake = say(db, roll, 2)
    leave(db, roll, mistake)
    assert roll.standing(db, 2) == ("paper", 1)
    db.refresh(mistake)
    assert (mistake.left_by, mistake.left_at, mistake.signed_at) == (roll.board[0].account.id, NOON, None)
    told = db.execute(select(OutboxMessage.to_account_id, OutboxMessage.subject)).all()
    assert [account for account, subject in told if "The note stays" in subject] == [roll.people[2].account.id]
    with pytest.raises(ConflictError, match="left this note already"):
        leave(db, roll, mistake, by=1)
    with pytest.raises(DBAPIError), db.begin_nested():
        db.execute(delete(PaperMistake))
    sign(db, roll, mistake, by=1)
    assert roll.standing(db, 2) == ("none", 2)


def test_after_closing_nobody_leaves_a_note(db: Session, roll: Roll) -> None:
    roll.paper(db, 2)
    mistake = say(db, roll, 2)
    with pytest.raises(TooLateError):
        leave(db, roll, mistake, at=CLOSING)


def test_only_who_notes_paper_says_that_a_note_is_a_mistake(db: Session, roll: Roll) -> None:
    roll.paper(db, 2)
    roll.grant(db, Task.PHONE, 4)
    roll.grant(db, Task.DOOR, 5)
    about: dict[str, Any] = {"membership_id": roll.member(2), "saw_version": 1, "at": NOON}
    with pytest.raises(ConflictError, match="By phone"):
        actions.say_paper_was_mistake(
            db, roll.who(4), roll.place, roll.poll_id, grant_id=roll.grants[Task.PHONE], **about
        )
    assert db.scalars(select(PaperMistake)).all() == []
    actions.say_paper_was_mistake(db, roll.who(5), roll.place, roll.poll_id, grant_id=roll.grants[Task.DOOR], **about)
    assert len(db.scalars(select(PaperMistake)).all()) == 1


def test_a_year_after_the_result_no_name_is_left_with_a_mistaken_note(db: Session, roll: Roll) -> None:
    for number in (2, 3):
        roll.paper(db, number)
    sign(db, roll, say(db, roll, 2))
    leave(db, roll, say(db, roll, 3))
    for number in (4, 5, 6):
        roll.web(db, number, "for")
    poll = roll.poll(db)
    actions.void_poll(db, roll.board[0].actor, roll.place, roll.poll_id, "The hall burnt down.", at=NOON)
    erase_due(db, at=poll.closes_at + YEAR - timedelta(days=1))
    assert len(db.scalars(select(PaperMistake)).all()) == 2
    erase_due(db, at=poll.closes_at + YEAR)
    assert db.scalars(select(PaperMistake)).all() == []


def test_after_closing_a_note_stays(db: Session, roll: Roll) -> None:
    roll.paper(db, 2)
    mistake = say(db, roll, 2)
    with pytest.raises(TooLateError):
        sign(db, roll, mistake, at=CLOSING)
    roll.paper(db, 3)
    with pytest.raises(TooLateError):
        say(db, roll, 3, at=CLOSING)
    roll.close(db)
    with pytest.raises(TooLateError):
        sign(db, roll, mistake, at=AFTER)


def _set_none(db: Session, roll: Roll, number: int) -> None:
    table = "box_electors" if roll.sealed else "ballots"
    statement = text(f"UPDATE {table} SET channel = 'none' WHERE membership_id = :member")
    db.execute(statement, {"member": roll.member(number)})


def test_the_database_frees_nobody_without_two_signatures(db: Session, roll: Roll) -> None:
    roll.paper(db, 2)
    with pytest.raises(DBAPIError), db.begin_nested():
        _set_none(db, roll, 2)
    mistake = say(db, roll, 2)
    with pytest.raises(DBAPIError), db.begin_nested():
        _set_none(db, roll, 2)
    with pytest.raises(DBAPIError), db.begin_nested():
        db.execute(update(PaperMistake).values(signed_by=mistake.said_by, signed_at=NOON))
    with pytest.raises(DBAPIError), db.begin_nested():
        db.execute(update(PaperMistake).values(membership_id=roll.member(3)))
    sign(db, roll, mistake)
    with pytest.raises(DBAPIError), db.begin_nested():
        db.execute(delete(PaperMistake))
    with pytest.raises(DBAPIError), db.begin_nested():
        db.execute(update(PaperMistake).values(signed_at=AFTER))


# ---- who is no member any more ----


def _ends(db: Session, roll: Roll, number: int) -> None:
    end_membership(db, roll.place, roll.member(number), on=local_day(NOON))


def test_nothing_is_cast_for_who_is_no_member_any_more(db: Session, roll: Roll) -> None:
    code, proxy = roll.letter(db, 1), roll.give(db, 1, 2)
    _ends(db, roll, 1)
    for act in (
        lambda: roll.by_code(db, code, "for"),
        lambda: roll.proxy(db, proxy, 2, "for"),
        lambda: roll.helper(db, 1, "for"),
        lambda: roll.paper(db, 1),
    ):
        with pytest.raises(NotAllowedError, match="no longer a member, or is suspended"):
            act()
    assert roll.standing(db, 1) == ("none", 0)
    (row,) = queries.proxies_of(db, roll.poll(db), giver_id=roll.member(1))
    assert row.stopped_on(local_day(NOON))
    assert not row.stopped_on(local_day(NOON) - timedelta(days=1))


def test_what_a_proxy_cast_before_keeps_counting(db: Session, roll: Roll) -> None:
    proxy = roll.give(db, 1, 2)
    roll.proxy(db, proxy, 2, "for")
    _ends(db, roll, 1)
    with pytest.raises(NotAllowedError):
        roll.proxy(db, proxy, 2, "against", saw=1)
    for number in (3, 4):
        roll.web(db, number, "against")
    roll.close(db)
    roll.count(db)
    assert roll.counted(db) == {"yes": 1, "no": 2, "blank": 0}


def test_no_letter_and_no_proxy_for_who_is_no_member_any_more(db: Session, roll: Roll) -> None:
    poll = roll.poll(db)
    (truus,) = queries.without_account(db, poll)
    end_membership(db, roll.place, truus, on=local_day(NOON))
    _ends(db, roll, 7)
    assert actions.due_for_letter(db, poll, ForWhom.NO_ACCOUNT, at=NOON) == []
    assert roll.member(7) not in actions.due_for_letter(db, poll, ForWhom.NOT_VOTED, at=NOON)
    with pytest.raises(ConflictError):
        actions.print_ballot_letters(
            db, roll.secretary.actor, roll.place, roll.poll_id, ForWhom.NO_ACCOUNT, key=KEY, draw=lambda n: 1, at=NOON
        )
    with pytest.raises(InvalidError, match="no longer a member, or is suspended"):
        roll.give(db, 1, 7)
    with pytest.raises(InvalidError, match="no longer a member, or is suspended") as refused:
        actions.give_proxy(
            db, roll.secretary.actor, roll.place, roll.poll_id, "Member 2", giver=str(roll.member(7)), at=NOON
        )
    assert refused.value.field == "giver"


def test_both_hear_of_a_proxy_on_paper_and_the_holder_when_it_is_taken_back(db: Session, roll: Roll) -> None:
    by = roll.secretary.actor
    made = actions.give_proxy(db, by, roll.place, roll.poll_id, "Member 2", giver="Member 1", at=NOON)
    told = db.execute(select(OutboxMessage.to_account_id, OutboxMessage.subject)).all()
    assert (roll.people[1].account.id, "A proxy in your name: %(title)s") in told
    assert (roll.people[2].account.id, "You can vote for somebody else: %(title)s") in told
    actions.revoke_proxy(db, roll.who(1), roll.place, roll.poll_id, made.id, at=NOON)
    told = db.execute(select(OutboxMessage.to_account_id, OutboxMessage.subject)).all()
    assert (roll.people[2].account.id, "You no longer vote for somebody else: %(title)s") in told
