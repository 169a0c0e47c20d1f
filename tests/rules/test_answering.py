"""Answers owed: no step skips a reason, and no clock stops silently."""

from datetime import date, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from coop.rules.answering import (
    NEED_REASONS,
    RUNNING,
    TABLE,
    Event,
    Fault,
    Ground,
    Phase,
    PointAnswer,
    Power,
    Said,
    Verdict,
    after,
    due_on,
    fault_of,
    is_overdue,
    reminds_on,
)

DUE = date(2027, 5, 1)
DAYS = st.dates(date(2027, 1, 1), date(2028, 1, 1))
TEXT = st.sampled_from(["", "  ", "\n", "Because."])
POINTS = st.dictionaries(st.sampled_from("123"), st.builds(PointAnswer, st.sampled_from(Verdict), TEXT))
SAID = st.builds(Said, TEXT, st.none() | st.sampled_from(Ground), st.none() | POINTS)
STEPS = st.tuples(st.sampled_from(Power), st.sampled_from(Phase), st.sampled_from(Event), SAID)


def _fault(power: Power, phase: Phase, event: Event, said: Said, today: date = DUE) -> Fault | None:
    return fault_of(power, phase, event, said=said, keys=["1", "2"], due_on=DUE, today=today)


@given(STEPS, DAYS)
def test_no_step_of_a_person_skips_a_reason(step: tuple[Power, Phase, Event, Said], today: date) -> None:
    power, phase, event, said = step
    if _fault(power, phase, event, said, today) is not None:
        return
    assert event not in NEED_REASONS or said.reasons.strip()
    assert event is not Event.OBJECT or said.ground is not None
    if event is Event.ANSWER:
        assert said.points is not None
        assert set(said.points) == {"1", "2"}
        assert all(one.verdict is Verdict.ADOPT or one.reasons.strip() for one in said.points.values())


@given(st.sampled_from(Power), st.sampled_from(Phase), st.sampled_from(Event), DAYS)
def test_the_clock_moves_nothing_before_the_term_has_passed(
    power: Power, phase: Phase, event: Event, today: date
) -> None:
    fault = _fault(power, phase, Event.LAPSE, Said(), today)
    if fault is None:
        assert today > DUE
        assert phase in RUNNING
    assert (fault is None) == ((power, phase, Event.LAPSE) in TABLE and today > DUE)


@given(st.sampled_from(Power), st.lists(st.tuples(st.sampled_from(Event), SAID, DAYS), max_size=12))
def test_a_clock_stops_only_by_an_answer_an_agreement_a_test_or_its_term(
    power: Power, tries: list[tuple[Event, Said, date]]
) -> None:
    phase, taken = Phase.OWED, []
    for event, said, today in tries:
        if _fault(power, phase, event, said, today) is None:
            phase = after(power, phase, event)
            taken.append(event)
    if phase not in RUNNING:
        assert taken
    if power is Power.ADVICE:
        assert (phase is Phase.ANSWERED) == (taken == [Event.ANSWER])
    if power is Power.SECOND_KEY:
        assert (phase is Phase.IN_EFFECT) == (Event.AGREE in taken)
        assert phase is not Phase.STOPPED or len(taken) == 2, "one round of talking comes first"
    if power is Power.DECISION and phase is Phase.STOPPED:
        assert taken == [Event.OBJECT]


def test_every_running_phase_can_end_and_no_ended_one_goes_on() -> None:
    reachable = {(power, Phase.OWED) for power in Power} | {(power, to) for (power, _f, _e), to in TABLE.items()}
    for power, phase in reachable:
        onward = [event for event in Event if (power, phase, event) in TABLE]
        assert bool(onward) == (phase in RUNNING), (power, phase)
    # Advice that nobody answers never lapses; the other clocks never need anybody.
    assert (Power.ADVICE, Phase.OWED, Event.LAPSE) not in TABLE
    for power, phase in product((Power.SECOND_KEY, Power.DECISION), RUNNING):
        if (power, phase) in reachable:
            assert (power, phase, Event.LAPSE) in TABLE


def test_the_board_has_nothing_to_press_against_a_decision_but_the_test_of_its_procedure() -> None:
    assert {event for power, _phase, event in TABLE if power is Power.DECISION} == {
        Event.CARRY_OUT,
        Event.LAPSE,
        Event.OBJECT,
    }


@given(DAYS, st.integers(1, 366))
def test_terms_and_reminders(begins: date, days: int) -> None:
    due = due_on(begins, days)
    assert not is_overdue(Phase.OWED, due, due)
    assert is_overdue(Phase.OWED, due, due + timedelta(days=1))
    assert not is_overdue(Phase.ANSWERED, due, due + timedelta(days=1))
    assert begins <= reminds_on(begins, due) <= due
    assert days < 14 or reminds_on(begins, due) == due - timedelta(days=7)


def test_a_term_of_fourteen_days_from_the_first_ends_on_the_fifteenth() -> None:
    assert due_on(date(2027, 3, 1), 14) == date(2027, 3, 15)


def test_a_decision_is_not_stopped_after_the_term_of_its_test() -> None:
    said = Said("The count was wrong.", Ground.COUNT)
    assert _fault(Power.DECISION, Phase.OWED, Event.OBJECT, said) is None
    after_term = DUE + timedelta(days=1)
    assert _fault(Power.DECISION, Phase.OWED, Event.OBJECT, said, after_term) is Fault.NOT_NOW
