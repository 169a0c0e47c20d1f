"""My data, taking it along, leaving, and what is erased when."""

import json
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from coop.agenda.actions import bring_in
from coop.agenda.models import Offer
from coop.agenda.policy import Domain, Kind
from coop.audit.models import Erasure
from coop.audit.queries import ledger_of
from coop.identity.actions import begin_sign_in
from coop.identity.models import Account, SignIn
from coop.identity.policy import Way
from coop.kernel.access import Role
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.members import actions as members
from coop.members.actions import admit_member, settle_statutes
from coop.members.models import Appointment, Membership, MembershipApplication
from coop.members.policy import ApplicationState, Channel, Ending, StatuteRules
from coop.members.queries import applications_waiting, membership_of
from coop.privacy import actions, queries
from tests.support import make
from tests.support.make import NOON
from tests.support.site import Site

TODAY = local_day(NOON)
MONTH = timedelta(days=30)


def _membership(db: Session, person: make.Person) -> Membership:
    # The first one, also of who was admitted elsewhere afterwards.
    found = db.scalar(select(Membership).where(Membership.account_id == person.account.id).order_by(Membership.id))
    assert found is not None
    return found


def test_my_data_shows_what_is_mine_and_nothing_of_others(db: Session, site: Site) -> None:
    place = make.district(db)
    mine, other = make.member(db, place, "Joke Dam"), make.member(db, place, "Piet Geheim")
    _membership(db, mine).street = "Noordstraat"
    _membership(db, other).street = "Zuidstraat"
    visitor = site.visitor(language="en").sign_in(mine)
    page = visitor.open("/mijn-gegevens")
    assert '<dd dir="auto">Nederlands</dd>' in page.html
    assert page.has("Joke Dam")
    assert page.has("Noordstraat")
    told = visitor.get("/mijn-gegevens/gegevens.json")
    assert told.headers["Content-Disposition"].startswith("attachment")
    kinds = {one["kind"]: one["tables"] for one in json.loads(told.data)["kinds"]}
    assert kinds["membership"]["memberships"][0]["street"] == "Noordstraat"
    file = visitor.get("/mijn-gegevens/gegevens.html").get_data(as_text=True)
    assert file.startswith("<!doctype html>\n")
    assert file.endswith("</html>")
    assert "\\n" not in file
    assert '<dd dir="auto">Noorderkwartier</dd>' in file
    for text in (page.html, told.get_data(as_text=True), file):
        assert "Noordstraat" in text
        assert "Piet Geheim" not in text
        assert "Zuidstraat" not in text
        assert mine.account.password_hash not in text


def test_my_data_is_for_who_is_signed_in(site: Site, db: Session) -> None:
    make.district(db)
    assert site.visitor().open("/mijn-gegevens").path == "/inloggen"


def test_leaving_says_what_happens_and_can_be_taken_back(db: Session, site: Site) -> None:
    place = make.district(db)
    person = make.member(db, place, "Joke Dam")
    visitor = site.visitor(language="en").sign_in(person)
    page = visitor.open("/mijn-gegevens").follow("Leave, and what happens then")
    assert page.has("Your name 7 years after the membership ends.")
    assert page.submit("I leave on this day", because="own_wish", expect=422).has("Read it first, and tick this.")
    gone = page.submit("I leave on this day", because="own_wish", remove_account="y", sure="y")
    assert gone.has("Your account is erased on")
    assert _membership(db, person).ended_on == TODAY
    assert membership_of(db, place.id, person.account.id, TODAY) is None
    assert db.get_one(Account, person.account.id).erase_on == TODAY + MONTH
    assert gone.submit("I changed my mind: I stay").has("You stay. Nothing is erased.")
    assert db.get_one(Account, person.account.id).erase_on is None
    actions.erase_due(db, at=NOON + timedelta(days=31))
    assert db.get_one(Account, person.account.id).name == "Joke Dam"


