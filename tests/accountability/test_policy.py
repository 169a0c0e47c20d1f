"""What a report can be, and which numbers leave the team."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.accountability import policy
from coop.accountability.policy import ReportState, Section, Stage, StoryKind
from coop.accountability.policy.catalogue import CATALOGUE
from coop.accountability.policy.complete import Draft, missing_in
from coop.accountability.policy.document import (
    READING_SPEED,
    Document,
    parts_of,
    public_figure,
    public_figures,
    reading_minutes,
    require_consistent,
    small_counts_in,
)
from coop.accountability.policy.judgement import GROUPINGS, may_show_judgement, middle_answer, shown_counts
from coop.accountability.policy.protection import MINIMUM, FigureKind, Numbers, may_show, percent, protect
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, TooLateError

RELEASED_AT = datetime(2027, 3, 15, 12, tzinfo=UTC)
NUMBER = st.integers(0, 60)


def numbers_for(kind: FigureKind) -> st.SearchStrategy[Numbers]:
    if kind is FigureKind.SHARE:
        return st.tuples(NUMBER, NUMBER).map(lambda pair: Numbers(numerator=min(pair), denominator=max(pair)))
    if kind in (FigureKind.PART, FigureKind.COST):
        return st.builds(Numbers, numerator=NUMBER, denominator=st.integers(1, 60), n=NUMBER)
    if kind is FigureKind.WAIT:
        pair = st.tuples(NUMBER, NUMBER).map(sorted)
        return st.tuples(pair, pair).map(lambda one: Numbers(one[0][0], one[1][0], None, one[1][1], one[0][1]))
    if kind is FigureKind.MEASURE:
        return st.builds(Numbers, value=NUMBER, n=NUMBER)
    return st.builds(Numbers, value=NUMBER)


@given(st.sampled_from(sorted(CATALOGUE)).flatmap(lambda c: st.tuples(st.just(c), numbers_for(CATALOGUE[c].kind))))
def test_no_released_figure_reveals_a_small_count(case: tuple[str, Numbers]) -> None:
    code, numbers = case
    indicator = CATALOGUE[code]
    figure = public_figure(indicator, numbers)
    if indicator.kind in (FigureKind.QUANTITY, FigureKind.PART):
        return  # hours and euros of the whole neighbourhood: nobody is counted
    if indicator.kind in (FigureKind.MEASURE, FigureKind.COST):
        counts = [figure["n"]]
    elif indicator.kind is FigureKind.WAIT:
        counts = [figure["numerator"], figure["n"]]
    else:
        counts = [figure["value"], figure["numerator"], figure["denominator"]]
    known = [count for count in counts if count is not None]
    differences = [abs(one - other) for one, other in combinations(known, 2)]
    assert all(count >= MINIMUM for count in [*known, *differences])
    assert figure["shown"] == bool(known)
    assert small_counts_in([figure]) == []


NESTED = (
    "new_requests",
    "first_contact_days",
    "personal_plan_offered",
    "independent_support_told",
    "referred",
    "late_referral",
)


@given(st.fixed_dictionaries({code: numbers_for(CATALOGUE[code].kind) for code in NESTED}))
def test_no_small_count_is_left_between_two_figures_of_a_report(typed: dict[str, Numbers]) -> None:
    public = {figure["code"]: figure for figure in public_figures(typed, [])}
    new = public["new_requests"]["value"]
    groups = [public["first_contact_days"]["n"]]
    groups += [public[code]["denominator"] for code in ("personal_plan_offered", "independent_support_told")]
    pairs = [(new, inner) for inner in groups] + [(groups[1], groups[2]), (groups[2], groups[1])]
    pairs.append((public["referred"]["value"], public["late_referral"]["value"]))
    rests = [outer - inner for outer, inner in pairs if outer is not None and inner is not None]
    assert not [rest for rest in rests if 0 < rest < MINIMUM]
    assert small_counts_in(list(public.values())) == []


def test_of_two_figures_that_complete_each_other_the_smaller_group_is_not_shown() -> None:
    typed = {"referred": Numbers(value=31), "late_referral": Numbers(value=24)}
    assert [figure["value"] for figure in public_figures(typed, [])] == [31, None]
    typed["late_referral"] = Numbers(value=21)
    assert [figure["value"] for figure in public_figures(typed, [])] == [31, 21]
    bare = [
        public_figure(CATALOGUE["referred"], Numbers(value=31)),
        public_figure(CATALOGUE["late_referral"], Numbers(value=24)),
    ]
    assert small_counts_in(bare) == ["late_referral"]


@given(st.sampled_from(list(FigureKind)).flatmap(lambda kind: st.tuples(st.just(kind), numbers_for(kind))))
def test_a_figure_is_shown_whole_or_not_at_all(case: tuple[FigureKind, Numbers]) -> None:
    kind, numbers = case
    shown = protect(kind, numbers)
    if kind is not FigureKind.COST:  # rounded
        assert shown in (numbers, Numbers())
    assert protect(kind, shown) == shown or shown == numbers
    if not may_show(kind, numbers):
        assert shown.is_empty
        assert percent(shown) is None


@given(numbers_for(FigureKind.SHARE), numbers_for(FigureKind.SHARE))
def test_two_hidden_shares_look_exactly_alike(one: Numbers, other: Numbers) -> None:
    indicator = CATALOGUE["satisfaction"]
    figures = [public_figure(indicator, numbers) for numbers in (one, other)]
    if not any(figure["shown"] for figure in figures):
        assert json.dumps(figures[0]) == json.dumps(figures[1])


@pytest.mark.parametrize(
    "numbers, shown",
    [
        (Numbers(numerator=10, denominator=20), True),
        (Numbers(numerator=9, denominator=20), False),
        (Numbers(numerator=11, denominator=20), False),
        (Numbers(numerator=0, denominator=20), False),
        (Numbers(numerator=20, denominator=20), False),
    ],
)
def test_a_share_needs_part_and_rest_of_ten(numbers: Numbers, shown: bool) -> None:
    assert may_show(FigureKind.SHARE, numbers) is shown


def test_nobody_is_a_small_number_too() -> None:
    assert not may_show(FigureKind.COUNT, Numbers(value=0))
    assert not may_show(FigureKind.COUNT, Numbers(value=9))
    assert may_show(FigureKind.COUNT, Numbers(value=10))


def test_a_lower_minimum_than_ten_cannot_be_asked() -> None:
    assert not may_show(FigureKind.COUNT, Numbers(value=9), minimum=1)
    assert not may_show(FigureKind.COUNT, Numbers(value=19), minimum=20)


def test_per_cents_are_rounded_half_up() -> None:
    assert percent(Numbers(numerator=25, denominator=40)) == 63
    assert percent(Numbers(numerator=1, denominator=3)) == 33


def test_the_order_of_figures_never_depends_on_a_value() -> None:
    typed = {"complaints": Numbers(value=400), "new_requests": Numbers(value=3)}
    swapped = {"complaints": Numbers(value=3), "new_requests": Numbers(value=400)}
    assert [figure["code"] for figure in public_figures(typed, [])] == ["new_requests", "complaints"]
    assert [figure["code"] for figure in public_figures(swapped, [])] == ["new_requests", "complaints"]


def test_figures_with_another_definition_are_not_put_side_by_side() -> None:
    before = public_figure(CATALOGUE["referred"], Numbers(value=30))
    pair = public_figures({"referred": Numbers(value=22)}, [before])[0]
    assert pair["previous"] == before
    before["definition_version"] = 99
    assert public_figures({"referred": Numbers(value=22)}, [before])[0]["previous"] is None


def test_referrals_always_carry_their_context() -> None:
    assert all(CATALOGUE[code].context for code in ("referred", "late_referral", "complaints"))


def test_every_indicator_says_what_it_is_and_who_is_not_in_it() -> None:
    for indicator in CATALOGUE.values():
        assert indicator.label
        assert indicator.unit
        assert indicator.definition
        assert indicator.caveat
        assert indicator.not_in_it
        assert indicator.minimum >= MINIMUM
        assert (indicator.kind in (FigureKind.SHARE, FigureKind.WAIT)) == bool(indicator.rest_label)


@pytest.mark.parametrize(
    "code, numbers, field",
    [
        ("satisfaction", Numbers(numerator=12), "satisfaction_denominator"),
        ("satisfaction", Numbers(numerator=12, denominator=11), "satisfaction_numerator"),
        ("first_contact_days", Numbers(value=3), "first_contact_days_p90"),
        ("first_contact_days", Numbers(value=9, p90=8, numerator=1, n=2), "first_contact_days_p90"),
        ("first_contact_days", Numbers(value=1, p90=8, numerator=3, n=2), "first_contact_days_numerator"),
        ("shadow_budget_used", Numbers(numerator=1, denominator=0, n=30), "shadow_budget_used_denominator"),
        ("referred", Numbers(value=-1), "referred_value"),
        ("referred", Numbers(value=10**9), "referred_value"),
    ],
)
def test_figures_that_do_not_fit_are_refused_where_they_stand(code: str, numbers: Numbers, field: str) -> None:
    with pytest.raises(InvalidError) as refusal:
        require_consistent(CATALOGUE[code], numbers)
    assert refusal.value.field == field


def test_numbers_that_do_not_belong_to_the_kind_are_dropped() -> None:
    kept = require_consistent(CATALOGUE["referred"], Numbers(value=12, n=3))
    assert kept == Numbers(value=12)
    assert parts_of(FigureKind.COUNT) == ("value",)


def test_judging_is_open_until_the_closing_moment_and_not_on_it() -> None:
    closes = policy.require_judging_days(RELEASED_AT, date(2027, 4, 5))
    assert policy.stage_of(ReportState.RELEASED, closes, closes - timedelta(seconds=1)) is Stage.JUDGING
    assert policy.stage_of(ReportState.RELEASED, closes, closes) is Stage.JUDGED
    assert policy.stage_of(ReportState.ANSWERED, closes, closes) is Stage.ANSWERED
    assert policy.stage_of(ReportState.DRAFT, None, closes) is Stage.DRAFT


@given(st.integers(-5, 200))
def test_judging_lasts_at_least_three_full_weeks(days: int) -> None:
    closes_on = RELEASED_AT.date() + timedelta(days=days)
    if 21 <= days <= 90:
        assert policy.require_judging_days(RELEASED_AT, closes_on) - RELEASED_AT >= timedelta(days=21)
    else:
        with pytest.raises(InvalidError):
            policy.require_judging_days(RELEASED_AT, closes_on)


def test_who_judges_too_late_or_too_early_hears_which() -> None:
    policy.require_step(Stage.JUDGING, policy.Act.JUDGE)
    for stage in (Stage.JUDGED, Stage.ANSWERED):
        with pytest.raises(TooLateError):
            policy.require_step(stage, policy.Act.JUDGE)
    with pytest.raises(ConflictError):
        policy.require_step(Stage.DRAFT, policy.Act.JUDGE)


@given(st.sampled_from(list(Stage)), st.integers(0, 40))
def test_a_judgement_is_shown_only_after_closing_and_from_ten_residents_on(stage: Stage, judges: int) -> None:
    assert may_show_judgement(stage, judges) == (stage in policy.CLOSED_TO_JUDGE and judges >= 10)


JUDGED = st.lists(st.integers(1, 5), min_size=10, max_size=120)


@given(JUDGED)
def test_no_answer_of_fewer_than_ten_residents_can_be_read_or_subtracted(points: list[int]) -> None:
    shown = shown_counts(points)
    assert all(count >= 10 for _group, count in shown)
    if shown:
        assert sum(count for _group, count in shown) == len(points)
        assert tuple(group for group, _count in shown) in GROUPINGS


@given(JUDGED)
def test_answers_are_not_put_together_more_than_needed(points: list[int]) -> None:
    shown = tuple(group for group, _count in shown_counts(points))
    finer = GROUPINGS[: GROUPINGS.index(shown)] if shown else GROUPINGS
    for grouping in finer:
        assert any(sum(points.count(score) for score in group) < 10 for group in grouping)


@given(JUDGED)
def test_half_answered_the_middle_or_better_and_half_the_middle_or_worse(points: list[int]) -> None:
    middle = middle_answer(points)
    assert 2 * sum(score >= middle for score in points) >= len(points)
    assert 2 * sum(score <= middle for score in points) >= len(points)


def test_writers_neither_release_nor_judge_their_own_report() -> None:
    with pytest.raises(NotAllowedError):
        policy.require_releasable(ReportState.PROTECTION_CHECKED, 3, 3, 7, [6, 7])
    with pytest.raises(NotAllowedError):
        policy.require_judge(7, [7])
    policy.require_releasable(ReportState.PROTECTION_CHECKED, 3, 3, 8, [6, 7])


def test_only_what_was_read_can_be_released() -> None:
    with pytest.raises(ConflictError):
        policy.require_releasable(ReportState.PROTECTION_CHECKED, 2, 3, 8, [7])
    for state in (ReportState.DRAFT, ReportState.RELEASED, ReportState.ANSWERED):
        with pytest.raises(ConflictError):
            policy.require_releasable(state, 3, 3, 8, [7])


def test_periods_end_before_today_and_do_not_overlap() -> None:
    today = date(2027, 3, 15)
    policy.require_period(date(2026, 1, 1), date(2026, 12, 31), today)
    for start, end in (
        (date(2026, 7, 1), date(2026, 7, 1)),
        (date(2025, 1, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 3, 16)),
    ):
        with pytest.raises(InvalidError):
            policy.require_period(start, end, today)
    with pytest.raises(InvalidError):
        policy.require_apart(date(2026, 6, 30), date(2026, 12, 31), [(date(2026, 1, 1), date(2026, 6, 30))])
    policy.require_apart(date(2026, 7, 1), date(2026, 12, 31), [(date(2026, 1, 1), date(2026, 6, 30))])


def test_in_short_has_at_most_150_words() -> None:
    assert policy.require_short("word " * 150)
    with pytest.raises(InvalidError):
        policy.require_short("word " * 151)


def test_reading_time_counts_every_text_and_is_never_none() -> None:
    texts: dict[str, Any] = dict.fromkeys(("in_short", "went_wrong", "learned", "no_failure_reason"), "")
    lists: dict[str, Any] = {"commitments": [], "figures": [], "stories": [], "questions": []}
    document = cast("Document", {**texts, **lists})
    assert reading_minutes(document) == 1
    words = "word " * READING_SPEED
    told: dict[str, Any] = {
        "in_short": words,
        "learned": words,
        "reach_gap": words,
        "views": [words],
        "questions": [words],
    }
    told |= {"commitments": [{"sentence": words}], "stories": [{"text": words}]}
    for minutes, (name, text) in enumerate(told.items(), start=1):
        document = cast("Document", {**document, name: text})
        assert reading_minutes(document) == minutes


@pytest.mark.parametrize("score", [None, 0, 6])
def test_there_are_five_points(score: int | None) -> None:
    with pytest.raises(InvalidError):
        policy.require_score(score)


GOOD = (StoryKind.WENT_WELL, True)
BAD = (StoryKind.DID_NOT_GO_WELL, True)


def _draft(**changes: object) -> Draft:
    whole = {
        "in_short": "a",
        "went_wrong": "b",
        "learned": "c",
        "no_failure_reason": "",
        "unanswered_commitments": 0,
        "figures": 1,
        "stories": [GOOD, GOOD, BAD],
    }
    return Draft(**(whole | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes, sections",
    [
        ({}, []),
        ({"in_short": ""}, [Section.SUMMARY]),
        ({"unanswered_commitments": 1}, [Section.COMMITMENTS]),
        ({"figures": 0}, [Section.FIGURES]),
        ({"stories": []}, [Section.STORIES]),
        ({"stories": [GOOD, BAD]}, [Section.STORIES]),
        ({"stories": [GOOD, GOOD, GOOD]}, [Section.STORIES]),
        ({"stories": [GOOD, GOOD, GOOD], "no_failure_reason": "Nobody agreed."}, []),
        ({"stories": [GOOD, GOOD, (StoryKind.DID_NOT_GO_WELL, False)]}, [Section.STORIES]),
        ({"went_wrong": "", "learned": ""}, [Section.LESSONS, Section.LESSONS]),
    ],
)
def test_what_a_draft_still_needs(changes: dict[str, object], sections: list[Section]) -> None:
    assert [missing.section for missing in missing_in(_draft(**changes))] == sections
