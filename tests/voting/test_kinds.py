"""Every kind of vote: preparing, opening, ballots, counting."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.districts.policy import Subject
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.rules.counting import Contest, Lot, MotionRule, Ranking, motion, ranked_pairs, schulze, scottish_stv
from coop.voting import actions, policy, queries
from coop.voting.actions.records import record_of
from coop.voting.forms import cents_of, euros_text
from coop.voting.policy import BallotKind, Majority, Method, PollState, ProposalText, Settings, VoteKind
from coop.voting.queries import ElectionResult, MotionResult, OrderResult, ScoreResult
from coop.voting.queries.outcomes import told_of
from coop.voting.queries.told import found_of
from tests.support.make import NOON
from tests.voting.conftest import SEED, Town, plan

KEYS = ["1", "2", "3", "4"]
RANKINGS = st.lists(st.permutations(KEYS).flatmap(lambda p: st.integers(0, 4).map(lambda n: p[:n])), max_size=30)


def terms(kind: BallotKind, settings: Settings, keys: list[str] | None = None) -> dict[str, Any]:
    options = [{"key": key, "title": key, "amount": 0} for key in keys or KEYS]
    return {
        "kind": kind.value,
        "budget": 0,
        "options": policy.motion_options() if kind is BallotKind.MOTION else options,
        "rule": policy.rule_of(kind, settings),
    }


# ballots


@given(st.lists(st.sampled_from([*KEYS, ""]), max_size=6), st.integers(1, 4))
def test_an_order_keeps_its_order_closes_gaps_and_is_refused_when_wrong(choices: list[str], most: int) -> None:
    filled = [one for one in choices if one]
    if len(set(filled)) == len(filled) <= most:
        assert policy.require_order(choices, KEYS, most) == filled
    else:
        with pytest.raises(InvalidError) as refusal:
            policy.require_order(choices, KEYS, most)
        assert refusal.value.field == "choices"


@pytest.mark.parametrize("choices", [["9"], ["1", "1"], ["1", "2", "3"]])
def test_an_order_with_strangers_doubles_or_too_many_is_refused(choices: list[str]) -> None:
    with pytest.raises(InvalidError):
        policy.require_ballot(choices, terms(BallotKind.ELECTION, Settings(method=Method.STV, most_ranks=2)))


@pytest.mark.parametrize("choices", [[], ["for", "against"], ["maybe"], ["1"], [""]])
def test_a_motion_takes_exactly_one_of_three(choices: list[str]) -> None:
    of_motion = terms(BallotKind.MOTION, Settings(method=Method.MAJORITY))
    with pytest.raises(InvalidError):
        policy.require_ballot(choices, of_motion)
    for key in ("for", "against", "blank"):
        assert policy.require_ballot([key], of_motion) == [key]


def test_terms_of_before_there_were_kinds_are_priorities() -> None:
    old = {"options": [{"key": "1"}, {"key": "2"}], "rule": {"method": "equal shares"}}
    assert policy.require_ballot(["2", "1"], old) == ["1", "2"]


# settings


@given(
    st.builds(
        Settings,
        method=st.sampled_from(Method),
        seats=st.integers(1, 30),
        most_ranks=st.integers(1, 20),
        quorum=st.sampled_from(sorted(policy.QUORUMS)),
        majority=st.sampled_from(Majority),
    )
)
def test_settings_survive_the_database(settings: Settings) -> None:
    assert Settings.from_json(json.loads(json.dumps(settings.as_json()))) == settings
    assert Settings.from_json({}) == Settings()


@pytest.mark.parametrize(
    ("kind", "settings", "field"),
    [
        (BallotKind.MOTION, Settings(method=Method.STV), "method"),
        (BallotKind.CHOICE, Settings(method=Method.EQUAL_SHARES), "method"),
        (BallotKind.ELECTION, Settings(method=Method.STV, seats=0), "seats"),
        (BallotKind.ELECTION, Settings(method=Method.STV, seats=31), "seats"),
        (BallotKind.ELECTION, Settings(method=Method.STV, most_ranks=0), "most_ranks"),
        (BallotKind.ELECTION, Settings(method=Method.STV, most_ranks=21), "most_ranks"),
        (BallotKind.MOTION, Settings(method=Method.MAJORITY, quorum="9/1"), "quorum"),
    ],
)
def test_settings_that_do_not_fit_are_refused_on_their_field(kind: BallotKind, settings: Settings, field: str) -> None:
    with pytest.raises(InvalidError) as refusal:
        policy.require_settings(kind, settings)
    assert refusal.value.field == field


@pytest.mark.parametrize("kind", BallotKind)
def test_every_kind_says_what_it_is_and_how_it_is_counted(kind: BallotKind) -> None:
    assert kind.words
    assert kind.help
    assert policy.KIND_OF_SLUG[kind.slug] is kind
    for method in policy.METHODS[kind]:
        assert method.words
        assert method.help
        rule = policy.rule_of(kind, Settings(method=method))
        assert rule["method"]
        assert rule["ties"]
        assert ("most_ranks" in rule) == method.ranks


def test_majorities_are_inequalities_in_whole_numbers() -> None:
    def passed(majority: Majority, yes: int, no: int, members: int = 120, quorum: str = "0/1") -> bool:
        rule = Settings(method=Method.MAJORITY, majority=majority, quorum=quorum).motion_rule
        return motion(rule, yes=yes, no=no, members=members).passed

    assert passed(Majority.SIMPLE, 14, 13)
    assert not passed(Majority.SIMPLE, 13, 13)
    assert passed(Majority.TWO_THIRDS, 20, 10)
    assert not passed(Majority.TWO_THIRDS, 19, 10)
    assert passed(Majority.THREE_QUARTERS, 30, 10)
    assert not passed(Majority.THREE_QUARTERS, 29, 10)
    assert passed(Majority.ABSOLUTE, 61, 0)
    assert not passed(Majority.ABSOLUTE, 60, 0)
    assert passed(Majority.SIMPLE, 30, 0, quorum="1/4")
    assert not passed(Majority.SIMPLE, 29, 0, quorum="1/4")


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        *(("750", 75_000), ("750,50", 75_050), ("750.50", 75_050), ("7.500", 750_000), ("€ 7.500,25", 750_025)),
        *(("1.234.567", 123_456_700), ("0", 0), (" 12 ", 1_200)),
        *((text, None) for text in ("", "-1", "NaN", "1e5", "12,345", "veel", "99999999999", "1.2.3,x")),
    ],
)
def test_euros_as_people_write_them(text: str, cents: int | None) -> None:
    assert cents_of(text) == cents


@given(st.integers(0, policy.LARGEST_CENTS))
def test_euros_in_a_field_come_back_as_the_same_cents(cents: int) -> None:
    assert cents_of(euros_text(cents)) == cents


# preparing


def test_who_writes_on_which_ballot(town: Town) -> None:
    poll = town.of_kind(BallotKind.ELECTION)
    text = ProposalText("Anna", "A neighbour.")
    for person in (town.team, town.members[0], town.resident):
        with pytest.raises(NotAllowedError):
            actions.add_proposal(town.db, person.actor, town.place.id, poll.id, text)
    assert actions.add_proposal(town.db, town.secretary.actor, town.place.id, poll.id, text).title == "Anna"
    with pytest.raises(NotAllowedError):
        actions.add_proposal(town.db, town.secretary.actor, town.place.id, town.draft().id, text)


def test_arguments_stand_beside_things_and_never_beside_persons(town: Town) -> None:
    with_arguments = ProposalText("Anna", "In words.", pro="Good\nbetter", contra="Dear")
    for kind, expected in ((BallotKind.CHOICE, ("Good\nbetter", "Dear")), (BallotKind.ELECTION, ("", ""))):
        poll = town.of_kind(kind)
        one = actions.add_proposal(town.db, town.board.actor, town.place.id, poll.id, with_arguments)
        assert (one.pro, one.contra) == expected


@pytest.mark.parametrize(
    ("kind", "titles", "refusal"),
    [
        (BallotKind.MOTION, [], "one text"),
        (BallotKind.MOTION, ["A", "B"], "one text"),
        (BallotKind.BUDGET, ["A"], "two plans"),
        (BallotKind.ELECTION, ["A"], "two candidates"),
        (BallotKind.CHOICE, ["A"], "two options"),
    ],
)
def test_what_a_ballot_must_hold_before_it_opens(town: Town, kind: BallotKind, titles: list[str], refusal: str) -> None:
    poll = town.of_kind(kind, *titles, budget=1000, amounts=[500] * len(titles))
    with pytest.raises(ConflictError, match=refusal):
        town.opened(poll)


def test_there_are_as_many_candidates_as_places(town: Town) -> None:
    poll = town.of_kind(BallotKind.ELECTION, "A", "B", settings=Settings(method=Method.STV, seats=3))
    with pytest.raises(ConflictError, match="at least as many"):
        town.opened(poll)


def test_the_mandate_follows_what_the_vote_is_about(town: Town) -> None:
    own = town.opened(town.of_kind(BallotKind.MOTION, "A"))
    assert own.mandate is None
    about = plan("About hiring", ballot_kind=BallotKind.MOTION, subject="hiring", settings=Settings(Method.MAJORITY))
    poll = actions.make_poll(town.db, town.secretary.actor, town.place.id, about, at=NOON)
    actions.add_proposal(town.db, town.board.actor, town.place.id, poll.id, ProposalText("A", "Text"))
    town.opened(poll)
    assert poll.mandate is not None
    assert poll.mandate["subject"] == Subject.HIRING.value
    euros = town.opened(town.of_kind(BallotKind.BUDGET, "A", "B", budget=1000, amounts=[500, 500]))
    assert euros.mandate is not None
    assert euros.mandate["subject"] == Subject.BUDGET.value


def test_a_budget_refuses_what_is_dearer_than_all_there_is(town: Town) -> None:
    poll = town.of_kind(BallotKind.BUDGET, "A", budget=100_000, amounts=[90_000])
    for amount in (0, 100_001):
        with pytest.raises(InvalidError) as refusal:
            actions.add_proposal(
                town.db, town.board.actor, town.place.id, poll.id, ProposalText("B", "Text", amount=amount)
            )
        assert refusal.value.field == "euros"
    smaller = plan(poll.title, ballot_kind=BallotKind.BUDGET, budget=80_000)
    with pytest.raises(InvalidError) as refusal:
        actions.change_poll(town.db, town.board.actor, town.place.id, poll.id, smaller, at=NOON)
    assert refusal.value.field == "euros"


def test_a_draft_does_not_change_its_kind(town: Town) -> None:
    poll = town.of_kind(BallotKind.CHOICE, "A", "B")
    with pytest.raises(InvalidError):
        actions.change_poll(town.db, town.board.actor, town.place.id, poll.id, plan(poll.title), at=NOON)


@pytest.mark.parametrize("kind", BallotKind)
def test_the_terms_of_every_kind_hold_kind_legal_effect_rule_and_ballot(town: Town, kind: BallotKind) -> None:
    titles = ("A",) if kind is BallotKind.MOTION else ("A", "B", "C")
    poll = town.opened(
        town.of_kind(kind, *titles, budget=1000, amounts=[500] * len(titles), vote_kind=VoteKind.REFERENDUM)
        if kind is not BallotKind.PRIORITIES
        else town.draft(vote_kind=VoteKind.REFERENDUM)
    )
    assert poll.terms is not None
    assert (poll.terms["kind"], poll.terms["vote_kind"]) == (kind.value, "referendum")
    assert poll.terms["rule"] == policy.rule_of(kind, poll.rules)
    assert (poll.terms["unit"] is not None) == kind.divides
    if kind is BallotKind.MOTION:
        assert [one["key"] for one in poll.terms["options"]] == ["for", "against", "blank"]
        assert poll.terms["motion"] == [{"key": "1", "title": "A", "amount": 0}]


# counting


def test_a_motion_from_draft_to_result(town: Town) -> None:
    town.crowd(8)
    poll = town.opened(
        town.of_kind(BallotKind.MOTION, "Open doors", settings=Settings(method=Method.MAJORITY, quorum="1/2"))
    )
    for keys in ([], ["1"], ["for", "blank"]):
        with pytest.raises(InvalidError):
            town.cast(poll, 0, *keys)
    town.told(poll, [["for"]] * 6 + [["against"]] * 3 + [["blank"]] * 2)
    found = queries.told_result(town.db, town.place.id, poll.id)
    assert isinstance(found, MotionResult)
    assert (found.yes, found.no, found.blank, found.members, found.voters) == (6, 3, 2, 14, 11)
    assert (found.passed, found.needed_turnout, found.line) == (True, 7, 5)
    assert policy.winners_of(poll.record or {}) == ["1"]


@pytest.mark.parametrize("majority", Majority)
@pytest.mark.parametrize("quorum", sorted(policy.QUORUMS))
@given(yes=st.integers(0, 40), no=st.integers(0, 40), blank=st.integers(0, 40), away=st.integers(0, 40))
def test_the_lines_that_are_told_are_exactly_where_enough_begins(
    majority: Majority, quorum: str, yes: int, no: int, blank: int, away: int
) -> None:
    """Told: so many had to vote, so many had to be for. Those numbers are enough, one fewer is not."""
    members = yes + no + blank + away
    rule = Settings(method=Method.MAJORITY, majority=majority, quorum=quorum).motion_rule
    above, below = rule.quorum
    needed = -(-members * above // below)
    assert (yes + no + blank >= needed) == motion(rule, yes=yes, no=no, blank=blank, members=members).quorum_met
    base = members if majority is Majority.ABSOLUTE else yes + no
    part, whole = rule.majority
    line = -(-base * part // whole) if rule.at_least else base * part // whole + 1
    anyhow = MotionRule(majority=rule.majority, at_least=rule.at_least, base=rule.base)
    assert (yes >= line and yes > no) == motion(anyhow, yes=yes, no=no, blank=blank, members=members).passed


@given(RANKINGS, st.integers(1, 3))
def test_an_election_is_counted_by_the_rules_of_counting(ballots: list[list[str]], seats: int) -> None:
    of_election = terms(BallotKind.ELECTION, Settings(method=Method.STV, seats=seats, most_ranks=4))
    record = record_of(7, of_election, ballots, SEED, "f")
    contest = Contest({key: key for key in KEYS}, tuple(Ranking(tuple(one)) for one in ballots), seats)
    assert record["count"] == scottish_stv(contest, Lot(SEED, "poll-7")).as_json()
    shuffled = record_of(7, of_election, ballots[::-1], SEED, "f")
    assert shuffled["count"] == record["count"]


@given(RANKINGS, st.sampled_from([Method.SCHULZE, Method.RANKED_PAIRS]))
def test_a_choice_is_counted_by_the_rules_of_counting(ballots: list[list[str]], method: Method) -> None:
    record = record_of(7, terms(BallotKind.CHOICE, Settings(method=method)), ballots, SEED, "f")
    contest = Contest({key: key for key in KEYS}, tuple(Ranking(tuple(one)) for one in ballots), 1)
    rule = schulze if method is Method.SCHULZE else ranked_pairs
    assert record["count"] == rule(contest, Lot(SEED, "poll-7")).as_json()


@given(st.lists(st.lists(st.sampled_from(KEYS), unique=True), max_size=30))
def test_most_approvals_win(ballots: list[list[str]]) -> None:
    record = record_of(7, terms(BallotKind.CHOICE, Settings(method=Method.SCORE)), ballots, SEED, "f")
    votes = {key: sum(key in one for one in ballots) for key in KEYS}
    assert votes[record["count"]["winners"][0]] == max(votes.values())
    assert record["count"]["blank"] == sum(not one for one in ballots)


def test_an_election_tells_its_stages_and_the_closest_call(town: Town) -> None:
    """The example on the page about counting: two places, 18 ballots."""
    town.crowd(12)
    poll = town.opened(town.of_kind(BallotKind.ELECTION, "Anna", "Bram", "Carla"))
    town.told(poll, [["1", "2"]] * 9 + [["1", "3"]] * 3 + [["2"]] + [["3"]] * 5)
    found = queries.told_result(town.db, town.place.id, poll.id)
    assert isinstance(found, ElectionResult)
    assert [one.title for one in found.elected] == ["Anna", "Carla"]
    assert (found.quota, found.seats, found.voters) == (7, 2, 18)
    assert [stage.act for stage in found.stages] == ["first preferences", "surplus", "exclusion"]
    assert found.stages[1].totals == {"1": 7.0, "2": 4.74994, "3": 6.24998}
    assert found.closest is not None
    assert (found.closest[0], found.closest[1], found.closest[3]) == ("Carla", "Bram", 1.50004)
    assert found.flow is not None
    assert len(found.flow.lanes) == 3


@pytest.mark.parametrize("kind", [BallotKind.ELECTION, BallotKind.CHOICE, BallotKind.MOTION, BallotKind.BUDGET])
def test_a_vote_of_any_kind_in_which_nobody_voted_can_be_told(town: Town, kind: BallotKind) -> None:
    titles = ("A",) if kind is BallotKind.MOTION else ("A", "B", "C")
    poll = town.opened(town.of_kind(kind, *titles, budget=1000, amounts=[500] * len(titles)))
    town.told(poll, [])
    found = queries.told_result(town.db, town.place.id, poll.id)
    assert found.voters == 0


def test_of_a_small_vote_only_the_outcome_is_told(town: Town) -> None:
    town.crowd(4)
    few = town.opened(town.of_kind(BallotKind.ELECTION, "A", "B", "C"))
    town.told(few, [["1", "2"], ["2"], ["3", "1"]] * 3)
    found = queries.told_result(town.db, town.place.id, few.id)
    assert isinstance(found, ElectionResult)
    assert (found.stages, found.ties, found.closest, found.flow) == ((), (), None, None)
    told = policy.public_record(few.record or {}, 9)
    assert "rounds" not in told["count"]
    assert told["count"]["winners"] == (few.record or {})["count"]["winners"]
    assert policy.public_record(few.record or {}, 10) == few.record


def test_a_circle_is_explained_by_strengths(town: Town) -> None:
    """The example on the page about counting: nine voters and three days."""
    town.crowd(12)
    poll = town.opened(town.of_kind(BallotKind.CHOICE, "Monday", "Tuesday", "Wednesday"))
    town.told(poll, ([["1", "2", "3"]] * 4 + [["2", "3", "1"]] * 3 + [["3", "1", "2"]] * 2) * 2)
    found = queries.told_result(town.db, town.place.id, poll.id)
    assert isinstance(found, OrderResult)
    assert [one.title for one in found.ranking] == ["Monday", "Tuesday", "Wednesday"]
    monday = {one.other: one for one in found.comparisons}
    assert (monday["Tuesday"].for_winner, monday["Tuesday"].for_other) == (12, 6)
    assert monday["Tuesday"].is_direct
    assert not monday["Wednesday"].is_direct
    assert (monday["Wednesday"].strength, monday["Wednesday"].strength_back) == (6, 2)


def test_records_with_the_old_names_of_strengths_are_still_told(town: Town) -> None:
    town.crowd(12)
    poll = town.opened(town.of_kind(BallotKind.CHOICE, "Monday", "Tuesday", "Wednesday"))
    town.told(poll, ([["1", "2", "3"]] * 4 + [["2", "3", "1"]] * 3 + [["3", "1", "2"]] * 2) * 2)
    found = found_of(town.db, town.place.id, poll.id)
    record = json.loads(found.record)
    record["count"]["rounds"] = [
        {"winner": "1", "other": "2", "for_winner": 6, "for_other": 2},
        {"winner": "1", "other": "3", "for_winner": 6, "for_other": 2},
    ]
    old, new = (told_of(replace(found, record=text)) for text in (json.dumps(record), found.record))
    assert isinstance(old, OrderResult)
    assert isinstance(new, OrderResult)
    assert old.comparisons == new.comparisons


def test_approved_options_become_commitments_and_motions_do_not(town: Town) -> None:
    poll = town.opened(town.of_kind(BallotKind.CHOICE, "A", "B", settings=Settings(method=Method.SCORE)))
    town.told(poll, [["1"], ["1", "2"]])
    found = queries.told_result(town.db, town.place.id, poll.id)
    assert isinstance(found, ScoreResult)
    assert [(one.title, votes) for one, votes in found.rows] == [("A", 2), ("B", 1)]
    _poll, chosen = queries.chosen_of(town.db, town.place.id, poll.id)
    assert [one.key for one in chosen] == ["1"]
    for_motion = town.opened(town.of_kind(BallotKind.MOTION, "A"))
    town.told(for_motion, [["for"]])
    with pytest.raises(ConflictError, match="not about work"):
        actions.make_commitments(town.db, town.board.actor, town.place.id, for_motion.id, {}, at=NOON)


def test_the_record_alone_reproduces_the_result(town: Town) -> None:
    poll = town.opened(town.of_kind(BallotKind.ELECTION, "A", "B", "C"))
    ballots = [["1", "2"], ["2"], ["3", "1"], []]
    town.told(poll, ballots)
    record = poll.record or {}
    again = record_of(poll.id, record["terms"], ballots, record["seed"], record["fingerprint"])
    assert json.loads(json.dumps(again)) == record
    assert policy.fingerprint_of(ballots, poll.fingerprint_key) == record["fingerprint"]
    assert poll.state is PollState.PUBLISHED