def test_notice_of_the_statutes_counts_and_before_its_end_one_stays_a_member(db: Session) -> None:
    place = make.district(db)
    board, person = make.board(db, place), make.member(db, place)
    settle_statutes(db, board.actor, place.id, StatuteRules("art. 5", notice_days=28), starts_on=TODAY, at=NOON)
    soon, right = TODAY + timedelta(days=27), TODAY + timedelta(days=28)
    me = person.account.id
    with pytest.raises(InvalidError):
        members.leave(db, me, Ending.OWN_WISH, on=soon, remove_account=False, at=NOON)
    with pytest.raises(InvalidError):
        members.leave(db, me, Ending.OWN_WISH, on=TODAY + timedelta(days=366), remove_account=False, at=NOON)
    members.leave(db, me, Ending.MOVED, on=right, remove_account=False, at=NOON)
    assert membership_of(db, place.id, me, soon) is not None
    assert membership_of(db, place.id, me, right) is None
    members.stay(db, me, at=NOON)
    assert membership_of(db, place.id, me, right) is not None


def test_only_own_notice_can_be_taken_back(db: Session) -> None:
    place, other = make.district(db), make.district(db, "de-vaart")
    person, secretary = make.member(db, place), make.secretary(db, place)
    admit_member(db, other.id, name="Ada", on=TODAY, account_id=person.account.id)
    end, me = TODAY + timedelta(days=5), person.account.id
    number = _membership(db, person).id
    members.end_with_reason(db, secretary.actor, place.id, number, Ending.MOVED, on=end, at=NOON)
    members.leave(db, me, Ending.OWN_WISH, on=end, remove_account=False, at=NOON)
    members.stay(db, me, at=NOON)
    assert membership_of(db, other.id, me, end) is not None
    assert membership_of(db, place.id, me, end) is None


def test_a_death_ends_every_membership_also_after_notice_and_is_undone_whole(db: Session) -> None:
    place, other = make.district(db), make.district(db, "de-vaart")
    person, secretary = make.member(db, place), make.secretary(db, place)
    me, number = person.account.id, _membership(db, person).id
    admit_member(db, other.id, name="Ada", on=TODAY, account_id=me)
    members.leave(db, me, Ending.OWN_WISH, on=TODAY + timedelta(days=5), remove_account=False, at=NOON)
    die = partial(members.end_with_reason, db, secretary.actor, place.id, number, at=NOON)
    with pytest.raises(ConflictError):
        die(Ending.EXPELLED, on=TODAY)
    die(Ending.DIED, on=TODAY)
    assert [membership_of(db, one.id, me, TODAY) for one in (place, other)] == [None, None]
    with pytest.raises(ConflictError):
        die(Ending.DIED, on=TODAY)
    members.undo_death(db, secretary.actor, place.id, number, at=NOON)
    assert all(membership_of(db, one.id, me, TODAY + timedelta(days=9)) for one in (place, other))


def test_the_last_administrator_cannot_walk_away(db: Session) -> None:
    place = make.district(db)
    admin = make.administrator(db, place)
    with pytest.raises(ConflictError):
        members.leave(db, admin.account.id, Ending.OWN_WISH, on=TODAY, remove_account=True, at=NOON)
    make.administrator(db, place)
    members.leave(db, admin.account.id, Ending.OWN_WISH, on=TODAY, remove_account=True, at=NOON)
    ended = db.scalars(select(Appointment.ends_on).where(Appointment.account_id == admin.account.id)).all()
    assert ended == [TODAY]


def test_an_account_is_erased_whole_and_again_after_a_restore(db: Session) -> None:
    place = make.district(db)
    person = make.member(db, place, "Joke Dam")
    email = person.account.email
    begin_sign_in(db, person.account.id, token="t" * 32, way=Way.LINK, user_agent="", at=NOON)
    members.leave(db, person.account.id, Ending.OWN_WISH, on=TODAY, remove_account=True, at=NOON)
    assert actions.erase_due(db, at=NOON + timedelta(days=29)) == 0
    assert actions.erase_due(db, at=NOON + MONTH) == 1
    gone = db.get_one(Account, person.account.id)
    assert (gone.name, gone.password_hash) == ("", "")
    assert email not in gone.email
    assert not db.scalars(select(SignIn).where(SignIn.account_id == gone.id)).all()
    with pytest.raises(NotAllowedError):
        begin_sign_in(db, gone.id, token="u" * 32, way=Way.LINK, user_agent="", at=NOON)
    ledger = [(table, number) for table, number, _at in ledger_of(db)]
    assert ledger == [("accounts", gone.id)]
    gone.name, gone.email, gone.closed_at = "Joke Dam", email, None
    assert actions.replay_ledger(db, ledger, at=NOON) == 1
    assert db.get_one(Account, gone.id).name == ""
    assert actions.replay_ledger(db, ledger, at=NOON) == 0
    db.execute(delete(Erasure))
    actions.replay_ledger(db, [*ledger, ("no_such_table", 1)], at=NOON)
    db.flush()
    assert [row[:2] for row in ledger_of(db)] == ledger, "the restored ledger knows it again"
    assert actions.erase_due(db, at=NOON + MONTH) == 0


