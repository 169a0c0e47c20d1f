"""Who is suspended stays a member and can do nothing as one: in no vote, by no way, until it ends."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.access import Role
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.members import actions, queries
from coop.members.models import Membership, MembershipMerge, MembershipSuspension
from coop.members.policy import Hindrance
from coop.notifications.actions import queue_mail
from coop.notifications.models import OutboxMessage
from coop.privacy.actions import erase_due, replay_ledger
from tests.support import make
from tests.support.make import NOON
from tests.support.site import Site
from tests.voting.roll import Roll, open_roll

TODAY = local_day(NOON)
UNTIL = TODAY + timedelta(days=30)


def suspend(db: Session, board: make.Person, membership_id: int | None, *, until: date = UNTIL) -> MembershipSuspension:
    place, why = board.actor.district_id, "Decision of the board of 3 March."
    return actions.suspend_member(
        db, board.actor, queue_mail, place, membership_id or 0, until=until, reason=why, at=NOON
    )


def lift(db: Session, board: make.Person, membership_id: int | None) -> None:
    place = board.actor.district_id
    actions.lift_suspension(db, board.actor, queue_mail, place, membership_id or 0, at=NOON)


def roles(db: Session, person: make.Person, on: date = TODAY) -> frozenset[Role]:
    return queries.actor_of(db, person.actor.district_id, person.account.id, "", on).roles


def test_the_rights_of_a_member_rest_until_the_day_and_the_member_hears_of_it(db: Session) -> None:
    place = make.district(db)
    board, joke, henk = make.board(db, place), make.member(db, place, "Joke"), make.member(db, place, "Henk")
    suspend(db, board, joke.actor.membership_id)
    mail = db.scalars(select(OutboxMessage)).one()
    assert mail.to_account_id == joke.account.id
    assert mail.params["reason"] == "Decision of the board of 3 March"
    assert queries.member_count(db, place.id, TODAY) == 2
    for on in (TODAY, UNTIL - timedelta(days=1)):
        assert roles(db, joke, on) == {Role.RESIDENT}
        roll = queries.electoral_roll(db, place.id, on)
        assert roll.entitled == (henk.actor.membership_id,)
        assert roll.left_out == {Hindrance.SUSPENDED: 1}
    for on in (TODAY - timedelta(days=1), UNTIL):
        assert roles(db, joke, on) == {Role.MEMBER}
        assert len(queries.electoral_roll(db, place.id, on).entitled) == 2


@pytest.fixture(params=[False, True], ids=["ordinary", "secret"])
def roll(db: Session, request: pytest.FixtureRequest) -> Roll:
    return open_roll(db, sealed=request.param)


def test_in_an_open_vote_nothing_is_cast_by_any_way_and_what_was_cast_counts(db: Session, roll: Roll) -> None:
    code, proxy = roll.letter(db, 1), roll.give(db, 1, 2)
    roll.web(db, 3, "for")
    for number in (1, 3):
        suspend(db, roll.board[0], roll.member(number))
    for act in (
        lambda: roll.by_code(db, code, "for"),
        lambda: roll.proxy(db, proxy, 2, "for"),
        lambda: roll.helper(db, 1, "for"),
        lambda: roll.paper(db, 1),
    ):
        with pytest.raises(NotAllowedError, match="or is suspended"):
            act()
    with pytest.raises(InvalidError, match="or is suspended"):
        roll.give(db, 4, 1)
    assert roles(db, roll.people[1]) == {Role.RESIDENT}
    assert roll.standing(db, 1) == ("none", 0)
    lift(db, roll.board[0], roll.member(1))
    roll.by_code(db, code, "against")  # who is right after all votes with the letter of before
    for number in (2, 4):
        roll.web(db, number, "blank")
    roll.close(db)
    roll.count(db)
    assert roll.counted(db) == {"yes": 1, "no": 1, "blank": 2}


def test_nobody_suspends_themselves_or_somebody_elsewhere_or_for_ever(db: Session) -> None:
    here, there = make.district(db), make.district(db, "de-vaart")
    board, joke, secretary = make.board(db, here), make.member(db, here), make.secretary(db, here)
    mine = actions.admit_member(db, here.id, name="Me", on=make.LONG_AGO, account_id=board.account.id)
    with pytest.raises(ConflictError, match="yourself"):
        suspend(db, board, mine.id)
    with pytest.raises(NotAllowedError):
        suspend(db, secretary, joke.actor.membership_id)
    with pytest.raises(NotFoundError):
        suspend(db, make.board(db, there), joke.actor.membership_id)
    for until in (TODAY, TODAY + timedelta(days=366)):
        with pytest.raises(InvalidError) as refused:
            suspend(db, board, joke.actor.membership_id, until=until)
        assert refused.value.field == "until"
    with pytest.raises(ConflictError, match="not suspended"):
        lift(db, board, joke.actor.membership_id)
    other = make.board(db, here)
    suspend(db, other, mine.id)
    with pytest.raises(ConflictError, match="yourself"):
        lift(db, board, mine.id)
    gone = make.member(db, here)
    actions.end_membership(db, here.id, gone.actor.membership_id or 0, on=TODAY)
    with pytest.raises(ConflictError, match="no member"):
        suspend(db, board, gone.actor.membership_id)


def test_suspending_again_changes_until_when(db: Session) -> None:
    place = make.district(db)
    board, joke = make.board(db, place), make.member(db, place)
    suspend(db, board, joke.actor.membership_id)
    suspend(db, board, joke.actor.membership_id, until=UNTIL + timedelta(days=9))
    assert [one.ends_on for one in db.scalars(select(MembershipSuspension))] == [UNTIL + timedelta(days=9)]


def test_a_second_registration_is_no_way_round(db: Session) -> None:
    place = make.district(db)
    board, second, joke = make.board(db, place), make.secretary(db, place), make.member(db, place, "Joke")
    twin = actions.admit_member(db, place.id, name="Joke", on=make.LONG_AGO)
    suspend(db, board, twin.id)
    mine = joke.actor.membership_id or 0
    merge: MembershipMerge = actions.ask_merge(db, board.actor, place.id, mine, twin.id, reason="One person", at=NOON)
    nothing = actions.Others(lambda *_: (frozenset(), frozenset()), lambda *_, **__: None, queue_mail)
    kept = actions.confirm_merge(db, second.actor, nothing, place.id, merge.id, at=NOON)
    assert queries.suspension_of(db, kept.id, TODAY) is not None


def test_a_year_after_its_end_nothing_is_left_of_it_also_after_a_restore(db: Session) -> None:
    place = make.district(db)
    board, joke = make.board(db, place), make.member(db, place)
    row = suspend(db, board, joke.actor.membership_id)
    number = row.id
    erase_due(db, at=NOON + timedelta(days=300))
    assert db.get(MembershipSuspension, number) is not None
    erase_due(db, at=NOON + timedelta(days=400))
    assert db.scalars(select(MembershipSuspension)).all() == []
    suspend(db, board, joke.actor.membership_id)
    again = db.scalars(select(MembershipSuspension.id)).one()
    replay_ledger(db, [("membership_suspensions", again)], at=NOON)
    assert db.scalars(select(MembershipSuspension)).all() == []
    assert db.scalars(select(Membership.name).where(Membership.id == joke.actor.membership_id)).one() != ""


def test_on_the_pages(db: Session, site: Site) -> None:
    place = make.district(db)
    board, joke = make.board(db, place), make.member(db, place, "Joke Veenstra")
    office = site.visitor(language="en").sign_in(board)
    page = office.open(f"/noorderkwartier/leden/{joke.actor.membership_id}").follow("Suspend this member")
    refused = page.submit("Suspend this member", until="yesterday", reason="Board, 3 March", expect=422)
    assert refused.has("Fill in a day, like 31-12-2026.")
    assert 'value="Board, 3 March"' in refused.html
    page = refused.submit("Suspend this member", until=UNTIL.isoformat())
    assert page.has("Joke Veenstra is suspended until")
    assert office.open("/noorderkwartier/leden").has("Suspended now")
    member = site.visitor(language="en").sign_in(joke)
    assert member.open("/noorderkwartier/mijn-lidmaatschap").has("You are suspended as a member until")
    asked = member.open("/noorderkwartier/mag-ik-stemmen")
    assert asked.has("No, not now. This is why:")
    assert asked.has("The membership is suspended.")
    member.open("/noorderkwartier/instaan", expect=403)
    assert member.open("/noorderkwartier/mijn-pagina").has("In Noorderkwartier you are: resident.")
    member.open("/noorderkwartier/agenda/nieuw")
    assert member.open("/noorderkwartier/lid-worden").lacks("Apply for membership")
    assert member.open("/mijn-gegevens").has("Board, 3 March")
    assert page.submit("Lift the suspension").has("is no longer suspended")
    member.open("/noorderkwartier/instaan")


def test_who_is_ended_by_somebody_else_hears_of_it(db: Session, site: Site) -> None:
    place = make.district(db)
    board, joke, truus = make.board(db, place), make.member(db, place), make.member(db, place)
    office = site.visitor(language="en").sign_in(board)
    for person, because in ((joke, "expelled"), (truus, "died")):
        page = office.open(f"/noorderkwartier/leden/{person.actor.membership_id}/beeindigen")
        page.submit("End this membership", because=because, on=TODAY.isoformat())
    mail = db.scalars(select(OutboxMessage).where(OutboxMessage.subject == "Your membership ends")).one()
    assert mail.to_account_id == joke.account.id
