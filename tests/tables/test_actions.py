"""Typing, checking and releasing tables; nobody gets around the audit."""

import time
from datetime import date
from itertools import chain

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coop.districts.actions import add_streets
from coop.districts.models import District
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.tables import actions, queries
from coop.tables.models import DataTable, LedgerEntry, TableSet
from coop.tables.policy import Dim, Measure, Step, Subject
from coop.tables.policy.outcome import outcome_from_json
from tests.support import make
from tests.support.make import NOON, Person
from tests.tables import making
from tests.tables.making import ADDED, AGES, COUNTS, LAST, Q1, Q2, Q3, TO_Q3


def test_a_checked_table_is_released_and_its_numbers_as_typed_are_gone(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    row = making.typed(db, place, writer)
    table_set = making.checked(db, place, writer, row)
    assert table_set.step is Step.SAFE
    found = outcome_from_json(row.outcome or {})
    assert found.exact_without > 0
    assert found.exact_now == 0
    assert found.insiders_safe
    assert found.worst is not None
    assert found.worst.left[0] == 0
    assert found.worst.left[1] is None or found.worst.left[1] >= 5
    actions.release_tables(db, chair.actor, place.id, row.ends_on, at=NOON)
    assert row.counts is None
    assert row.entry is None
    values = [value for line in (row.public or {})["values"] for value in line]
    assert None in values
    assert all(value >= 5 for value in values if value is not None)
    assert queries.ledger_size(db, place.id) == 1


def test_sensitive_domains_have_a_higher_threshold(db: Session, place: District, writer: Person, chair: Person) -> None:
    row = making.released(db, place, writer, chair)
    document = row.public or {}
    line = document["values"][document["row_codes"].index("addiction")]
    assert all(value is None or value >= 10 for value in line)
    plain = document["values"][document["row_codes"].index("health")]
    assert 8 in plain or None in plain


def test_no_table_is_released_without_a_check_of_exactly_these_numbers(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    row = making.typed(db, place, writer)
    with pytest.raises(ConflictError):
        actions.release_tables(db, chair.actor, place.id, row.ends_on, at=NOON)
    making.checked(db, place, writer, row)
    actions.save_counts(db, writer.actor, place.id, row.id, counts=ADDED, at=NOON)
    with pytest.raises(ConflictError, match="something changed"):
        actions.release_tables(db, chair.actor, place.id, row.ends_on, at=NOON)


def test_a_check_beside_fewer_tables_than_are_public_now_is_no_check(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    row = making.typed(db, place, writer, making.shape(Q2), ADDED)
    table_set = making.checked(db, place, writer, row)
    making.released(db, place, writer, chair)
    assert queries.step_of(db, table_set) is Step.NONE
    with pytest.raises(ConflictError):
        actions.release_tables(db, chair.actor, place.id, row.ends_on, at=NOON)


def test_who_typed_cannot_release(db: Session, place: District, writer: Person) -> None:
    row = making.typed(db, place, writer)
    making.checked(db, place, writer, row)
    with pytest.raises(NotAllowedError):
        actions.release_tables(db, writer.actor, place.id, row.ends_on, at=NOON)


def test_the_database_refuses_what_the_audit_did_not_find_safe(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    row = making.typed(db, place, writer)
    with pytest.raises(IntegrityError), db.begin_nested():
        db.execute(
            update(TableSet)
            .where(TableSet.id == row.set_id)
            .values(released_at=NOON, released_by=chair.actor.account_id)
        )


def test_nothing_is_taken_out_of_the_ledger(db: Session, place: District, writer: Person, chair: Person) -> None:
    row = making.released(db, place, writer, chair)
    for statement in (delete(LedgerEntry), update(LedgerEntry).values(entry="{}"), text("DELETE FROM ledger_entries")):
        with pytest.raises(IntegrityError), db.begin_nested():
            db.execute(statement)
    actions.withdraw_table(db, chair.actor, place.id, row.id, at=NOON)
    assert queries.tables_of(db, place.id) == []
    assert len(queries.ledger_of(db, place.id)) == 1


def two_quarters(db: Session, place: District, writer: Person, chair: Person) -> None:
    making.released(db, place, writer, chair)
    making.released(db, place, writer, chair, making.shape(Q2), ADDED)


def test_differencing_is_refused_and_can_be_cured(db: Session, place: District, writer: Person, chair: Person) -> None:
    two_quarters(db, place, writer, chair)
    row = making.typed(db, place, writer, making.shape(TO_Q3), making.sum_of(COUNTS, ADDED, LAST))
    table_set = making.checked(db, place, writer, row)
    assert table_set.step is Step.REFUSED
    found = outcome_from_json(row.outcome or {})
    assert all(leak.is_leftover for leak in found.leaks)
    assert "period=2026-07/2026-09" in found.leaks[0].codes
    with pytest.raises(ConflictError, match="Nobody can set that aside"):
        actions.require_protected(db, place.id, TO_Q3[1])
    with pytest.raises(ConflictError, match="Nobody can set that aside"):
        actions.release_tables(db, chair.actor, place.id, TO_Q3[1], at=NOON)
    quarter = making.typed(db, place, writer, making.shape(Q3), LAST)
    assert making.checked(db, place, writer, quarter).step is Step.SAFE
    actions.release_tables(db, chair.actor, place.id, TO_Q3[1], at=NOON)
    assert queries.ledger_size(db, place.id) == 4


def test_leaving_out_the_cumulative_table_is_offered_and_works(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    two_quarters(db, place, writer, chair)
    row = making.typed(db, place, writer, making.shape(TO_Q3), making.sum_of(COUNTS, ADDED, LAST))
    table_set = making.checked(db, place, writer, row)
    drop = next(number for number, cure in enumerate(table_set.cures) if cure["kind"] == "drop")
    actions.apply_cure(db, writer.actor, place.id, table_set.id, number=drop, at=NOON)
    assert list(queries.tables_in(db, table_set)) == []
    assert queries.protected_of(db, place.id, TO_Q3[1]).is_ready


def test_ages_that_hide_too_much_can_be_counted_together(db: Session, place: District, writer: Person) -> None:
    counts = [[12, 4, 3, 2], [14, 2, 1, 3], [9, 1, 4, 0], [8, 3, 2, 1], [6, 2, 2, 2], [7, 1, 0, 3]] + [[1, 2, 0, 1]] * 3
    row = making.typed(db, place, writer, making.shape(columns=Dim.AGE), counts)
    table_set = making.checked(db, place, writer, row)
    cures = [cure for cure in table_set.cures if cure["kind"] == "merge"]
    assert cures
    before = len(outcome_from_json(row.outcome or {}).cells) / 50
    assert cures[0]["hidden"] / cures[0]["cell_count"] < before
    actions.apply_cure(db, writer.actor, place.id, table_set.id, number=table_set.cures.index(cures[0]), at=NOON)
    assert any(" + " in code for code in row.column_codes)
    assert sum(map(sum, row.counts or [])) == sum(map(sum, counts))  # type: ignore[arg-type]
    after = making.checked(db, place, writer, row)
    assert after.step is Step.SAFE
    assert len(outcome_from_json(row.outcome or {}).cells) == cures[0]["hidden"]


def test_a_correction_is_a_new_table_that_hides_what_changed_a_little(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    first = making.released(db, place, writer, chair)
    counts = [list(line) for line in COUNTS]
    counts[0][0] += 1
    wrong = making.shape()
    with pytest.raises(InvalidError, match="already"):
        making.typed(db, place, writer, wrong, counts, report_ends_on=Q2[1])
    row = making.typed(db, place, writer, making.shape(corrects_id=first.id), counts, report_ends_on=Q2[1])
    assert making.checked(db, place, writer, row).step is Step.SAFE
    actions.release_tables(db, chair.actor, place.id, Q2[1], at=NOON)
    before, after = (first.public or {})["values"], (row.public or {})["values"]
    assert before[0][0] == 23
    assert after[0][0] is None
    for old, new in zip(chain(*before), chain(*after), strict=True):
        assert new is None or old is not None
        assert new is None or new == old or abs(new - old) >= 5
    assert queries.ledger_size(db, place.id) == 2
    assert len(queries.ledger_of(db, place.id)) == 1
    assert queries.correction_of(db, place.id, first.id) is row


def test_numbers_that_do_not_fit_what_is_public_are_refused_without_saying_them(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    making.released(db, place, writer, chair)
    by_age = making.shape(rows=Dim.AGE, columns=None)
    row = making.typed(db, place, writer, by_age, AGES, report_ends_on=Q2[1])
    table_set = making.checked(db, place, writer, row)
    assert table_set.step is Step.REFUSED
    assert outcome_from_json(row.outcome or {}).contradicts is not None
    told = str({**(row.outcome or {}), "table_id": "the table"})
    assert not any(str(count) in told for [count] in AGES if count > 10)


def test_an_unfinished_check_cannot_be_released(db: Session, place: District, writer: Person, chair: Person) -> None:
    row = making.typed(db, place, writer)
    table_set = making.checked(db, place, writer, row)
    for step in (Step.UNFINISHED, Step.STOPPED, Step.RUNNING, Step.WAITING, Step.REFUSED, Step.NONE):
        table_set.step = step
        db.flush()
        with pytest.raises(ConflictError):
            actions.release_tables(db, chair.actor, place.id, row.ends_on, at=NOON)
        released = update(TableSet).values(released_at=NOON, released_by=chair.actor.account_id)
        with pytest.raises(IntegrityError), db.begin_nested():
            db.execute(released)
        db.refresh(table_set)


def test_a_long_check_is_a_job_and_a_job_that_was_killed_is_taken_over(
    db: Session, place: District, writer: Person, chair: Person
) -> None:
    two_quarters(db, place, writer, chair)
    row = making.typed(db, place, writer, making.shape(TO_Q3), making.sum_of(COUNTS, ADDED, LAST))
    making.typed(db, place, writer, making.shape(Q3), LAST)
    assert not actions.order_check(db, writer.actor, place.id, row.set_id, clock=time.process_time, at=NOON)
    with pytest.raises(ConflictError):
        actions.save_counts(db, writer.actor, place.id, row.id, counts=COUNTS, at=NOON)
    assert actions.take_check(db, at=NOON) == (place.id, row.set_id)
    assert actions.take_check(db, at=NOON) is None
    actions.tell_check(db, row.set_id, 1, 2, at=NOON)
    later = NOON.replace(hour=NOON.hour + 1)
    assert actions.take_check(db, at=later) == (place.id, row.set_id)
    actions.stop_check(db, row.set_id, "Something went wrong.", at=later)
    table_set = queries.set_of(db, place.id, row.set_id)
    db.refresh(table_set)
    assert table_set.step is Step.STOPPED
    assert making.checked(db, place, writer, row).step is Step.SAFE


def test_what_is_no_count_has_its_own_rules(db: Session, place: District, writer: Person, chair: Person) -> None:
    making.typed(db, place, writer)
    median = making.typed(
        db,
        place,
        writer,
        making.shape(measure=Measure.MEDIAN, columns=None),
        [[17, 37], [9, 21], [12, 9]] + [[30, 11]] * 6,
    )
    share = making.typed(
        db,
        place,
        writer,
        making.shape(measure=Measure.SHARE, columns=None),
        [[31, 37], [21, 21], [7, 19]] + [[1, 30]] * 6,
    )
    money = [[4000, 37, 500, 400], [9000, 21, 4000, 400], [400, 4, 100, 100]] + [[6000, 12, 900, 800]] * 6
    amount = making.typed(db, place, writer, making.shape(measure=Measure.AMOUNT, columns=None), money)
    assert making.checked(db, place, writer, median).step is Step.SAFE
    actions.release_tables(db, chair.actor, place.id, Q1[1], at=NOON)

    def values(row: DataTable) -> list[object]:
        return [line[0] for line in (row.public or {})["values"]][:3]

    assert values(median) == [2, 1, None]
    assert values(share) == [85, None, None]
    assert values(amount)[0] in (4000, 4500)
    assert values(amount)[1:] == [None, None]


def test_money_needs_counts_beside_it(db: Session, place: District, writer: Person) -> None:
    money = making.shape(measure=Measure.AMOUNT, columns=None)
    row = making.typed(db, place, writer, money, [[6000, 12, 900, 800]] * 9)
    with pytest.raises(ConflictError, match="table of counts"):
        making.checked(db, place, writer, row)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"columns": Dim.DOMAIN}, "two different divisions"),
        ({"measure": Measure.MEAN}, "Only counts"),
        ({"measure": Measure.STOCK, "rows": Dim.AGE, "columns": None}, "whole neighbourhood"),
        ({"measure": Measure.STOCK, "columns": None}, "twice a year"),
        ({"starts_on": date(2026, 1, 2)}, "first day of a month"),
        ({"ends_on": date(2026, 3, 30)}, "last day of a month"),
        ({"starts_on": date(2025, 1, 1)}, "at most one year"),
    ],
)
def test_what_is_never_a_table(
    db: Session, place: District, writer: Person, more: dict[str, object], message: str
) -> None:
    what = making.shape(Q1, **more)
    with pytest.raises(InvalidError, match=message):
        actions.begin_table(db, writer.actor, place.id, report_ends_on=Q1[1], shape=what, at=NOON)


def test_too_many_street_groups_for_a_short_period(db: Session, place: District, writer: Person) -> None:
    make_clusters(db, place, 5)
    with pytest.raises(ConflictError, match="at most 4 street groups"):
        making.typed(db, place, writer)


def make_clusters(db: Session, place: District, count: int) -> None:
    add_streets(db, place.id, {f"Buurt {number}": (f"Laan {number}",) for number in range(count)})


def test_street_groups_stay_the_same_within_a_year(db: Session, place: District, writer: Person, chair: Person) -> None:
    making.released(db, place, writer, chair)
    make_clusters(db, place, 1)
    row = making.typed(db, place, writer, making.shape(Q2), [[*line, 20] for line in ADDED])
    with pytest.raises(ConflictError, match="stay the same"):
        making.checked(db, place, writer, row)


def test_a_report_without_tables_has_nothing_to_check(db: Session, place: District, writer: Person) -> None:
    found = actions.check_protection(db, writer.actor, place.id, Q1[1], clock=time.process_time, at=NOON)
    assert found.is_ready
    actions.require_protected(db, place.id, Q1[1])
    making.typed(db, place, writer)
    with pytest.raises(ConflictError):
        actions.require_protected(db, place.id, Q1[1])
    found = actions.check_protection(db, writer.actor, place.id, Q1[1], clock=time.process_time, at=NOON)
    assert found.is_ready


def test_an_import_names_what_it_does_not_know(db: Session, place: District, writer: Person) -> None:
    row = making.typed(db, place, writer)
    with pytest.raises(InvalidError, match="Elsewhere"):
        actions.import_counts(db, writer.actor, place.id, row.id, cells={("money", "Elsewhere"): 3}, at=NOON)
    actions.import_counts(db, writer.actor, place.id, row.id, cells={("money", "Noord"): 3}, at=NOON)
    assert (row.counts or [])[0] == [3, None]
    with pytest.raises(ConflictError, match="missing"):
        making.checked(db, place, writer, row)


def test_referrals_have_a_threshold_of_ten(db: Session, place: District, writer: Person, chair: Person) -> None:
    row = making.released(
        db,
        place,
        writer,
        chair,
        making.shape(subject=Subject.SECOND_LINE, rows=Dim.AGE, columns=None),
        [[30], [9], [14], [7]],
    )
    values = [line[0] for line in (row.public or {})["values"]]
    assert all(value is None or value >= 10 for value in values)
    assert values[1] is None


def test_nobody_else_works_on_tables(db: Session, place: District, writer: Person) -> None:
    row = making.typed(db, place, writer)
    resident = make.resident(db, place)
    with pytest.raises(NotAllowedError):
        actions.order_check(db, resident.actor, place.id, row.set_id, clock=time.process_time, at=NOON)
    with pytest.raises(NotAllowedError):
        making.typed(db, place, resident)
    assert db.scalars(select(TableSet)).all()
