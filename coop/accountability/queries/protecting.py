"""What still keeps a report from being safe to release. Every kind of content with a check of its own adds a line."""

from datetime import datetime

from coop.accountability.models import Report
from coop.accountability.policy.document import small_counts_in
from coop.accountability.queries.drafts import preview_of
from coop.kernel.db import Session
from coop.kernel.words import mark
from coop.tables.policy import why_not
from coop.tables.queries import protected_of


def open_protection(db: Session, report: Report, at: datetime) -> list[str]:
    """Messages (msgids) of what did not pass; empty when the report may go to the board."""
    found = []
    if small_counts_in(preview_of(db, report, at)["figures"]):
        found.append(mark("A number that is too small to show would become public. The figures must be mended first."))
    tables = protected_of(db, report.district_id, report.ends_on)
    if not tables.is_ready:
        found.append(why_not(tables.step))
    return found


def needs_no_eyes(db: Session, report: Report, at: datetime) -> bool:
    """Whether nobody has to look: the report holds nothing but figures of the whole neighbourhood that are all safe."""
    return not open_protection(db, report, at)