def test_the_account_of_a_member_is_not_erased(db: Session) -> None:
    twice, back = make.member(db, make.district(db)), make.member(db, make.district(db, slug="elders"))
    for person in (twice, back):
        members.leave(db, person.account.id, Ending.OWN_WISH, on=TODAY + MONTH, remove_account=False, at=NOON)
    # Leaving once more, sooner: the notice that was given before still runs.
    members.leave(db, twice.account.id, Ending.OWN_WISH, on=TODAY, remove_account=True, at=NOON)
    assert twice.account.erase_on == TODAY + 2 * MONTH
    # Coming back before the account is gone.
    members.leave(db, back.account.id, Ending.OWN_WISH, on=TODAY, remove_account=True, at=NOON)
    later = NOON + MONTH + timedelta(days=1)
    admit_member(db, back.actor.district_id, name="Back", on=local_day(later), account_id=back.account.id)
    assert back.account.erase_on is None
    # Nor when the plan is older than the membership.
    back.account.erase_on = local_day(later)
    db.flush()
    actions.erase_due(db, at=later)
    assert back.account.name
    assert twice.account.name


def test_the_register_keeps_a_name_seven_years_and_an_address_one(db: Session) -> None:
    place = make.district(db)
    person, stays = make.member(db, place, "Joke Dam"), make.member(db, place, "Wim Blijft")
    for one in (person, stays):
        member = _membership(db, one)
        member.street, member.stated_age = "Noordstraat", 40
    gone = _membership(db, person)
    gone.ended_on = TODAY
    actions.erase_due(db, at=NOON + timedelta(days=364))
    assert gone.street == "Noordstraat"
    actions.erase_due(db, at=NOON + timedelta(days=365))
    assert (gone.street, gone.stated_age, gone.name) == ("", None, "Joke Dam")
    actions.erase_due(db, at=NOON + timedelta(days=7 * 365))
    assert (gone.name, gone.account_id) == ("", None)
    assert _membership(db, stays).street == "Noordstraat"
    assert db.scalars(select(Erasure.row_id).where(Erasure.table_name == "memberships")).all() == [gone.id]


@pytest.mark.parametrize(
    "state, days", [(ApplicationState.REFUSED, 365), (ApplicationState.ADMITTED, 365), (ApplicationState.WITHDRAWN, 30)]
)
def test_applications_are_erased_after_their_term(db: Session, state: ApplicationState, days: int) -> None:
    place = make.district(db)
    made = MembershipApplication(
        district_id=place.id,
        number="1234-5678",
        channel=Channel.SITE,
        state=state,
        name="Ada",
        street="Kade",
        house_number="1",
        stated_age=40,
        applied_at=NOON,
        decided_at=NOON,
    )
    db.add(made)
    db.flush()
    actions.erase_due(db, at=NOON + timedelta(days=days - 1))
    assert made.name == "Ada"
    actions.erase_due(db, at=NOON + timedelta(days=days))
    assert (made.name, made.street, made.stated_age) == ("", "", 0)


