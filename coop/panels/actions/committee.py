"""What is asked of the complaints committee about a decision of the panel, and how it rules."""

from datetime import datetime

from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.errors import InvalidError
from coop.kernel.text import clean_text
from coop.kernel.words import mark
from coop.panels.actions.firing import fire, locked, parts_of
from coop.panels.actions.messages import tell_committee
from coop.panels.models import Procedure
from coop.panels.policy import Event, Part

RULINGS = (Event.RESUME, Event.DELIBERATE_AGAIN, Event.ANNUL)
_COMMITTEE = frozenset({Part.COMMITTEE})
ASKED = mark("You are asked to look at a decision about a vacancy. You rule within 10 days")


def ask_committee(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, reason: str, committee_token: str, at: datetime
) -> Procedure:
    """Something came out after the panel decided: everything stops and the committee rules (domain notes, E4).

    Also when the employer refused the last candidate: the committee tests that ground (E34).
    """
    if not actor.may(Permission.APPROVE_PROCEDURE):
        actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    said = clean_text(reason)
    if not said:
        raise InvalidError(mark("Give a reason. Everybody can read it."), field="reason")
    fire(
        *(db, procedure, Event.ASK_COMMITTEE, parts_of(actor)),
        at=at,
        account_id=actor.account_id,
        note=said,
        reason=True,
    )
    procedure.committee_token = procedure.committee_token or committee_token
    tell_committee(db, procedure, ASKED, at=at)
    db.flush()
    return procedure


def rule_on_decision(
    db: Session, district_id: int, procedure_id: int, *, ruling: Event, reasons: str, at: datetime
) -> Procedure:
    """The committee rules on a decision of the panel: it stands, the panel deliberates again, or all of it ends.

    `ruling` is one of `RULINGS`. Raises `InvalidError` without reasons or for another event.
    """
    procedure = locked(db, district_id, procedure_id)
    if ruling not in RULINGS:
        raise InvalidError(mark("Choose an answer."), field="ruling")
    said = clean_text(reasons)
    if not said:
        raise InvalidError(mark("Give a reason. Everybody can read it."), field="reasons")
    fire(db, procedure, ruling, _COMMITTEE, at=at, note=said, reason=True)
    return procedure
