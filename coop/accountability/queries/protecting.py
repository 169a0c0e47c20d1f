"""What still keeps a report from being safe to release. Every kind of content with a check of its own adds a line."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from coop.accountability.models import Report
from coop.accountability.policy.document import PublicFigure, small_counts_in
from coop.accountability.queries.drafts import preview_of
from coop.kernel.db import Session
from coop.kernel.words import mark
from coop.tables.policy import Subject, why_not
from coop.tables.queries import hidden_totals_of, protected_of

# The figure of a report that tells the same total as a table, and where it stands.
_TOTALS = {
    ("new_requests", "value"): Subject.NEW_REQUESTS,
    ("solved_without_second_line", "denominator"): Subject.CLOSED,
    ("referred", "value"): Subject.SECOND_LINE,
}


def open_protection(db: Session, report: Report, at: datetime) -> list[str]:
    """Messages (msgids) of what did not pass; empty when the report may go to the board."""
    found = []
    figures = preview_of(db, report, at)["figures"]
    if small_counts_in(figures):
        found.append(mark("A number that is too small to show would become public. The figures must be mended first."))
    tables = protected_of(db, report.district_id, report.ends_on)
    if not tables.is_ready:
        found.append(why_not(tables.step))
    if hidden_totals_of(db, report.district_id, report.ends_on) & _totals_told(figures):
        found.append(mark("A figure tells a total that a table hides. Leave out that table or that figure."))
    return found


def _totals_told(figures: Sequence[PublicFigure]) -> frozenset[Subject]:
    public: dict[str, Mapping[str, object]] = {figure["code"]: figure for figure in figures}
    return frozenset(subject for (code, part), subject in _TOTALS.items() if public.get(code, {}).get(part) is not None)


def needs_no_eyes(db: Session, report: Report, at: datetime) -> bool:
    """Whether nobody has to look: the report holds nothing but figures of the whole neighbourhood that are all safe."""
    return not open_protection(db, report, at)
