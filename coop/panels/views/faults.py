"""A fault in the work of a panel after the placement: noting it, reading it, objecting, ruling on that."""

from typing import Any

from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.errors import ConflictError, NotAllowedError
from coop.kernel.words import mark
from coop.panels import actions, queries
from coop.panels.forms import FaultForm, FaultRulingForm, TextForm
from coop.panels.policy import AFTER_PLACEMENT, FAULT_WORDS, OBJECTION_TIME, FaultKind
from coop.panels.views.base import act_page, bp, load, require_state, seat_names
from coop.web.address import district, url_for
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.telltale import warn_of_marks
from coop.web.words import _


@bp.route("/vacatures/<int:procedure_id>/leden/<int:seat_id>/fout", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def note_fault(procedure_id: int, seat_id: int) -> ResponseReturnValue:
    """Note a fault of one member."""
    found = load(procedure_id)
    seat = queries.seat_of(db(), district().id, found.id, seat_id)
    require_state(found, *AFTER_PLACEMENT)
    form = FaultForm()
    done = accepted(
        form,
        lambda: actions.note_fault(
            *(db(), actor(), district().id, found.id),
            seat_id=seat.id,
            kind=FaultKind(form.kind.data),
            text=form.text.data,
            months=int(form.months.data),
            at=now(),
        ),
    )
    if done:
        tell(
            _("Noted, and public without a name. The member gets a message and can object for 28 days.")
            if done.value.account_id
            else _("Noted, and public without a name. Print this page for the member, who can object for 28 days.")
        )
        warn_of_marks(form.text.data)
        return see_other("panels.fault", procedure_id=found.id, fault_id=done.value.id)
    return act_page(
        *(found, form, _("Note a fault of seat %(number)s", number=seat.rank)),
        _("Who was placed stays: the contract is the employer's. The fault is public and counts in the year."),
        _("Hear the member first. The member can object; then the board looks at it."),
        button=_("Note this fault"),
    )


@bp.get("/vacatures/<int:procedure_id>/fouten/<int:fault_id>")
@allow(Permission.SEE_MY_PAGE)
def fault(procedure_id: int, fault_id: int) -> ResponseReturnValue:
    """What was noted, what follows and how to object: for the member, the secretary and the board."""
    found, row = _read(procedure_id, fault_id)
    may_object = row.objected_at is None and now() <= row.noted_at + OBJECTION_TIME
    on_paper = row.account_id is None and actor().may(Permission.MANAGE_PROCEDURE)
    seat = queries.seat_of(db(), district().id, found.id, row.seat_id)
    return page(
        "panels/fault.html",
        procedure=found,
        one=row,
        words=_(FAULT_WORDS[row.kind]),
        name=seat_names([seat], found.id)[seat.id],
        mine=_is_mine(row),
        object_until=row.noted_at + OBJECTION_TIME,
        can_object=may_object and (_is_mine(row) or on_paper),
        can_rule=actor().may(Permission.APPROVE_PROCEDURE) and row.objected_at is not None and row.ruled_at is None,
    )


def _is_mine(row: Any) -> bool:
    return row.account_id is not None and row.account_id == actor().account_id


def _read(procedure_id: int, fault_id: int) -> tuple[Any, Any]:
    found = load(procedure_id)
    row = queries.fault_of(db(), district().id, found.id, fault_id)
    works = actor().may(Permission.MANAGE_PROCEDURE) or actor().may(Permission.APPROVE_PROCEDURE)
    if not works and not _is_mine(row):
        raise NotAllowedError(mark("Only whom this note is about, the secretary and the board read it."))
    return found, row


@bp.route("/vacatures/<int:procedure_id>/fouten/<int:fault_id>/bezwaar", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def object_to_fault(procedure_id: int, fault_id: int) -> ResponseReturnValue:
    """Say that a note is not right."""
    found, row = _read(procedure_id, fault_id)
    form = TextForm()
    if accepted(
        form,
        lambda: actions.object_to_fault(
            *(db(), actor(), district().id, found.id), fault_id=row.id, text=form.text.data, at=now()
        ),
    ):
        tell(_("Your objection is with the board. Until it has ruled the note stays. You hear the answer."))
        return see_other("panels.fault", procedure_id=found.id, fault_id=row.id)
    return act_page(
        *(found, form, _("Object to this note")),
        _("Say what is not right. The board reads it, and the secretary. It is not public."),
        button=_("Send my objection"),
        back=(url_for("panels.fault", procedure_id=found.id, fault_id=row.id), found.title),
    )


@bp.route("/vacatures/<int:procedure_id>/fouten/<int:fault_id>/uitspraak", methods=["GET", "POST"])
@allow(Permission.APPROVE_PROCEDURE)
@posting
def rule_on_fault(procedure_id: int, fault_id: int) -> ResponseReturnValue:
    """The board on an objection."""
    found, row = _read(procedure_id, fault_id)
    if row.objected_at is None or row.ruled_at is not None:
        raise ConflictError(mark("No objection waits for the board."))
    form = FaultRulingForm()
    if accepted(
        form,
        lambda: actions.rule_on_fault(
            *(db(), actor(), district().id, found.id),
            fault_id=row.id,
            stands=form.stands.data == "yes",
            ruling=form.ruling.data,
            at=now(),
        ),
    ):
        tell(_("Recorded. The member gets a message. A note that falls is not public any more and counts nowhere."))
        return see_other("panels.fault", procedure_id=found.id, fault_id=row.id)
    return act_page(
        *(found, form, _("Rule on this objection")),
        _("When the note falls it is taken away, and this person can be drawn again at once."),
        button=_("Record the ruling of the board"),
        quotes=[(_("The note"), row.text), (_("The objection"), row.objection)],
        back=(url_for("panels.fault", procedure_id=found.id, fault_id=row.id), found.title),
    )
