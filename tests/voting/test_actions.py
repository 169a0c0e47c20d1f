"""Preparing, opening, casting, closing, counting, publishing, settling."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coop.agenda.models import Commitment
from coop.districts.policy import Level
from coop.kernel.errors import ConflictError, CoopError, InvalidError, NotAllowedError, NotFoundError, TooLateError
from coop.members.models import Membership
from coop.rules.counting import Ballot, EqualSharesRule, Instance, Lot, Project, equal_shares, greedy
from coop.voting import actions, policy, queries
from coop.voting.actions import Promise
from coop.voting.models import Poll, Proposal, RollRow, StoredBallot
from coop.voting.policy import BallotKind, Method, PollState, Settings, VoteKind
from tests.support import make
from tests.support.make import NOON
from tests.voting.conftest import AFTER, CLOSING, SEED, Town, plan, said

DUE = date(2027, 12, 1)


def ballots(db: Session) -> list[StoredBallot]:
    return list(db.scalars(select(StoredBallot).order_by(StoredBallot.id)))


def test_opening_freezes_roll_mandate_terms_and_numbers(town: Town) -> None:
    poll = town.open()
    assert (poll.state, poll.entitled, poll.inhabitants) == (PollState.OPEN, 6, 6840)
    assert poll.mandate is not None
    assert poll.mandate["level"] == Level.DECISIVE.value
    assert poll.terms is not None
    assert [option["key"] for option in poll.terms["options"]] == ["1", "2", "3", "4"]
    assert poll.terms["rule"]["ties"] == ["fewest hours", "most votes", "lot"]
    roll = set(town.db.scalars(select(RollRow.membership_id)))
    assert roll == {person.actor.membership_id for person in town.members}


def test_after_the_opening_nothing_that_was_published_changes(town: Town) -> None:
    poll = town.open()
    before = json.dumps(poll.terms, sort_keys=True)
    one = queries.proposals_of(town.db, town.place.id, poll.id)[0]
    place, team, board = town.place.id, town.team.actor, town.board.actor
    changed = plan("x", question="x", vote_kind=VoteKind.REFERENDUM, budget=60, closes_at=AFTER)
    attempts: list[Callable[[], object]] = [
        lambda: actions.change_poll(town.db, board, place, poll.id, changed, at=NOON),
        lambda: actions.add_proposal(town.db, team, place, poll.id, said("Late")),
        lambda: actions.change_proposal(town.db, team, place, poll.id, one.id, text=said("Other")),
        lambda: actions.remove_proposal(town.db, team, place, poll.id, one.id),
        lambda: actions.open_poll(town.db, board, place, poll.id, at=NOON),
    ]
    for attempt in attempts:
        with pytest.raises(ConflictError):
            attempt()
    town.db.refresh(poll)
    assert json.dumps(poll.terms, sort_keys=True) == before
    assert len(queries.proposals_of(town.db, place, poll.id)) == 4


@pytest.mark.parametrize(
    "meddling",
    [
        "UPDATE proposals SET amount = 1",
        "UPDATE proposals SET title = 'Other'",
        "UPDATE proposals SET contra = 'Bad'",
        "DELETE FROM proposals WHERE key = '4'",
        "UPDATE polls SET question = 'Other'",
        "UPDATE polls SET budget = 60",
        "UPDATE polls SET settings = '{\"seats\": 2}'",
        "UPDATE polls SET terms = '{}'",
        "UPDATE polls SET closes_at = '2030-01-01 12:00:00'",
        "UPDATE polls SET opened_at = NULL",
        "UPDATE polls SET fingerprint_key = 'x'",
    ],
)
def test_not_even_around_the_code_does_something_change_after_the_opening(town: Town, meddling: str) -> None:
    town.open()
    savepoint = town.db.begin_nested()
    with pytest.raises(IntegrityError, match="the vote has opened"):
        town.db.execute(text(meddling.replace(":", "\\:")))
    savepoint.rollback()


def test_nothing_comes_on_an_opened_ballot_around_the_code(town: Town) -> None:
    poll = town.open()
    savepoint = town.db.begin_nested()
    town.db.add(Proposal(district_id=town.place.id, poll_id=poll.id, key="9", position=9, title="x", what="", amount=1))
    with pytest.raises(IntegrityError, match="the vote has opened"):
        town.db.flush()
    savepoint.rollback()


@pytest.mark.parametrize(
    "meddling", ["state = 'void'", "record = '{}'", "seed = 'other'", "fingerprint = 'x'", "published_at = NULL"]
)
def test_a_published_result_stands_still_also_around_the_code(town: Town, meddling: str) -> None:
    town.published()
    savepoint = town.db.begin_nested()
    with pytest.raises(IntegrityError):
        town.db.execute(text(f"UPDATE polls SET {meddling}"))
    savepoint.rollback()


def test_a_draft_can_be_changed_in_every_way(town: Town) -> None:
    poll = town.draft()
    town.db.execute(text("UPDATE polls SET question = 'Other', budget = 3000"))
    town.db.execute(text("DELETE FROM proposals WHERE key = '4'"))
    actions.open_poll(town.db, town.board.actor, town.place.id, poll.id, at=NOON)
    assert poll.terms is not None
    assert (poll.terms["question"], poll.terms["budget"], len(poll.terms["options"])) == ("Other", 3000, 3)


@pytest.mark.parametrize("number", [0, 1])
def test_a_vote_needs_two_proposals(town: Town, number: int) -> None:
    with pytest.raises(ConflictError, match="at least two proposals"):
        town.open(options=[("One", 1)][:number])


def test_a_vote_is_open_for_a_day_and_an_early_vote_for_a_month_at_most(town: Town) -> None:
    with pytest.raises(ConflictError, match="at least one day"):
        town.open("Short", closes_at=NOON + timedelta(hours=23))
    with pytest.raises(ConflictError, match="at most 30 days"):
        town.open("Long", closes_at=NOON + timedelta(days=31), vote_kind=VoteKind.EARLY_VOTE)


def test_without_mandate_or_members_no_vote_opens(db: Session) -> None:
    place = make.district(db)
    people = (make.board(db, place), make.team(db, place), make.secretary(db, place), make.resident(db, place))
    town = Town(db, place, *people)
    with pytest.raises(ConflictError, match="no members"):
        town.open("First")
    make.member(db, place)
    with pytest.raises(ConflictError, match="has not settled yet"):
        town.open("Second")


def test_proposals_are_checked_and_kept_apart(town: Town, other_town: Town) -> None:
    poll = town.draft()
    team, place = town.team.actor, town.place.id
    for text_, field in (
        (said(" "), "title"),
        (said("x" * 101), "title"),
        (said("Debt help"), "title"),
        (said("New", what=""), "what"),
        (said("New", hours=0), "hours"),
        (said("New", hours=41), "hours"),
        (said("New", expected=""), "expected"),
        (said("New", how_noticed="x" * 1501), "how_noticed"),
    ):
        with pytest.raises(InvalidError) as refusal:
            actions.add_proposal(town.db, team, place, poll.id, text_)
        assert refusal.value.field == field
    with pytest.raises(NotFoundError):
        actions.add_proposal(town.db, other_town.team.actor, other_town.place.id, poll.id, said("New"))
    with pytest.raises(NotFoundError):
        actions.add_proposal(town.db, team, place, poll.id, said("New"), item_id=999)
    for person in (town.members[0], town.resident, town.secretary):
        with pytest.raises(NotAllowedError):
            actions.add_proposal(town.db, person.actor, place, poll.id, said("New"))


def test_fewer_hours_than_a_proposal_asks_are_refused(town: Town) -> None:
    poll = town.draft()
    with pytest.raises(InvalidError) as refusal:
        actions.change_poll(
            town.db, town.board.actor, town.place.id, poll.id, plan(poll.title, budget=29 * 60), at=NOON
        )
    assert refusal.value.field == "hours"


def test_a_newer_ballot_takes_the_place_of_the_old_one(town: Town) -> None:
    poll = town.open()
    first = town.cast(poll, 0, "1", "2").receipt
    second = town.cast(poll, 0, "3", saw_version=1)
    assert [one.choices for one in ballots(town.db)] == [["3"]]
    assert (second.version, second.receipt != first) == (2, True)


def test_an_older_ballot_never_wins_and_a_retry_is_harmless(town: Town) -> None:
    poll = town.open()
    town.cast(poll, 0, "1", submission="a")
    assert town.cast(poll, 0, "1", submission="a").version == 1
    town.cast(poll, 0, "2", submission="b", saw_version=1)
    assert town.cast(poll, 0, "2", submission="b", saw_version=1).version == 2
    for saw, submission in ((0, "a"), (1, "a"), (1, "c"), (3, "d"), (-1, "e")):
        with pytest.raises(ConflictError, match="changed in the meantime"):
            town.cast(poll, 0, "1", submission=submission, saw_version=saw)
    assert [one.choices for one in ballots(town.db)] == [["2"]]


def test_the_ballot_is_written_in_the_order_of_the_options_each_once(town: Town) -> None:
    poll = town.open()
    assert town.cast(poll, 0, "3", "1", "3").choices == ["1", "3"]
    with pytest.raises(InvalidError):
        town.cast(poll, 1, "9")


def test_the_closing_moment_is_exact(town: Town) -> None:
    poll = town.open()
    town.cast(poll, 0, "1", at=CLOSING - timedelta(microseconds=1))
    with pytest.raises(TooLateError):
        town.cast(poll, 1, "1", at=CLOSING)
    with pytest.raises(ConflictError, match="Nobody can close a vote earlier"):
        actions.close_poll(town.db, town.board.actor, town.place.id, poll.id, at=CLOSING - timedelta(microseconds=1))
    actions.close_poll(town.db, town.board.actor, town.place.id, poll.id, at=CLOSING)
    # A slow clock on another machine does not open it again.
    with pytest.raises(TooLateError):
        town.cast(poll, 1, "1", at=NOON)


def test_a_clock_of_the_site_that_runs_behind_does_not_help(town: Town) -> None:
    # The site believes it is 2019; by the database's own clock this vote closed years ago.
    poll = town.open()
    on = " ON polls" if town.db.get_bind().dialect.name != "sqlite" else ""
    town.db.execute(text(f"DROP TRIGGER polls_opened{on}"))
    town.db.execute(text("UPDATE polls SET closes_at = '2020-01-01 00:00:00.000000'"))
    behind = NOON.replace(year=2019)
    with pytest.raises(TooLateError):
        town.cast(poll, 0, "1", at=behind, own_clock=True)
    assert ballots(town.db) == []
    town.cast(poll, 0, "1", at=behind)
    with pytest.raises(TooLateError):
        town.cast(poll, 0, "2", at=behind, own_clock=True, saw_version=1)
    assert [one.choices for one in ballots(town.db)] == [["1"]]


def test_only_members_on_the_roll_vote(town: Town, other_town: Town) -> None:
    poll = town.open()
    late = make.member(town.db, town.place, "Late")
    for person, refusal in (
        (town.resident, NotAllowedError),
        (town.board, NotAllowedError),
        (late, ConflictError),
    ):
        with pytest.raises(refusal):
            actions.cast_ballot(
                town.db, person.actor, town.place.id, poll.id, ["1"], saw_version=0, submission="s", at=NOON
            )
    with pytest.raises(NotFoundError):
        actions.cast_ballot(
            town.db,
            other_town.members[0].actor,
            other_town.place.id,
            poll.id,
            ["1"],
            saw_version=0,
            submission="s",
            at=NOON,
        )
    assert ballots(town.db) == []


def test_somebody_who_leaves_after_voting_keeps_the_vote_that_was_acknowledged(town: Town) -> None:
    poll = town.open()
    town.cast(poll, 0, "1")
    gone = town.db.get(Membership, town.members[0].actor.membership_id)
    assert gone is not None
    gone.ended_on = NOON.date()
    town.to(poll, PollState.PUBLISHED)
    assert queries.result_of(town.db, town.place.id, poll.id).voters == 1


def test_every_acknowledged_vote_is_counted_once(town: Town) -> None:
    poll = town.published()
    result = queries.result_of(town.db, town.place.id, poll.id)
    assert {row.proposal.key: row.votes for row in result.rows} == {"1": 3, "2": 3, "3": 2, "4": 1}
    assert result.voters == 6
    instance = Instance(
        budget=2400,
        projects={"1": Project(1200), "2": Project(900), "3": Project(600), "4": Project(1800)},
        ballots=tuple(Ballot(tuple(one.choices)) for one in ballots(town.db)),
    )
    lot = Lot(SEED, f"poll-{poll.id}")
    winners = equal_shares(instance, EqualSharesRule(), lot).winners
    assert tuple(row.proposal.key for row in result.chosen) == winners
    assert {row.proposal.key for row in result.rows if row.by_greedy} == set(greedy(instance, lot).winners)


def test_the_fingerprint_is_published_before_the_seed_and_guards_the_votes(town: Town) -> None:
    poll = town.open()
    town.cast(poll, 0, "1", "2")
    town.cast(poll, 1)
    actions.close_poll(town.db, town.board.actor, town.place.id, poll.id, at=AFTER)
    assert poll.fingerprint == policy.fingerprint_of([[], ["1", "2"]])
    assert poll.seed is None
    town.db.execute(text("UPDATE ballots SET choices = '[\"3\"]'"))
    with pytest.raises(ConflictError, match="not the same as when the vote closed"):
        actions.count_poll(town.db, town.board.actor, town.place.id, poll.id, SEED, at=AFTER)
    assert poll.state is PollState.CLOSED


@pytest.mark.parametrize("seed", ["", "     ", "12345", "x" * 201])
def test_a_seed_must_say_how_the_lot_was_thrown(town: Town, seed: str) -> None:
    poll = town.to(town.open(), PollState.CLOSED)
    with pytest.raises(InvalidError) as refusal:
        actions.count_poll(town.db, town.board.actor, town.place.id, poll.id, seed, at=AFTER)
    assert refusal.value.field == "seed"


def test_a_vote_in_which_nobody_voted_can_be_counted(town: Town) -> None:
    poll = town.to(town.open(), PollState.PUBLISHED)
    result = queries.result_of(town.db, town.place.id, poll.id)
    assert (result.voters, result.chosen, result.spent) == (0, (), 0)


def test_counting_and_publishing_happen_once(town: Town) -> None:
    poll = town.published()
    record = json.dumps(poll.record, sort_keys=True)
    by, place = town.board.actor, town.place.id
    attempts: list[Callable[[], object]] = [
        lambda: actions.close_poll(town.db, by, place, poll.id, at=AFTER),
        lambda: actions.count_poll(town.db, by, place, poll.id, "another seed", at=AFTER),
        lambda: actions.publish_poll(town.db, by, place, poll.id, at=AFTER),
        lambda: actions.void_poll(town.db, by, place, poll.id, "We do not like it.", at=AFTER),
    ]
    for attempt in attempts:
        with pytest.raises(ConflictError):
            attempt()
    town.db.refresh(poll, ["record", "seed"])
    assert (json.dumps(poll.record, sort_keys=True), poll.seed) == (record, SEED)


def test_before_the_count_any_reason_makes_a_vote_void(town: Town) -> None:
    poll = town.to(town.open(), PollState.CLOSED)
    actions.void_poll(town.db, town.board.actor, town.place.id, poll.id, "Too few votes to stay secret.", at=AFTER)
    assert (poll.state, poll.void_ground, poll.void_at) == (PollState.VOID, None, AFTER)


def test_the_job_closes_what_is_due_everywhere_and_nothing_else(town: Town, other_town: Town) -> None:
    due, other = town.open(), other_town.open()
    later = town.open("Later", closes_at=AFTER + timedelta(days=1))
    assert {poll.id for poll in actions.close_due_polls(town.db, at=CLOSING)} == {due.id, other.id}
    assert later.state is PollState.OPEN
    assert actions.close_due_polls(town.db, at=CLOSING) == []


def test_who_may_do_what(town: Town) -> None:
    poll = town.draft("In preparation")
    for person in (town.team, town.members[0], town.resident):
        with pytest.raises(NotAllowedError):
            actions.open_poll(town.db, person.actor, town.place.id, poll.id, at=NOON)
        with pytest.raises(NotAllowedError):
            actions.void_poll(town.db, person.actor, town.place.id, poll.id, "No.", at=AFTER)
    published = town.published()
    with pytest.raises(NotAllowedError):
        actions.make_commitments(town.db, town.secretary.actor, town.place.id, published.id, {}, at=AFTER)


def test_chosen_proposals_become_commitments_once(town: Town) -> None:
    poll = town.published()
    by, place = town.board.actor, town.place.id
    assert actions.make_commitments(town.db, by, place, poll.id, {"1": Promise("Fenna", DUE)}, at=AFTER) == 1
    both = {"1": Promise("Ruud", DUE), "2": Promise("Ruud", DUE)}
    assert actions.make_commitments(town.db, by, place, poll.id, both, at=AFTER) == 1
    made = town.db.scalars(select(Commitment).order_by(Commitment.id)).all()
    assert [(one.title, one.who, one.minutes_week) for one in made] == [
        ("Walk-in at school", "Fenna", 1200),
        ("Debt help", "Ruud", 900),
    ]
    with pytest.raises(InvalidError, match="Only what was chosen"):
        actions.make_commitments(town.db, by, place, poll.id, {"3": Promise("Ruud", DUE)}, at=AFTER)


@pytest.mark.parametrize(
    ("promise", "field"), [(Promise(" ", DUE), "who_1"), (Promise("Ruud", date(2020, 1, 1)), "due_1")]
)
def test_a_commitment_that_does_not_fit_is_said_beside_its_field(town: Town, promise: Promise, field: str) -> None:
    poll = town.published()
    with pytest.raises(InvalidError) as refusal:
        actions.make_commitments(town.db, town.board.actor, town.place.id, poll.id, {"1": promise}, at=AFTER)
    assert refusal.value.field == field


def test_no_commitment_before_the_result_is_known(town: Town) -> None:
    poll = town.to(town.open(), PollState.COUNTED)
    with pytest.raises(ConflictError):
        actions.make_commitments(town.db, town.board.actor, town.place.id, poll.id, {}, at=AFTER)


def test_the_tables_refuse_a_second_ballot_and_a_second_place_on_the_roll(town: Town) -> None:
    poll = town.open()
    town.cast(poll, 0, "1")
    member = town.members[0].actor.membership_id
    again = StoredBallot(
        district_id=town.place.id, poll_id=poll.id, membership_id=member, choices=[], submission="x", cast_at=NOON
    )
    place = RollRow(district_id=town.place.id, poll_id=poll.id, membership_id=member)
    for row in (again, place):
        savepoint = town.db.begin_nested()
        town.db.add(row)
        with pytest.raises(IntegrityError):
            town.db.flush()
        savepoint.rollback()


def test_the_lists_of_other_rooms(town: Town) -> None:
    db, place = town.db, town.place.id
    draft = town.draft("Draft", closes_at=AFTER)
    poll = town.open()
    member = town.members[0].actor.membership_id
    assert member is not None
    assert [row.id for row in queries.open_polls(db, place, NOON)] == [poll.id]
    assert queries.open_polls(db, place, CLOSING) == []
    assert [row.id for row in queries.polls_by_need(db, place, NOON)[1]] == [draft.id]
    assert [row.id for row in queries.polls_by_need(db, place, CLOSING)[1]] == [poll.id, draft.id]
    assert not queries.has_voted(db, place, poll.id, member)
    town.cast(poll, 0, "1")
    assert queries.has_voted(db, place, poll.id, member)
    assert queries.latest_result(db, place) is None
    town.to(poll, PollState.PUBLISHED)
    latest = queries.latest_result(db, place)
    assert latest is not None
    assert (latest.id, latest.title) == (poll.id, "What first?")


def test_two_drafts_do_not_share_a_title(town: Town) -> None:
    town.draft()
    with pytest.raises(InvalidError) as refusal:
        town.draft()
    assert refusal.value.field == "title"
    assert town.db.scalar(select(func.count()).select_from(Poll)) == 1
    assert town.db.scalar(select(func.count()).select_from(Proposal)) == 4


def test_everything_wrong_with_a_proposal_is_refused_at_once(town: Town) -> None:
    poll = town.draft()
    taken = queries.proposals_of(town.db, town.place.id, poll.id)[0].title
    dear = said(f"  {taken} ", 9_000, expected="", how_noticed="x" * 1501, pro="x" * 1501)
    with pytest.raises(InvalidError) as refusal:
        actions.add_proposal(town.db, town.team.actor, town.place.id, poll.id, dear)
    fields = [one.field for one in (refusal.value, *refusal.value.others)]
    assert sorted(map(str, fields)) == ["expected", "hours", "how_noticed", "pro", "title"]
    with pytest.raises(InvalidError) as refusal:
        policy.require_settings(BallotKind.ELECTION, Settings(Method.SCORE, seats=0, most_ranks=99, quorum="x"))
    fields = [one.field for one in (refusal.value, *refusal.value.others)]
    assert fields == ["method", "seats", "most_ranks", "quorum"]


def test_every_refusal_is_one_of_ours(town: Town) -> None:
    with pytest.raises(CoopError):
        actions.open_poll(town.db, town.board.actor, town.place.id, 999, at=NOON)
