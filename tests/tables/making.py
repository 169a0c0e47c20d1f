"""Tables in every state, made with the real actions."""

import time
from datetime import date

from sqlalchemy.orm import Session

from coop.districts.models import District
from coop.tables import actions
from coop.tables.actions.drafting import Shape
from coop.tables.models import DataTable, TableSet
from coop.tables.policy import AGE_WORDS, DOMAIN_WORDS, Dim, Measure, Subject
from coop.tables.queries import set_of
from tests.support.make import NOON, Person

Q1 = (date(2026, 1, 1), date(2026, 3, 31))
Q2 = (date(2026, 4, 1), date(2026, 6, 30))
Q3 = (date(2026, 7, 1), date(2026, 9, 30))
TO_Q3 = (date(2026, 1, 1), date(2026, 9, 30))
# Nine domains over two street groups; one cell of each kind: small, zero, sensitive below ten.
COUNTS = [[23, 14], [12, 9], [31, 17], [3, 11], [8, 12], [0, 7], [6, 8], [2, 1], [11, 4]]
ADDED = [[21, 13], [10, 8], [30, 12], [6, 13], [9, 10], [2, 8], [7, 5], [0, 2], [13, 3]]
LAST = [[19, 15], [14, 7], [28, 14], [1, 12], [7, 11], [3, 6], [4, 9], [1, 0], [12, 2]]


def shape(period: tuple[date, date] = Q1, **more: object) -> Shape:
    """New questions by domain and street group."""
    values: dict[str, object] = {
        "subject": Subject.NEW_REQUESTS,
        "measure": Measure.COUNT,
        "rows": Dim.DOMAIN,
        "columns": Dim.CLUSTER,
        "starts_on": period[0],
        "ends_on": period[1],
    }
    return Shape(**{**values, **more})  # type: ignore[arg-type]


def typed(
    db: Session,
    place: District,
    writer: Person,
    what: Shape | None = None,
    counts: list[list[int]] | None = None,
    *,
    report_ends_on: date | None = None,
) -> DataTable:
    """A table with its numbers."""
    wanted = what or shape()
    row = actions.begin_table(
        db, writer.actor, place.id, report_ends_on=report_ends_on or wanted.ends_on, shape=wanted, at=NOON
    )
    return actions.save_counts(db, writer.actor, place.id, row.id, counts=counts or COUNTS, at=NOON)


def checked(db: Session, place: District, writer: Person, row: DataTable) -> TableSet:
    """The set of this table, after its check, by page or by job."""
    done = actions.order_check(db, writer.actor, place.id, row.set_id, clock=time.process_time, at=NOON)
    if not done:
        claimed = actions.take_check(db, at=NOON)
        assert claimed == (place.id, row.set_id)
        work = actions.read_check(db, *claimed)
        actions.keep_check(db, work, *work.run(time.process_time, lambda _done, _total: None), at=NOON)
    return set_of(db, place.id, row.set_id)


def released(
    db: Session,
    place: District,
    writer: Person,
    chair: Person,
    what: Shape | None = None,
    counts: list[list[int]] | None = None,
) -> DataTable:
    """A public table."""
    row = typed(db, place, writer, what, counts)
    checked(db, place, writer, row)
    actions.release_tables(db, chair.actor, place.id, row.ends_on, at=NOON)
    return row


def sum_of(*tables: list[list[int]]) -> list[list[int]]:
    """Tables added cell by cell."""
    return [[sum(cells) for cells in zip(*lines, strict=True)] for lines in zip(*tables, strict=True)]


AGES = [[30], [41], [52], [8]]
assert len(COUNTS) == len(DOMAIN_WORDS)
assert len(AGES) == len(AGE_WORDS)