def test_who_died_gets_no_mail_and_holds_nothing_until_it_turns_out_wrong(db: Session, site: Site) -> None:
    place = make.district(db)
    person = make.member(db, place, "Joke Dam")
    members.appoint(db, place.id, person.account.id, Role.TEAM_MEMBER, starts_on=make.LONG_AGO)
    office = site.visitor(language="en").sign_in(make.secretary(db, place))
    number = _membership(db, person).id
    page = office.open(f"/noorderkwartier/leden/{number}/beeindigen")
    page = page.submit("End this membership", because="died", on=TODAY.isoformat())
    assert page.has("It is noted that Joke Dam died.")
    account = db.get_one(Account, person.account.id)
    assert account.closed_at is not None
    assert account.erase_on == TODAY + MONTH
    with pytest.raises(NotAllowedError):
        begin_sign_in(db, account.id, token="t" * 32, way=Way.PASSWORD, user_agent="", at=NOON)
    page = page.submit("Put it right: Joke Dam is alive")
    assert page.has("is a member again")
    assert membership_of(db, place.id, account.id, TODAY) is not None
    assert begin_sign_in(db, account.id, token="t" * 32, way=Way.PASSWORD, user_agent="", at=NOON)
    assert office.post(f"/noorderkwartier/leden/{number}/leeft", expect=409).has("cannot be put right")


def test_a_death_that_is_noted_late_can_be_put_right_until_the_account_is_erased(db: Session) -> None:
    place = make.district(db)
    office, person = make.secretary(db, place), make.member(db, place, "Joke Dam")
    member = _membership(db, person)
    note = partial(members.end_with_reason, db, office.actor, place.id, member.id, Ending.DIED)
    with pytest.raises(InvalidError):
        note(on=TODAY + timedelta(days=1), at=NOON)
    note(on=TODAY - timedelta(days=60), at=NOON)
    members.undo_death(db, office.actor, place.id, member.id, at=NOON + timedelta(days=29))
    assert (member.ended_on, person.account.closed_at) == (None, None)
    note(on=TODAY, at=NOON)
    actions.erase_due(db, at=NOON + MONTH)
    with pytest.raises(ConflictError):
        members.undo_death(db, office.actor, place.id, member.id, at=NOON + MONTH)
    assert member.ended_on == TODAY


def test_no_letter_goes_to_the_new_address_of_a_member_without_an_account_who_died(db: Session) -> None:
    place = make.district(db)
    office = make.secretary(db, place)
    member = admit_member(db, place.id, name="Joke Dam", on=make.LONG_AGO)
    new = members.MemberDetails("Joke Dam", "Kade", "7")
    assert members.move_member(db, office.actor, member, new, number="1", at=NOON)
    members.end_with_reason(db, office.actor, place.id, member.id, Ending.DIED, on=TODAY, at=NOON)
    assert not applications_waiting(db, place.id)


def test_erased_offers_go_and_others_stay(db: Session) -> None:
    place = make.district(db)
    person, other = make.member(db, place), make.member(db, place)
    point = bring_in(
        db,
        other.actor,
        place.id,
        kind=Kind.PROBLEM,
        domain=Domain.SAFETY,
        title="Dark path",
        in_short="It is dark",
        details="",
        place="",
        at=NOON,
    )
    for one in (person, other):
        db.add(Offer(district_id=place.id, item_id=point.id, account_id=one.account.id, text="I help", at=NOON))
    db.flush()
    members.leave(db, person.account.id, Ending.OWN_WISH, on=TODAY, remove_account=True, at=NOON)
    actions.erase_due(db, at=NOON + MONTH)
    assert db.scalars(select(Offer.account_id)).all() == [other.account.id]


def test_the_log_page_says_that_erasing_works_without_whom(db: Session, site: Site) -> None:
    place = make.district(db)
    person, admin = make.member(db, place, "Joke Dam"), make.administrator(db, place)
    for one, at in (
        (person, NOON),
        (make.member(db, place), NOON + timedelta(days=1)),
        (make.member(db, place), NOON + MONTH),
    ):
        members.leave(db, one.account.id, Ending.OWN_WISH, on=local_day(at), remove_account=True, at=at)
        actions.erase_due(db, at=at + MONTH)
    page = site.visitor(language="en").sign_in(admin).open("/noorderkwartier/gewist")
    assert page.has("Your account May 2027 1")
    assert page.has("Your account April 2027 2")
    assert page.lacks("Joke Dam")
    site.visitor(language="en").sign_in(make.member(db, place)).open("/noorderkwartier/gewist", expect=403)


def test_data_is_gathered_in_a_fixed_number_of_questions(db: Session) -> None:
    place = make.district(db)
    person = make.member(db, place)
    held = queries.my_data(db, person.account.id)
    assert [one.kind.code for one in held if one.parts] == ["account", "membership"]
