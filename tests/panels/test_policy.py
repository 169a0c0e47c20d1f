"""The table of steps, the rubric, sealed scores, choosing, terms and agreement."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coop.districts.policy import Level
from coop.kernel.errors import ConflictError, InvalidError
from coop.panels.policy import (
    ACTIVE,
    FINISHED,
    ITEMS,
    NEXT_WORDS,
    PLUS,
    QUORUM,
    STATE_WORDS,
    TRANSITIONS,
    Draw,
    Event,
    Facts,
    Part,
    State,
    Tally,
    board_deadline,
    choose,
    events_for,
    is_working_day,
    may_reveal,
    meets_minimum,
    next_step,
    ordinal_alpha,
    outage_seen,
    require_items,
    require_most_important,
    require_sheet,
    shifted,
    shortlist,
    summarise,
    weight_of,
)
from coop.panels.policy.deadlines import easter

DUE = datetime(2027, 3, 15, 12, tzinfo=UTC)
MOMENTS = st.integers(-60 * 24, 60 * 24).map(lambda hours: DUE + timedelta(hours=hours))


def _values(name: str, kind: object) -> st.SearchStrategy[object]:
    if name == "state":
        return st.sampled_from(State)
    if name == "draw":
        return st.sampled_from(Draw)
    if name == "level":
        return st.none() | st.sampled_from(Level)
    if name == "suspended_from":
        return st.none() | st.sampled_from((*ACTIVE, State.UNFILLED))
    if "datetime" in str(kind):
        return MOMENTS
    return st.booleans() if kind in (bool, "bool") else st.integers(0, 9)


FACTS = st.builds(Facts, **{one.name: _values(one.name, one.type) for one in fields(Facts)})
PARTS = st.frozensets(st.sampled_from(Part), min_size=1)


def _reached_from(start: State) -> set[State]:
    seen, todo = {start}, [start]
    while todo:
        here = todo.pop()
        # What is suspended goes back to where it was: those states were reached before.
        for row in TRANSITIONS:
            if row.before is here and row.after and row.after not in seen:
                seen.add(row.after)
                todo.append(row.after)
    return seen


def test_every_state_can_be_reached() -> None:
    assert _reached_from(State.DRAFT) == set(State) == set(STATE_WORDS)


@pytest.mark.parametrize("state", list(State))
def test_every_state_can_come_to_erased(state: State) -> None:
    assert State.ERASED in _reached_from(state)


def test_a_candidate_reads_what_comes_next_in_every_state() -> None:
    assert set(NEXT_WORDS) == set(State)
    reading = NEXT_WORDS[State.SCREENING]
    after = [state for state in State if list(State).index(state) > list(State).index(State.SCREENING)]
    assert not [state for state in after if NEXT_WORDS[state] == reading]


def test_nothing_leaves_erased() -> None:
    assert not [row for row in TRANSITIONS if row.before is State.ERASED]


@settings(max_examples=400, deadline=None)
@given(FACTS, st.sampled_from(Event), PARTS, MOMENTS)
def test_no_event_skips_a_guard_a_part_or_the_table(
    facts: Facts, event: Event, parts: frozenset[Part], at: datetime
) -> None:
    rows = [row for row in TRANSITIONS if row.before is facts.state and row.event is event and row.parts & parts]
    fitting = [row for row in rows if all(guard.holds(facts, at) for guard in row.guards)]
    try:
        step = next_step(facts, event, parts, at)
    except ConflictError:
        assert not fitting or (fitting[0].after is None and facts.suspended_from is None)
    else:
        assert step.row is fitting[0]
        assert step.part in parts & step.row.parts
        assert step.after is (step.row.after or facts.suspended_from)


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: f"{row.number}-{row.before}-{row.event}")
def test_every_guard_of_the_table_can_refuse(row: object) -> None:
    from coop.panels.policy import Transition

    assert isinstance(row, Transition)
    for guard in row.guards:
        outcomes = {guard.holds(facts, DUE) for facts in _EXTREMES}
        assert outcomes == {True, False}, guard.name


_LOW = Facts(
    closes_at=DUE - timedelta(days=1),
    board_due_at=DUE,
    scores_due_at=DUE,
    screening_due_at=DUE,
    erase_at=DUE,
    suspended_until_at=DUE,
)
_PLAIN: dict[str, Any] = {
    one.name: True if one.type in (bool, "bool") else 5
    for one in fields(Facts)
    if one.type in (bool, "bool", int, "int")
}
_HIGH = Facts(
    **_PLAIN,
    closes_at=DUE + timedelta(days=1),
    until_at=DUE + timedelta(days=15),
    decided_at=DUE,
    held_until_at=DUE + timedelta(days=1),
    level=Level.DECISIVE,
    draw=Draw.DRAWN,
)
_EXTREMES = [
    *(_LOW, _HIGH, replace(_HIGH, level=Level.ADVISORY, draw=Draw.POOL_OPEN, voters=6, round=1, volunteers=9)),
    *(replace(_HIGH, level=Level.CO_DECISION, draw=Draw.LIST_PUBLISHED, voted=6, round=2), replace(_LOW, accepted=6)),
    replace(_LOW, state=State.SUSPENDED, suspended_from=State.RATIFICATION, draw=Draw.POOL_FROZEN),
    *(replace(_HIGH, state=State.DELIBERATION, voted=4, voters=4, round=1), replace(_HIGH, count=9, until_at=DUE)),
    *(
        replace(_LOW, state=State.SUSPENDED, suspended_from=since)
        for since in (State.SCREENING, State.SHORTLIST_SET, State.SCORING, State.DELIBERATION)
    ),
]


def test_the_clock_does_nothing_while_suspended_but_go_on_when_the_committee_is_silent() -> None:
    assert events_for(State.SUSPENDED, [Part.CLOCK]) == {Event.COMMITTEE_SILENT}
    waiting = Facts(state=State.SUSPENDED, suspended_from=State.RATIFICATION, suspended_until_at=DUE)
    with pytest.raises(ConflictError):
        next_step(waiting, Event.COMMITTEE_SILENT, [Part.CLOCK], DUE)
    asked = replace(waiting, for_committee=True)
    assert next_step(asked, Event.COMMITTEE_SILENT, [Part.CLOCK], DUE).after is State.RATIFICATION


@given(MOMENTS, MOMENTS, st.integers(0, 30 * 24))
def test_timers_stop_while_suspended(due_at: datetime, since: datetime, hours: int) -> None:
    at = since + timedelta(hours=hours)
    later = shifted(due_at, since, at)
    assert later is not None
    assert later - at == max(due_at - since, timedelta()) if due_at > since else later == at + timedelta(days=2)
    assert shifted(None, since, at) is None


def test_a_panel_is_drawn_before_anybody_can_apply() -> None:
    rows = [row for row in TRANSITIONS if row.after is State.PUBLISHED and row.before is not State.PUBLISHED]
    assert {row.before for row in rows} == {State.APPROVED}
    assert all("panel_drawn" in {guard.name for guard in row.guards} for row in rows)


def test_scores_open_by_guard_only() -> None:
    rows = [row for row in TRANSITIONS if row.after is State.DELIBERATION and row.before is State.SCORING]
    assert [{guard.name for guard in row.guards} for row in rows] == [{"scored"}]


@pytest.mark.parametrize("state", sorted(FINISHED))
def test_only_letters_complaints_and_erasing_come_after_the_end(state: State) -> None:
    after = {row.after for row in TRANSITIONS if row.before is state}
    # Before anybody has a letter about it, the committee can test the ground of an employer who refused (E34).
    assert after <= FINISHED | ({State.SUSPENDED} if state is State.UNFILLED else set())


SEATS = st.frozensets(st.integers(1, 6))


@given(st.dictionaries(st.integers(1, 4), SEATS), st.dictionaries(st.integers(1, 4), SEATS), st.integers(-100, 100))
def test_sheets_open_only_when_all_are_in_or_late_with_quorum(
    due: dict[int, frozenset[int]], given_: dict[int, frozenset[int]], hours: int
) -> None:
    opens = may_reveal(due, given_, DUE, DUE + timedelta(hours=hours))
    all_in = bool(due) and all(seats and seats <= given_.get(key, frozenset()) for key, seats in due.items())
    quorum = bool(due) and all(len(seats & given_.get(key, frozenset())) >= QUORUM for key, seats in due.items())
    assert opens == (all_in or (hours >= 0 and quorum))


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_the_board_has_five_working_days(day: date) -> None:
    until = board_deadline(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    days = [day + timedelta(days=n) for n in range(1, (until - day).days + 1)]
    assert sum(1 for one in days if is_working_day(one)) == 5
    assert is_working_day(until)


def test_public_holidays_are_no_working_days() -> None:
    assert [easter(year) for year in (2026, 2027, 2038)] == [date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25)]
    free = [date(2027, 3, 29), date(2027, 4, 27), date(2027, 5, 6), date(2027, 5, 17), date(2025, 4, 26)]
    assert not any(is_working_day(day) for day in free)
    assert is_working_day(date(2027, 3, 26))


@given(MOMENTS, MOMENTS)
def test_an_outage_counts_only_on_the_last_day(pulse_at: datetime, at: datetime) -> None:
    seen = outage_seen(pulse_at, DUE, at)
    silent = at - pulse_at >= timedelta(minutes=30)
    assert seen == (silent and pulse_at < DUE and at > DUE - timedelta(hours=24))
    assert not outage_seen(None, DUE, at)


@given(st.lists(st.sampled_from([item.code for item in ITEMS]), max_size=10))
def test_a_rubric_has_six_to_eight_different_items(codes: list[str]) -> None:
    good = 6 <= len(codes) <= 8 and len(set(codes)) == len(codes) and not {"R17", "R18"} <= set(codes)
    if good:
        require_items(codes)
        require_items([*codes, PLUS.code])
    else:
        with pytest.raises(InvalidError):
            require_items(codes)


@pytest.mark.parametrize("code", ["R17", "P1", "R3"])
def test_what_counts_double_is_a_chosen_item_and_no_matter_of_taste(code: str) -> None:
    with pytest.raises(InvalidError):
        require_most_important(code, ["R1", "R2", "R4", "R6", "R9", "R17", "P1"])
    assert [weight_of(one, "R1") for one in ("R1", "R2", "P1")] == [2, 1, Fraction(1, 2)]


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
    summary = summarise(1, ["R1", "R2"], sheets, "R2")
    spreads = [item.spread for item in summary.items]
    assert spreads == sorted(spreads, reverse=True)
    assert summary.mean == summarise(1, ["R1", "R2"], sheets[::-1], "R2").mean


def test_the_most_important_item_counts_double() -> None:
    assert summarise(1, ["R1", "R2"], [{"R1": 2, "R2": 5}], "R2").mean == 4


# Krippendorff (2011), the data of four observers over twelve units; published: ordinal alpha 0.815.
PUBLISHED: list[Any] = [
    *([1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4]),
    *([4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5], [None, None, 1, 1], [None, None, 3, None]),
]


def test_agreement_is_the_published_value() -> None:
    found = ordinal_alpha(PUBLISHED)
    assert found is not None
    assert round(float(found.alpha), 3) == 0.815
    assert found.units == 11


def test_agreement_of_all_alike_is_not_a_number() -> None:
    assert ordinal_alpha([[3, 3], [3, 3]]) is None
    assert ordinal_alpha([[3, None], [None, 4]]) is None
    full = ordinal_alpha([[1, 1], [5, 5]])
    assert full is not None
    assert full.alpha == 1


BALLOTS = st.lists(
    st.lists(st.integers(1, 4), max_size=4, unique=True).flatmap(
        lambda approved: st.tuples(st.just(approved), st.sampled_from([None, *approved]))
    ),
    min_size=1,
    max_size=6,
)


@given(BALLOTS)
def test_only_counts_are_kept_and_the_order_of_ballots_does_not_matter(
    ballots: list[tuple[list[int], int | None]],
) -> None:
    def counted(rows: list[tuple[list[int], int | None]]) -> Tally:
        tally = Tally()
        for approved, first in rows:
            tally = Tally.from_json(tally.with_ballot(approved, first).as_json())
        return tally

    tally = counted(ballots)
    assert tally == counted(ballots[::-1])
    for number in tally.leaders:
        assert 2 * sum(number in approved for approved, _ in ballots) > len(ballots)
    assert (not tally.leaders) == (not tally.suited)


def test_a_first_choice_must_be_approved() -> None:
    with pytest.raises(InvalidError):
        Tally().with_ballot([1], 2)


MEANS = {1: Fraction(4), 2: Fraction(4), 3: Fraction(3)}


def test_the_published_order_breaks_a_tie_and_a_lot_comes_last() -> None:
    tied = Tally(4, {1: 4, 2: 4}, {1: 2, 2: 2})
    assert choose(tied, {1: Fraction(4), 2: Fraction(39, 10)}, {}, None).ranking[0] == 1
    close = {1: Fraction(391, 100), 2: Fraction(4)}
    assert choose(tied, close, {1: Fraction(5), 2: Fraction(4)}, None).ranking == (1, 2)
    with pytest.raises(InvalidError) as refused:
        choose(tied, MEANS, MEANS, None)
    assert refused.value.params["numbers"] == "1, 2"
    assert choose(tied, MEANS, MEANS, 2).ranking == (2, 1)
    with pytest.raises(InvalidError):
        choose(tied, MEANS, MEANS, 3)


@given(st.dictionaries(st.integers(1, 12), st.none() | st.fractions(1, 5), min_size=1), st.integers(1, 6))
def test_the_shortlist_leaves_nobody_out_who_equals_somebody_in(means: dict[int, Fraction | None], wanted: int) -> None:
    chosen = shortlist(means, wanted)
    values = {number: mean or Fraction(0) for number, mean in means.items()}
    assert chosen
    assert chosen <= means.keys()
    worst = min(values[number] for number in chosen)
    assert all(number in chosen for number, value in values.items() if value >= worst)


def test_an_only_candidate_needs_a_level() -> None:
    assert meets_minimum([Fraction(3), Fraction(3), None])
    assert not meets_minimum([Fraction(5), Fraction(1)])
    assert not meets_minimum([Fraction(2), Fraction(3)])
    assert not meets_minimum([])
