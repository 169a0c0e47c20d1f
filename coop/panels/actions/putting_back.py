"""Who was refused before the decision and complained with reason takes part again."""

from datetime import datetime

from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_text
from coop.kernel.words import mark
from coop.panels.actions.firing import fire, locked, parts_of
from coop.panels.actions.messages import tell_candidate
from coop.panels.models import Application
from coop.panels.policy import READING, AppState, Event, State
from coop.panels.queries import application_of, wronged_of

BACK = mark("You take part again. Your complaint was founded")


def put_back(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, application_id: int, reason: str, at: datetime
) -> Application:
    """A founded complaint is mended: this candidate takes part again, as far as the others are (domain notes, E36).

    While the panel still reads, it reads this application too. Later the candidate is heard with the others, without
    being weighed against them first: by then the panel knows more than the answers. Raises `ConflictError`.
    """
    if not actor.may(Permission.APPROVE_PROCEDURE):
        actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    mine = application_of(db, district_id, procedure_id, application_id)
    said = clean_text(reason)
    if not said:
        raise InvalidError(mark("Give a reason. Everybody can read it."), field="reason")
    if mine.account_id is not None and mine.account_id == actor.account_id:
        raise ConflictError(mark("This is about your own application. Let another board member do it."))
    if mine not in wronged_of(db, procedure.id):
        raise ConflictError(
            mark("Only who was refused before the decision, and whose complaint is founded, can take part again.")
        )
    since = State(procedure.suspended_from) if procedure.suspended_from else procedure.state
    fire(*(db, procedure, Event.PUT_BACK, parts_of(actor)), at=at, account_id=actor.account_id, note=said, reason=True)
    mine.state = AppState.ADMITTED if since in READING else AppState.SHORTLISTED
    # At the end there is another answer, and with it another letter.
    mine.letter = mine.letter_at = mine.repair_until_at = mine.missing = None
    mine.sorting_reason = ""
    tell_candidate(db, procedure, mine, BACK, at=at)
    db.flush()
    return mine
