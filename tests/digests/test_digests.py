"""What is new reaches every reader once, at the pace they chose, and no longer than they want it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from coop.digests.actions import Line, choose_pace, enrol_newcomers, make_print_run, stop_news, write_digests
from coop.digests.models import Digest, NewsReader
from coop.digests.policy import USUAL_REST, Pace
from coop.digests.queries import addressees
from coop.identity.models import Account
from coop.kernel.db import transaction
from coop.members.actions import end_membership
from coop.members.models import Membership
from coop.notifications.actions import note_refusal, queue_mail
from coop.notifications.models import OutboxMessage
from tests.support import make
from tests.support.at_once import in_turns

# A Monday; the digests of the week go at 8 in the Netherlands.
MONDAY = datetime(2027, 3, 15, 7, 0, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NO_REST = (0, 0)


def news(*moments: datetime):  # type: ignore[no-untyped-def]
    """What happened, one thing at each moment, in every neighbourhood."""

    def between(_db: Session, _district: int, since: datetime, until: datetime) -> Sequence[Line]:
        return [("item", number, f"Thing {number}", at) for number, at in enumerate(moments) if since < at <= until][
            ::-1
        ]

    return between


def told(db: Session, account_id: int) -> list[int]:
    """The numbers of the things in all mail to this person, oldest mail first."""
    digests = db.scalars(
        select(OutboxMessage.params["digest"].as_integer())
        .where(OutboxMessage.to_account_id == account_id, OutboxMessage.topic == "news")
        .order_by(OutboxMessage.id)
    )
    return [line[1] for number in digests for line in reversed(db.get_one(Digest, number).lines)]


def test_a_member_who_never_chose_hears_the_news_of_a_week_on_monday(db: Session) -> None:
    person = make.member(db, make.district(db)).account
    happened = news(MONDAY + HOUR)
    enrol_newcomers(db, at=MONDAY)
    assert write_digests(db, happened, at=MONDAY + 6 * 24 * HOUR) == 0
    assert write_digests(db, happened, at=MONDAY + 7 * 24 * HOUR + HOUR) == 1
    assert write_digests(db, happened, at=MONDAY + 7 * 24 * HOUR + HOUR) == 0
    assert write_digests(db, happened, at=MONDAY + 14 * 24 * HOUR + HOUR) == 0
    assert told(db, person.id) == [0]


def test_without_news_there_is_no_mail(db: Session) -> None:
    person = make.member(db, make.district(db))
    choose_pace(db, person.actor.district_id, person.account.id, Pace.DAILY, rest=NO_REST, at=MONDAY)
    assert write_digests(db, news(), at=MONDAY + 30 * HOUR) == 0
    assert db.scalar(select(func.count()).select_from(OutboxMessage)) == 0


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(1, 400), st.sampled_from([Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY])), max_size=6),
    st.lists(st.integers(1, 400), max_size=12),
    st.lists(st.integers(1, 400), min_size=1, max_size=12),
)
def test_everything_is_told_once_however_often_somebody_changes_the_pace(
    db: Session, choices: list[tuple[int, Pace]], things: list[int], runs: list[int]
) -> None:
    with db.begin_nested() as undone:
        person = make.member(db, make.district(db, slug=f"place-{make.account(db).id}"))
        place, me = person.actor.district_id, person.account.id
        happened = news(*(MONDAY + hour * HOUR for hour in sorted(things)))
        choose_pace(db, place, me, Pace.WEEKLY, rest=NO_REST, at=MONDAY)
        steps = [(hour, pace) for hour, pace in choices] + [(hour, None) for hour in runs] + [(700, None)]
        for hour, pace in sorted(steps, key=lambda step: step[0]):
            at = MONDAY + hour * HOUR + timedelta(minutes=30)
            if pace:
                choose_pace(db, place, me, pace, rest=NO_REST, at=at)
            else:
                write_digests(db, happened, at=at)
        assert sorted(told(db, me)) == list(range(len(things)))
        undone.rollback()


def test_who_stops_or_leaves_or_does_not_exist_any_more_hears_nothing(db: Session) -> None:
    place = make.district(db)
    stays, stops, leaves, returned = (make.member(db, place) for _person in range(4))
    for one in (stays, stops, leaves, returned):
        choose_pace(db, place.id, one.account.id, Pace.DAILY, rest=NO_REST, at=MONDAY)
    stop_news(db, place.id, stops.account.id, at=MONDAY)
    gone = db.scalars(select(Membership).where(Membership.account_id == leaves.account.id)).one()
    end_membership(db, place.id, gone.id, on=MONDAY.date())
    for _time in range(2):
        mail = queue_mail(db, to_account_id=returned.account.id, subject="s", body="b", district_id=place.id, at=MONDAY)
        db.flush()
        assert note_refusal(db, mail.id, at=MONDAY)
        # The same report twice is one report.
        assert not note_refusal(db, mail.id, at=MONDAY)
    assert write_digests(db, news(MONDAY + HOUR), at=MONDAY + 30 * HOUR) == 1
    assert told(db, stays.account.id) == [0]


def test_who_begins_again_does_not_get_what_is_past(db: Session) -> None:
    person = make.member(db, make.district(db))
    place, me = person.actor.district_id, person.account.id
    choose_pace(db, place, me, Pace.DAILY, rest=NO_REST, at=MONDAY)
    stop_news(db, place, me, at=MONDAY)
    choose_pace(db, place, me, Pace.DAILY, rest=NO_REST, at=MONDAY + 50 * HOUR)
    write_digests(db, news(MONDAY + HOUR, MONDAY + 51 * HOUR), at=MONDAY + 80 * HOUR)
    assert told(db, me) == [1]


def test_in_the_hours_of_rest_the_mail_waits_for_the_morning(db: Session) -> None:
    person = make.member(db, make.district(db))
    choose_pace(db, person.actor.district_id, person.account.id, Pace.AT_ONCE, rest=USUAL_REST, at=MONDAY)
    night = MONDAY + 15 * HOUR  # 23:00 in the Netherlands
    happened = news(night - HOUR, night + HOUR)
    assert write_digests(db, happened, at=night) == 0
    assert write_digests(db, happened, at=night + 2 * HOUR) == 0
    assert write_digests(db, happened, at=MONDAY + 24 * HOUR) == 1
    assert told(db, person.account.id) == [0, 1], "a night is one mail"


def test_who_stops_in_the_hours_of_rest_gets_nothing_in_the_morning(db: Session) -> None:
    place = make.district(db)
    stops, stays = make.member(db, place), make.member(db, place)
    for one in (stops, stays):
        choose_pace(db, place.id, one.account.id, Pace.DAILY, rest=(7, 12), at=MONDAY)
    own = queue_mail(db, to_account_id=stops.account.id, subject="s", body="b", district_id=place.id, at=MONDAY)
    morning = MONDAY + 25 * HOUR
    assert write_digests(db, news(morning - 2 * HOUR), at=morning) == 2
    stop_news(db, place.id, stops.account.id, at=morning + HOUR)
    waiting = db.scalars(select(OutboxMessage.to_account_id).where(OutboxMessage.try_at.is_not(None)))
    assert sorted(str(one) for one in waiting) == sorted(str(one.account.id) for one in (stops, stays))
    assert own.try_at == MONDAY, "mail about what somebody did themselves still comes"


@pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True)
def test_two_who_print_at_the_same_moment_print_the_news_once(real_engine: Engine) -> None:
    with transaction(real_engine) as db:
        place = make.district(db).id
    at = MONDAY + 5 * HOUR
    run = partial(make_print_run, district_id=place, news=news(MONDAY), readers=1)
    assert in_turns(real_engine, partial(run, at=at), partial(run, at=at + timedelta(seconds=1))) == "ConflictError"


@pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True)
def test_a_first_choice_that_is_sent_twice_at_the_same_moment_counts_once(real_engine: Engine) -> None:
    with transaction(real_engine) as db:
        person = make.member(db, make.district(db))
        place, me = person.actor.district_id, person.account.id
    choose = partial(choose_pace, district_id=place, account_id=me, pace=Pace.DAILY, rest=NO_REST, at=MONDAY)
    assert in_turns(real_engine, choose, choose) == "done"


def test_news_of_one_neighbourhood_does_not_reach_another(db: Session) -> None:
    here, there = make.district(db), make.district(db, slug="zuiderkwartier")
    mine, other = make.member(db, here), make.member(db, there)
    enrol_newcomers(db, at=MONDAY)

    def only_there(_db: Session, district: int, since: datetime, _until: datetime) -> Sequence[Line]:
        return [("item", 7, "There", since + HOUR)] if district == there.id else []

    assert write_digests(db, only_there, at=MONDAY + 8 * 24 * HOUR) == 1
    assert (told(db, mine.account.id), told(db, other.account.id)) == ([], [7])


def test_five_thousand_members_share_one_digest(db: Session) -> None:
    place = make.district(db)
    first = make.account(db).id + 1
    who = range(first, first + 5_000)
    db.execute(
        insert(Account),
        [
            {"id": n, "email": f"m{n}@coop.test", "name": f"M {n}", "password_hash": "", "created_at": MONDAY}
            for n in who
        ],
    )
    day = MONDAY.date()
    db.execute(
        insert(Membership),
        [{"district_id": place.id, "account_id": n, "name": f"M {n}", "admitted_on": day} for n in who],
    )
    enrol_newcomers(db, at=MONDAY)
    later = MONDAY + 8 * 24 * HOUR
    assert write_digests(db, news(MONDAY + HOUR), at=later) == 5_000
    assert write_digests(db, news(MONDAY + HOUR), at=later) == 0
    assert db.scalar(select(func.count()).select_from(Digest)) == 1
    assert db.scalar(select(func.count(OutboxMessage.to_account_id.distinct()))) == 5_000
    assert db.scalar(select(func.count()).select_from(NewsReader).where(NewsReader.told_until < later - HOUR)) == 0


def test_news_on_paper_is_for_who_has_no_account_or_chose_it_and_begins_anew_each_time(db: Session) -> None:
    place = make.district(db)
    mail, paper = make.member(db, place), make.member(db, place)
    choose_pace(db, place.id, paper.account.id, Pace.POST, rest=NO_REST, at=MONDAY)
    db.add(Membership(district_id=place.id, name="Zonder mail", street="Kade", admitted_on=MONDAY.date()))
    db.flush()
    names = [one.name for one in addressees(db, place.id, MONDAY)]
    assert sorted(names) == sorted(["Zonder mail", paper.account.name])
    assert mail.account.name not in names
    run = make_print_run(db, place.id, news(MONDAY - HOUR), len(names), at=MONDAY)
    assert [line[1] for line in run.lines] == [0]
    later = make_print_run(db, place.id, news(MONDAY - HOUR, MONDAY + HOUR), len(names), at=MONDAY + 5 * HOUR)
    assert [line[1] for line in later.lines] == [1]
