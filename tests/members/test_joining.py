"""From application to membership, and who may vote."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.districts.models import District
from coop.kernel.access import Actor
from coop.kernel.errors import ConflictError, CoopError, InvalidError, NotAllowedError, NotFoundError
from coop.members import actions, queries
from coop.members.models import Membership, MembershipApplication
from coop.members.policy import Admission, ApplicationState, Ending, Hindrance, MemberRow, StatuteRules, Way
from tests.support import make
from tests.support.make import LONG_AGO, NOON

DAY = NOON.date()
_numbers = count(1)


def draw() -> Callable[[int], int]:
    turn = count(next(_numbers) * 1009)
    return lambda below: next(turn) * 7 % below


def applicant(age: int = 40) -> actions.Applicant:
    return actions.Applicant("Nieuwe Buur", "Noordstraat", "12", "1234 ab", "", age, accepts=True)


def apply(db: Session, place: District, who: Actor | None = None, *, age: int = 40) -> MembershipApplication:
    someone = who or make.visitor_actor(place.id)
    number = f"N-{next(_numbers)}"
    return actions.apply_for_membership(db, someone, place.id, applicant(age), number=number, paper=False, at=NOON)


def settle(db: Session, place: District, **rules: Any) -> None:
    wanted = StatuteRules("art. 4", **rules)
    actions.settle_statutes(db, make.board(db, place).actor, place.id, wanted, starts_on=DAY, at=NOON)


def test_by_letter_and_the_board(db: Session) -> None:
    place = make.district(db)
    board = make.board(db, place).actor
    someone = make.outsider(db, place).actor
    application = apply(db, place, someone)
    with pytest.raises(ConflictError):
        actions.admit_applicant(db, board, place.id, application.id, at=NOON)
    [(printed, code)] = actions.print_letters(db, board, place.id, draw=draw(), at=NOON)
    assert printed.id == application.id
    assert code not in str(application.code)
    assert actions.print_letters(db, board, place.id, draw=draw(), at=NOON) == []
    with pytest.raises(InvalidError):
        actions.show_by_letter(db, place.id, "0000-0000-0000", at=NOON)
    actions.show_by_letter(db, place.id, code.lower(), at=NOON)
    with pytest.raises(InvalidError):  # once
        actions.show_by_letter(db, place.id, code, at=NOON)
    membership = actions.admit_applicant(db, board, place.id, application.id, at=NOON)
    assert (membership.account_id, membership.stated_age, membership.street) == (someone.account_id, 40, "Noordstraat")
    assert application.state is ApplicationState.ADMITTED
    with pytest.raises(ConflictError):
        actions.refuse_applicant(db, board, place.id, application.id, "too late", at=NOON)
    with pytest.raises(ConflictError):
        apply(db, place, someone)


def test_nobody_looks_at_or_decides_on_an_application_of_their_own(db: Session) -> None:
    place = make.district(db)
    me, other = make.board(db, place).actor, make.board(db, place).actor
    mine = apply(db, place, me)
    for act in (actions.see_at_desk, actions.admit_applicant, partial(actions.refuse_applicant, reason="no")):
        with pytest.raises(ConflictError, match="yourself"):
            act(db, me, place.id, mine.id, at=NOON)
    for one in (other, make.secretary(db, place).actor):
        actions.see_at_desk(db, one, place.id, mine.id, at=NOON)
    with pytest.raises(ConflictError, match="yourself"):
        actions.admit_applicant(db, me, place.id, mine.id, at=NOON)
    assert actions.admit_applicant(db, other, place.id, mine.id, at=NOON).account_id == me.account_id


def test_a_code_counts_in_its_own_neighbourhood_and_not_after_a_new_letter(db: Session) -> None:
    here, there = make.district(db), make.district(db, "de-vaart")
    secretary = make.secretary(db, here).actor
    application = apply(db, here)
    [(_, old)] = actions.print_letters(db, secretary, here.id, draw=draw(), at=NOON)
    with pytest.raises(InvalidError):
        actions.show_by_letter(db, there.id, old, at=NOON)
    actions.letter_again(db, secretary, here.id, application.id)
    with pytest.raises(InvalidError):
        actions.show_by_letter(db, here.id, old, at=NOON)


def test_at_the_desk_two_people_look(db: Session) -> None:
    place = make.district(db)
    one, other = make.secretary(db, place).actor, make.board(db, place).actor
    application = apply(db, place)
    actions.see_at_desk(db, one, place.id, application.id, at=NOON)
    assert queries.counted_ways(queries.proofs_of(db, [application.id])[application.id]) == []
    with pytest.raises(ConflictError):
        actions.see_at_desk(db, one, place.id, application.id, at=NOON)
    actions.see_at_desk(db, other, place.id, application.id, at=NOON)
    assert queries.counted_ways(queries.proofs_of(db, [application.id])[application.id]) == [Way.DESK]
    with pytest.raises(ConflictError):
        actions.see_at_desk(db, other, place.id, application.id, at=NOON)
    assert actions.missing_of(db, application, at=NOON) == []


def test_a_neighbour_vouches_within_limits(db: Session) -> None:
    place = make.district(db)
    settle(db, place, vouches_per_year=1)
    member = make.member(db, place).actor
    mine = apply(db, place)
    assert actions.vouch(db, member, place.id, f" {mine.number.lower()} ", at=NOON).id == mine.id
    with pytest.raises(ConflictError):
        actions.vouch(db, make.member(db, place).actor, place.id, mine.number, at=NOON)
    second = apply(db, place)
    with pytest.raises(ConflictError):
        actions.vouch(db, member, place.id, second.number, at=NOON)
    actions.vouch(db, member, place.id, second.number, at=NOON + timedelta(days=400))
    with pytest.raises(NotFoundError):
        actions.vouch(db, member, place.id, "N-999999", at=NOON)
    with pytest.raises(NotAllowedError):
        actions.vouch(db, make.resident(db, place).actor, place.id, second.number, at=NOON)


def test_nobody_vouches_for_themselves_or_next_door(db: Session) -> None:
    here, there = make.district(db), make.district(db, "de-vaart")
    member_there = make.member(db, there)
    application = apply(db, here)
    with pytest.raises(NotFoundError):
        actions.vouch(db, member_there.actor, there.id, application.number, at=NOON)
    both = make.member(db, here)
    application.account_id = both.account.id
    db.flush()
    with pytest.raises(ConflictError):
        actions.vouch(db, both.actor, here.id, application.number, at=NOON)


def test_where_the_statutes_say_so_admission_follows_at_once(db: Session) -> None:
    place = make.district(db)
    settle(db, place, admission=Admission.AUTOMATIC)
    board = make.board(db, place).actor
    assert apply(db, place).state is ApplicationState.WAITING
    [(_, code)] = actions.print_letters(db, board, place.id, draw=draw(), at=NOON)
    assert actions.show_by_letter(db, place.id, code, at=NOON).state is ApplicationState.ADMITTED
    assert queries.member_count(db, place.id, DAY) == 1
    with pytest.raises(InvalidError) as refusal:
        apply(db, place, age=12)
    assert refusal.value.field == "stated_age"


def test_who_looks_like_somebody_else_is_shown_to_the_register(db: Session) -> None:
    place = make.district(db)
    first, second = apply(db, place), apply(db, place)
    assert len(queries.looks_like(db, first, DAY)) == 1
    second.street = "NOORDSTRAAT"
    assert len(queries.looks_like(db, first, DAY)) == 1
    second.name = "N. Buur"
    assert queries.looks_like(db, first, DAY) == ["N. Buur, NOORDSTRAAT 12"]
    second.stated_age = 71
    assert queries.looks_like(db, first, DAY) == []
    second.name, second.house_number, second.stated_age = "Nieuwe Buur", "13", 40
    assert queries.looks_like(db, first, DAY) == []
    first.email, second.email = "buur@coop.test", "BUUR@coop.test"
    assert len(queries.looks_like(db, first, DAY)) == 1


def test_who_may_be_a_member_already_is_not_admitted_by_itself(db: Session) -> None:
    place = make.district(db)
    settle(db, place, admission=Admission.AUTOMATIC, residents_only=False)
    assert apply(db, place).state is ApplicationState.ADMITTED
    again = apply(db, place)
    assert again.state is ApplicationState.WAITING
    assert queries.member_count(db, place.id, DAY) == 1
    actions.admit_applicant(db, make.board(db, place).actor, place.id, again.id, at=NOON)
    assert queries.member_count(db, place.id, DAY) == 2  # the board looked: they are two people


def test_bad_applications_name_every_field(db: Session) -> None:
    place = make.district(db)
    empty = actions.Applicant("", " ", "", "x" * 11, "y" * 255, 0, accepts=False)
    nobody = make.visitor_actor(place.id)
    with pytest.raises(InvalidError) as refusal:
        actions.apply_for_membership(db, nobody, place.id, empty, number="1", paper=False, at=NOON)
    fields = {refusal.value.field, *(one.field for one in refusal.value.others)}
    assert fields == {"name", "street", "house_number", "postcode", "email", "stated_age", "accepts"}


def test_only_the_register_types_over_paper(db: Session) -> None:
    place = make.district(db)
    for who in (make.resident(db, place).actor, make.team(db, place).actor, make.visitor_actor(place.id)):
        with pytest.raises(NotAllowedError):
            actions.apply_for_membership(db, who, place.id, applicant(), number="1", paper=True, at=NOON)
    secretary = make.secretary(db, place).actor
    made = actions.apply_for_membership(db, secretary, place.id, applicant(), number="1", paper=True, at=NOON)
    assert made.account_id is None


def test_taking_back_is_for_the_applicant(db: Session) -> None:
    place = make.district(db)
    someone, other = make.outsider(db, place).actor, make.outsider(db, place).actor
    application = apply(db, place, someone)
    with pytest.raises(ConflictError):
        actions.withdraw_application(db, other, place.id, application.id, at=NOON)
    actions.withdraw_application(db, someone, place.id, application.id, at=NOON)
    assert apply(db, place, someone).state is ApplicationState.WAITING


def test_nobody_decides_elsewhere(db: Session) -> None:
    here, there = make.district(db), make.district(db, "de-vaart")
    board = make.board(db, there).actor
    application = apply(db, here).id
    member = make.member(db, here).actor.membership_id or 0
    details = actions.MemberDetails("X")
    acts: tuple[Callable[[], object], ...] = (
        lambda: actions.admit_applicant(db, board, there.id, application, at=NOON),
        lambda: actions.refuse_applicant(db, board, there.id, application, "no", at=NOON),
        lambda: actions.see_at_desk(db, board, there.id, application, at=NOON),
        lambda: actions.letter_again(db, board, there.id, application),
        lambda: actions.end_with_reason(db, board, there.id, member, Ending.MOVED, on=DAY, at=NOON),
        lambda: actions.correct_member(db, board, there.id, member, details, lives_here=True, stated_age=40),
    )
    for act in acts:
        with pytest.raises(CoopError) as refusal:
            act()
        assert refusal.value.status in (404, 409)


def test_the_roll_asks_what_the_statutes_ask(db: Session) -> None:
    place = make.district(db)
    settle(db, place, minimum_membership_days=30, minimum_age=18)
    good = make.member(db, place).actor.membership_id
    new = make.member(db, place, since=DAY - timedelta(days=29)).actor.membership_id
    moved, young = make.member(db, place).actor.membership_id, make.member(db, place).actor.membership_id
    db.get_one(Membership, moved).lives_here = False
    db.get_one(Membership, young).stated_age = 17
    db.flush()
    roll = queries.electoral_roll(db, place.id, DAY)
    assert roll.entitled == (good,)
    assert roll.left_out == {Hindrance.TOO_SHORT: 1, Hindrance.LIVES_ELSEWHERE: 1, Hindrance.TOO_YOUNG: 1}
    assert new in queries.electoral_roll(db, place.id, DAY + timedelta(days=1)).entitled


def test_statutes_are_not_changed_behind_anybodys_back(db: Session) -> None:
    place = make.district(db)
    board, keeper = make.board(db, place).actor, make.administrator(db, place).actor
    rules = StatuteRules("art. 4")
    with pytest.raises(InvalidError):
        actions.settle_statutes(db, board, place.id, rules, starts_on=LONG_AGO, at=NOON)
    settle(db, place)
    with pytest.raises(ConflictError):
        settle(db, place)
    with pytest.raises(NotAllowedError):
        actions.settle_statutes(db, keeper, place.id, rules, starts_on=date(2028, 1, 1), at=NOON)
    with pytest.raises(InvalidError):
        actions.settle_statutes(db, board, place.id, StatuteRules(" "), starts_on=date(2028, 1, 1), at=NOON)


def test_a_file_is_entered_whole_or_not_at_all(db: Session) -> None:
    place = make.district(db)
    secretary = make.secretary(db, place).actor
    rows = [MemberRow(line, f"Lid {line}", "Kade", str(line)) for line in range(2, 1202)]
    heard: list[int] = []
    assert actions.import_members(db, secretary, place.id, rows, on=DAY, progress=heard.append) == 1200
    assert heard == [500, 500, 200]
    again = [MemberRow(2, "Iemand Nieuw"), MemberRow(3, "LID 7", "kade", "7")]
    with pytest.raises(ConflictError):
        actions.import_members(db, secretary, place.id, again, on=DAY)
    assert db.scalar(select(Membership.id).where(Membership.name == "Iemand Nieuw")) is None
    with pytest.raises(NotAllowedError):
        actions.import_members(db, make.team(db, place).actor, place.id, again, on=DAY)
