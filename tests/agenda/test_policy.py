"""What an item and a commitment can be, and which steps they may take."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.agenda import policy
from coop.agenda.policy import CommitmentState, Domain, ItemState, Kind, Origin
from coop.agenda.policy.merging import heads_of, require_merge
from coop.kernel.access import Role
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError


def test_every_choice_has_words() -> None:
    for kind in (Kind, Domain, Origin, ItemState, CommitmentState):
        assert all(one.words for one in kind)
    assert all(kind.help for kind in Kind)
    assert {state.tone for state in (*ItemState, *CommitmentState)} <= {"ok", "busy", "late", "plain"}


@given(st.integers(1, 120))
def test_in_short_holds_at_most_sixty_words(number: int) -> None:
    text = " ".join(["wijk"] * number)
    if number <= 60:
        assert policy.require_short(text) == text
    else:
        with pytest.raises(InvalidError) as refusal:
            policy.require_short(text)
        assert refusal.value.field == "in_short"
        assert refusal.value.params["count"] == number


def test_in_short_must_say_something_and_is_no_single_endless_word() -> None:
    for text in ("", "w" * (policy.SHORT_LENGTH + 1)):
        with pytest.raises(InvalidError):
            policy.require_short(text)


@given(st.sampled_from(ItemState), st.sampled_from(ItemState))
def test_a_step_is_allowed_exactly_when_the_table_says_so(state: ItemState, to: ItemState) -> None:
    if policy.may_move(state, to):
        policy.require_move(state, to)
    else:
        with pytest.raises(ConflictError):
            policy.require_move(state, to)


def test_no_state_is_a_dead_end_and_all_can_be_reached() -> None:
    assert all(policy.STEPS[state] for state in ItemState)
    assert {to for steps in policy.STEPS.values() for to in steps} == set(ItemState)


def test_an_item_that_was_passed_on_ends_with_an_outcome_or_comes_back() -> None:
    assert policy.STEPS[ItemState.PASSED_ON] == {ItemState.NEW, ItemState.CLOSED}


@given(st.lists(st.integers(0, 20), min_size=1, max_size=20))
def test_heads_are_never_merged_themselves(picks: list[int]) -> None:
    # Item i is merged into an earlier item, or not at all: never in a circle.
    parents = {item: (pick % item if item and pick % 3 else None) for item, pick in enumerate(picks)}
    heads = heads_of(parents)
    assert all(parents[head] is None for head in heads.values())
    for item, parent in parents.items():
        assert heads[item] == (item if parent is None else heads[parent])


def test_a_circle_of_merges_is_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        heads_of({1: 2, 2: 1})


@given(st.integers(1, 3), st.sampled_from(ItemState), st.integers(1, 3), st.sampled_from(ItemState))
def test_only_an_open_item_takes_another_open_one_in(
    item: int, state: ItemState, into: int, into_state: ItemState
) -> None:
    fits = item != into and state in policy.OPEN_STATES and into_state in policy.OPEN_STATES
    if fits:
        require_merge(item, state, into, into_state)
    else:
        with pytest.raises((InvalidError, ConflictError)):
            require_merge(item, state, into, into_state)


@pytest.mark.parametrize("state", CommitmentState)
def test_done_and_stopped_are_final(state: CommitmentState) -> None:
    if state in (CommitmentState.OPEN, CommitmentState.PARTLY):
        policy.require_progress(state)
    else:
        with pytest.raises(ConflictError):
            policy.require_progress(state)


def test_an_office_speaks_for_acts_of_the_office_and_the_neighbour_for_ones_own() -> None:
    both = {Role.BOARD, Role.MEMBER}
    assert policy.role_of(both, policy.OFFICES) is Role.BOARD
    assert policy.role_of(both, policy.NEIGHBOURS) is Role.MEMBER
    with pytest.raises(NotAllowedError):
        policy.role_of(set(), policy.OFFICES)
