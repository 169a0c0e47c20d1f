"""Cases to learn from."""

from datetime import datetime

from sqlalchemy import select

from coop.accountability import policy
from coop.accountability.actions.writing import account_of
from coop.accountability.models import LearningCase
from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark


def note_learning_case(
    db: Session, actor: Actor, district_id: int, *, rule: str, did: str, why: str, at: datetime
) -> LearningCase:
    """Keep which rule a team member did not follow, what was done instead and why. Sent twice it is kept once."""
    actor.require(Permission.WRITE_REPORT)
    told = {
        "rule": policy.require_text(clean_line(rule), policy.SENTENCE_LENGTH, "rule", mark("Say which rule it is.")),
        "did": policy.require_text(clean_text(did), policy.TEXT_LENGTH, "did", mark("Tell what you did.")),
        "why": policy.require_text(clean_text(why), policy.TEXT_LENGTH, "why", mark("Tell why you did it.")),
    }
    before = db.scalar(select(LearningCase).filter_by(district_id=district_id, **told))
    if before is not None:
        return before
    case = LearningCase(district_id=district_id, account_id=account_of(actor), at=at, **told)
    db.add(case)
    db.flush()
    return case
