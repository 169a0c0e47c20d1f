"""Answering why a figure differs from that of another neighbourhood."""

from datetime import datetime

from coop.accountability.policy.catalogue import CATALOGUE
from coop.districts.queries import hold_district
from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, NotFoundError
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.learning import policy, queries
from coop.learning.actions.must import account_of, required
from coop.learning.models import FenceAnswer


def answer_difference(
    db: Session, actor: Actor, district_id: int, other_id: int, *, code: str, text: str, at: datetime
) -> FenceAnswer:
    """Say in a sentence why a figure differs here from there; said again it replaces what was said."""
    actor.require(Permission.ANSWER_RESIDENTS)
    mine, theirs = queries.side_of(db, district_id), queries.side_of(db, other_id)
    if mine is None or theirs is None or code not in CATALOGUE:
        raise NotFoundError(mark("We do not know this figure."))
    pair = next((one for one in policy.side_by_side(mine[1], theirs[1]) if one.code == code), None)
    if pair is None:
        raise ConflictError(mark("This figure does not stand in both reports with the same definition."))
    said = required(clean_line(text), policy.SENTENCE_LENGTH, "text", mark("Answer in a sentence."))
    version = pair.mine["definition_version"]
    hold_district(db, district_id)
    row = queries.answers_between(db, district_id, other_id).get((district_id, code, version))
    if row is None:
        row = FenceAnswer(district_id=district_id, other_id=other_id, code=code, definition_version=version)
        db.add(row)
    row.text, row.account_id, row.at = said, account_of(actor), at
    db.flush()
    return row
