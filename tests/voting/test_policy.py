"""The rules about polls, without a database."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.kernel.errors import ConflictError, InvalidError, TooLateError
from coop.rules.counting import Ballot, EqualSharesRule, Instance, Lot, Project, equal_shares, greedy
from coop.voting import policy
from coop.voting.forms import hours_text, minutes_of
from coop.voting.policy import Hindrance, PollState, VoteKind
from coop.voting.policy.secrecy import CROWD, signs_asked
from tests.support.make import NOON

WAY = [PollState.DRAFT, PollState.OPEN, PollState.CLOSED, PollState.COUNTED, PollState.PUBLISHED]
KEYS = st.sampled_from(["1", "2", "3", "4", "10"])
BALLOTS = st.lists(st.lists(KEYS, unique=True).map(sorted), max_size=30)


@pytest.mark.parametrize(("before", "after"), list(pairwise(WAY)))
def test_a_poll_goes_forward_one_step_at_a_time(before: PollState, after: PollState) -> None:
    policy.require_step(before, after)
    with pytest.raises(ConflictError):
        policy.require_step(after, before)
    with pytest.raises(ConflictError, match="done already"):
        policy.require_step(before, before)


@given(st.sampled_from(PollState), st.sampled_from(PollState))
def test_only_the_way_and_void_can_be_gone(before: PollState, after: PollState) -> None:
    allowed = (before, after) in set(pairwise(WAY)) or (
        after is PollState.VOID and before not in (PollState.VOID, PollState.PUBLISHED)
    )
    if allowed:
        policy.require_step(before, after)
    else:
        with pytest.raises(ConflictError):
            policy.require_step(before, after)


@given(st.sampled_from(PollState), st.timedeltas(timedelta(days=-1), timedelta(days=1)), st.booleans(), st.booleans())
def test_a_ballot_is_accepted_only_when_open_in_time_and_on_the_roll(
    state: PollState, before_closing: timedelta, member: bool, on_roll: bool
) -> None:
    on_roll = member and on_roll
    hindrance = policy.hindrance_of(
        state, NOON, NOON - before_closing, signed_in=member, member=member, on_roll=on_roll
    )
    may = state is PollState.OPEN and before_closing > timedelta(0) and on_roll
    assert (hindrance is None) == may


@given(st.integers(0, 10**7))
def test_who_looks_up_a_code_stands_among_many(total: int) -> None:
    signs = signs_asked(total)
    assert signs in (0, 1, 2)
    # As few signs as needed to keep the page short, and never so many that few votes are left; no sign shows all.
    assert signs == 0 or total / 32**signs >= CROWD
    assert signs == 2 or total / 32 ** (signs + 1) < CROWD


@pytest.mark.parametrize("hindrance", Hindrance)
def test_every_hindrance_says_why_and_what_to_do(hindrance: Hindrance) -> None:
    assert hindrance.words
    assert hindrance.help
    with pytest.raises(TooLateError if hindrance is Hindrance.TOO_LATE else ConflictError):
        policy.require_may_cast(hindrance)


def test_nobody_is_hindered_by_nothing() -> None:
    policy.require_may_cast(None)


@given(st.integers(-5, 50), st.integers(0, 50))
def test_only_who_saw_the_present_ballot_replaces_it(saw: int, present: int) -> None:
    if saw == present:
        policy.require_version(saw, present)
    else:
        with pytest.raises(ConflictError):
            policy.require_version(saw, present)


@given(st.lists(KEYS), st.permutations(["1", "2", "3", "4", "10"]))
def test_choices_are_a_set_in_the_order_of_the_ballot(choices: list[str], options: list[str]) -> None:
    kept = policy.require_choices(choices, options)
    assert set(kept) == set(choices)
    assert kept == sorted(set(choices), key=options.index)
    with pytest.raises(InvalidError):
        policy.require_choices([*choices, "x"], options)


@given(BALLOTS, st.randoms())
def test_the_fingerprint_does_not_depend_on_the_order_of_voters(ballots: list[list[str]], order: object) -> None:
    shuffled = list(ballots)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert policy.fingerprint_of(shuffled) == policy.fingerprint_of(ballots)
    assert policy.ballot_file(ballots).count("\n") == len(ballots)


@given(BALLOTS, st.lists(KEYS, unique=True).map(sorted))
def test_one_ballot_more_or_less_changes_the_fingerprint(ballots: list[list[str]], one: list[str]) -> None:
    assert policy.fingerprint_of([*ballots, one]) != policy.fingerprint_of(ballots)


@given(st.integers(1, 5), st.text(max_size=20), st.integers(1, 5), st.integers(1, 5))
def test_a_receipt_is_short_and_new_for_every_version(poll: int, submission: str, one: int, other: int) -> None:
    receipt = policy.receipt_of(poll, submission, one)
    assert len(receipt) == 19
    assert (receipt == policy.receipt_of(poll, submission, other)) == (one == other)


@pytest.mark.parametrize("kind", VoteKind)
def test_every_kind_of_vote_says_what_it_means(kind: VoteKind) -> None:
    assert kind.words
    assert kind.help


@pytest.mark.parametrize("state", PollState)
def test_every_state_has_words_and_a_tone(state: PollState) -> None:
    assert state.words
    assert state.tone in ("ok", "busy", "late", "plain")
    if state is PollState.DRAFT:
        policy.require_draft(state)
    else:
        with pytest.raises(ConflictError):
            policy.require_draft(state)


@given(st.integers(1, 2000 * 60))
def test_hours_in_a_field_come_back_as_the_same_minutes_when_they_are_quarters(minutes: int) -> None:
    quarter = minutes - minutes % 15
    assert minutes_of(hours_text(quarter)) == quarter


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *(("4", 240), ("4,5", 270), (" 4.25 ", 255), ("0", 0)),
        *((text, None) for text in ("", "NaN", "Infinity", "-1", "2001", "1e9", "4 hours", "0.001")),
    ],
)
def test_hours_as_people_write_them(text: str, minutes: int | None) -> None:
    assert minutes_of(text) == minutes


def test_the_example_on_the_page_about_counting_is_true() -> None:
    instance = Instance(
        budget=12,
        projects={"walk-in": Project(6), "games": Project(6), "debts": Project(4)},
        ballots=(
            Ballot(("walk-in", "games"), weight=3),
            Ballot(("walk-in",)),
            Ballot(("debts",), weight=2),
        ),
    )
    outcome = equal_shares(instance, EqualSharesRule(), Lot())
    assert outcome.start_share == 2
    assert outcome.winners == ("walk-in", "debts")
    assert outcome.rounds[0].price is not None
    assert set(greedy(instance, Lot()).winners) == {"walk-in", "games"}


def test_the_fingerprint_of_a_small_vote_cannot_be_guessed_without_its_key() -> None:
    outcomes: list[list[list[str]]] = [[["1"]], [["2"]], [[]]]
    hidden = policy.fingerprint_of(outcomes[0], "a random text")
    assert hidden not in [policy.fingerprint_of(one) for one in outcomes]
    assert policy.ballot_file(outcomes[0], "a random text").startswith("key a random text\n")
