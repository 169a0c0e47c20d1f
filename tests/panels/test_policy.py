"""The transition table, the rubric and the sealed scores."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.districts.policy import Level
from coop.kernel.access import Role
from coop.kernel.errors import ConflictError, InvalidError
from coop.panels.policy import (
    FINISHED,
    ITEMS,
    QUORUM,
    STATE_WORDS,
    TRANSITIONS,
    Event,
    State,
    board_deadline,
    may_reveal,
    next_state,
    outcome_events,
    require_items,
    require_sheet,
    summarise,
)

DUE = datetime(2027, 3, 15, 12, tzinfo=UTC)


def _reached_from(start: State) -> set[State]:
    seen, todo = {start}, [start]
    while todo:
        here = todo.pop()
        for row in TRANSITIONS:
            if row.before is here and row.after not in seen:
                seen.add(row.after)
                todo.append(row.after)
    return seen


def test_every_state_can_be_reached() -> None:
    assert _reached_from(State.DRAFT) == set(State) == set(STATE_WORDS)


@pytest.mark.parametrize("state", list(State))
def test_every_state_can_come_to_an_end(state: State) -> None:
    assert _reached_from(state) & FINISHED


def test_nothing_leaves_a_finished_procedure() -> None:
    assert not [row for row in TRANSITIONS if row.before in FINISHED]


def test_the_table_gives_one_answer_per_state_and_event() -> None:
    assert len({(row.before, row.event) for row in TRANSITIONS}) == len(TRANSITIONS)


@given(st.sampled_from(State), st.sampled_from(Event), st.frozensets(st.sampled_from(Role)))
def test_no_event_outside_the_table_or_by_another_role(state: State, event: Event, roles: frozenset[Role]) -> None:
    rows = [row for row in TRANSITIONS if row.before is state and row.event is event]
    if rows and rows[0].role in roles:
        assert next_state(state, event, roles) is rows[0].after
    else:
        with pytest.raises(ConflictError):
            next_state(state, event, roles)


def test_a_panel_is_drawn_before_anybody_can_apply() -> None:
    before = {row.before for row in TRANSITIONS if row.after is State.PUBLISHED}
    assert before == {State.DRAWN}


def test_only_an_advice_can_be_left() -> None:
    assert Event.DEVIATE in outcome_events(Level.ADVISORY, declined=False)
    assert Event.DEVIATE in outcome_events(Level.DECISIVE, declined=True)
    assert Event.DEVIATE not in outcome_events(Level.CO_DECISION, declined=False)
    assert Event.DEVIATE not in outcome_events(Level.DECISIVE, declined=False)
    assert Event.SILENCE in outcome_events(Level.DECISIVE, declined=False)
    assert Event.SILENCE not in outcome_events(Level.CO_DECISION, declined=False)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 6), st.integers(-100, 100))
def test_sheets_open_only_when_all_are_in_or_late_with_quorum(due: int, given_: int, members: int, hours: int) -> None:
    at = DUE + timedelta(hours=hours)
    opens = may_reveal(due, min(given_, due), members, DUE, at)
    all_in = due > 0 and given_ >= due
    assert opens == (all_in or (hours >= 0 and members >= QUORUM))


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_the_board_has_five_working_days(day: date) -> None:
    decided = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    until = board_deadline(decided)
    days = [day + timedelta(days=n) for n in range(1, (until - day).days + 1)]
    assert sum(1 for one in days if one.weekday() < 5) == 5
    assert until.weekday() < 5


@given(st.lists(st.sampled_from([item.code for item in ITEMS]), max_size=10))
def test_a_rubric_has_six_to_eight_different_items(codes: list[str]) -> None:
    good = 6 <= len(codes) <= 8 and len(set(codes)) == len(codes) and not {"R17", "R18"} <= set(codes)
    if good:
        require_items(codes)
    else:
        with pytest.raises(InvalidError):
            require_items(codes)


def test_an_unknown_item_is_refused() -> None:
    with pytest.raises(InvalidError):
        require_items(["R1", "R2", "R3", "R4", "R5", "R99"])


@pytest.mark.parametrize(("score", "evidence"), [(0, "long enough text"), (6, "long enough text"), (3, "short")])
def test_a_sheet_needs_a_score_and_a_sentence(score: int, evidence: str) -> None:
    with pytest.raises(InvalidError):
        require_sheet(["R1"], {"R1": (score, evidence)})


def test_not_discussed_needs_no_evidence_and_counts_for_nothing() -> None:
    require_sheet(["R1"], {"R1": (None, "")})
    summary = summarise(1, ["R1"], [{"R1": None}, {"R1": 4}])
    assert summary.items[0].mean == 4
    assert summary.items[0].spread == 0


SHEETS = st.lists(
    st.fixed_dictionaries({"R1": st.none() | st.integers(1, 5), "R2": st.none() | st.integers(1, 5)}), max_size=6
)


@given(SHEETS)
def test_where_members_differ_most_comes_first_and_order_of_members_changes_no_mean(
    sheets: list[dict[str, int | None]],
) -> None:
    summary = summarise(1, ["R1", "R2"], sheets)
    spreads = [item.spread for item in summary.items]
    assert spreads == sorted(spreads, reverse=True)
    assert summary.mean == summarise(1, ["R1", "R2"], sheets[::-1]).mean
