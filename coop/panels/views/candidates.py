"""Pages of the secretary about one candidate: sorting, taking out names, the interview, the letter."""

from datetime import datetime
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.clock import AMSTERDAM
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.members.queries import names_of
from coop.panels import actions, queries
from coop.panels.forms import (
    InterviewForm,
    InviteForm,
    letter_form,
    present_form,
    redact_form,
    sort_form,
)
from coop.panels.policy import KNOCK_OUTS, UNSORTED, AppState, SeatState, State, item_of
from coop.panels.views.base import act_page, bp, load, require_state, shown
from coop.web.address import district
from coop.web.forms import EmptyForm, accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


def _candidate(found: Any, application_id: int) -> Any:
    return queries.application_of(db(), district().id, found.id, application_id)


@bp.route("/vacatures/<int:procedure_id>/kandidaten/<int:application_id>", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def candidate(procedure_id: int, application_id: int) -> ResponseReturnValue:
    """One application, as the secretary sees it; after closing it is sorted here."""
    found = load(procedure_id)
    one = _candidate(found, application_id)
    told = {"state": one.state.value, "reason": one.sorting_reason, "missing": one.missing or []}
    form: Any = sort_form(found.items, told)
    if request.method == "POST":
        require_state(found, State.CLOSED)
    if accepted(
        form,
        lambda: actions.sort_application(
            *(db(), actor(), district().id, found.id),
            application_id=one.id,
            state=AppState(form.state.data),
            reason=form.reason.data or "",
            missing=form.missing.data or [],
            at=now(),
        ),
    ):
        tell(_("Noted. When all applications are sorted the panel can read the answers."))
        return see_other("panels.manage", procedure_id=found.id)
    others = actions.newer_than(one, queries.applications_of(db(), found.id))
    return page(
        "panels/candidate.html",
        one=one,
        answers=[(item_of(code), one.answers.get(code, "")) for code in found.items],
        redacted=one.redacted or {},
        knock_outs=[(KNOCK_OUTS[code], code in (one.knock_outs or [])) for code in found.knock_outs or []],
        sorting=found.state is State.CLOSED,
        can_replace=found.state is State.CLOSED and one.state in UNSORTED and bool(others),
        may_write=actions.may_write(found, one),
        form=form,
        **shown(found),
    )


@bp.post("/vacatures/<int:procedure_id>/kandidaten/<int:application_id>/vervangen")
@allow(Permission.MANAGE_PROCEDURE)
@posting
def replace(procedure_id: int, application_id: int) -> ResponseReturnValue:
    """A newer application of the same person counts."""
    found = load(procedure_id)
    one = _candidate(found, application_id)
    actions.replace_older(db(), actor(), district().id, found.id, application_id=one.id, at=now())
    tell(_("The older application is erased. The newer one of the same person counts."))
    return see_other("panels.manage", procedure_id=found.id)


@bp.route("/vacatures/<int:procedure_id>/kandidaten/<int:application_id>/onherkenbaar", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def redact(procedure_id: int, application_id: int) -> ResponseReturnValue:
    """Take out what tells who the writer is."""
    found = load(procedure_id)
    one = _candidate(found, application_id)
    require_state(found, State.CLOSED)
    form: Any = redact_form(
        found.items, {f"answer_{code}": text for code, text in (one.redacted or one.answers).items()}
    )
    if accepted(
        form,
        lambda: actions.redact(
            *(db(), actor(), district().id, found.id),
            application_id=one.id,
            answers={code: form[f"answer_{code}"].data for code in found.items},
            at=now(),
        ),
    ):
        tell(_("The panel reads this version. The candidate keeps seeing what was sent."))
        return see_other("panels.candidate", procedure_id=found.id, application_id=one.id)
    return act_page(
        *(found, form, _("Make candidate %(number)s unrecognisable", number=one.number)),
        _("Take out names, schools, employers and functions. Change nothing else."),
        button=_("Save what the panel reads"),
    )


@bp.route("/vacatures/<int:procedure_id>/selectie", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def shortlist(procedure_id: int) -> ResponseReturnValue:
    """How many are invited: agreed before anybody sees a score."""
    found = load(procedure_id)
    require_state(found, State.SCREENING)
    form = InviteForm()
    if accepted(
        form,
        lambda: actions.agree_on_invited(db(), actor(), district().id, found.id, count=form.count.data, at=now()),
    ):
        tell(_("The shortlist is made. Show the names to the panel now, and write to who is not invited."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Make the shortlist")),
        _("The candidates with the highest means are invited. You choose the number before anybody sees a score."),
        button=_("Make the shortlist"),
    )


@bp.route("/vacatures/<int:procedure_id>/kandidaten/<int:application_id>/gesprek", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def plan_interview(procedure_id: int, application_id: int) -> ResponseReturnValue:
    """Plan an interview, or move it once."""
    found = load(procedure_id)
    one = _candidate(found, application_id)
    require_state(found, State.INTERVIEWING)
    known = queries.interviews_of(db(), found.id).get(one.id)
    data: dict[str, Any] = {}
    if known is not None:
        local = known.starts_at.astimezone(AMSTERDAM)
        data = {"day": local.date(), "time": local.time(), "minutes": known.minutes, "place": known.place}
        data["arrangement"] = known.arrangement
    form = InterviewForm(data=data)
    if accepted(
        form,
        lambda: actions.plan_interview(
            *(db(), actor(), district().id, found.id),
            application_id=one.id,
            starts_at=datetime.combine(form.day.data, form.time.data, AMSTERDAM),
            minutes=form.minutes.data,
            place=form.place.data,
            arrangement=form.arrangement.data or "",
            at=now(),
        ),
    ):
        tell(_("Planned. The candidate sees it on the private page. Write or call who has no e-mail."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Interview with candidate %(number)s", number=one.number)),
        _("All candidates get the same questions in the same order, and as much time."),
        button=_("Plan this interview"),
    )


@bp.route("/vacatures/<int:procedure_id>/kandidaten/<int:application_id>/aanwezig", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def hold_interview(procedure_id: int, application_id: int) -> ResponseReturnValue:
    """Write down who was at the whole interview."""
    found = load(procedure_id)
    one = _candidate(found, application_id)
    require_state(found, State.INTERVIEWING)
    back = {
        row.seat_id
        for row in queries.declarations_of(db(), found.id)
        if row.steps_back and row.application_id == one.id
    }
    seats = [
        seat for seat in queries.seats_of(db(), found.id) if seat.answer is SeatState.ACCEPTED and seat.id not in back
    ]
    names = names_of(db(), [seat.account_id for seat in seats if seat.account_id])
    form: Any = present_form([(seat.id, names.get(seat.account_id or 0, str(seat.rank))) for seat in seats])
    if accepted(
        form,
        lambda: actions.hold_interview(
            *(db(), actor(), district().id, found.id),
            application_id=one.id,
            present=[int(seat) for seat in form.present.data],
            at=now(),
        ),
    ):
        tell(_("Noted. Who was there can give scores now, until 48 hours after the last interview."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Who was at the interview with candidate %(number)s?", number=one.number)),
        _("Only who was there from beginning to end gives scores. At least 4 members are needed."),
        button=_("The interview was held"),
    )


@bp.post("/vacatures/<int:procedure_id>/kandidaten/<int:application_id>/niet-gekomen")
@allow(Permission.MANAGE_PROCEDURE)
@posting
def no_show(procedure_id: int, application_id: int) -> ResponseReturnValue:
    """The candidate did not come."""
    found = load(procedure_id)
    one = _candidate(found, application_id)
    actions.note_no_show(db(), actor(), district().id, found.id, application_id=one.id, at=now())
    tell(_("Noted. Write to this candidate. Who had a good reason can complain."))
    return see_other("panels.manage", procedure_id=found.id)


@bp.route("/vacatures/<int:procedure_id>/kandidaten/<int:application_id>/brief", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def letter(procedure_id: int, application_id: int) -> ResponseReturnValue:
    """A personal letter with reasons by item; afterwards the letter itself, to print."""
    found = load(procedure_id)
    one = _candidate(found, application_id)
    if one.letter_at is None and not actions.may_write(found, one):
        raise ConflictError(mark("It is not sure yet that this candidate is not chosen."))
    if one.letter_at is not None and request.method == "GET":
        return _printed(found, one)
    form: Any = letter_form(found.items)
    if accepted(
        form,
        lambda: actions.write_letter(
            *(db(), actor(), district().id, found.id),
            application_id=one.id,
            text=form.text.data,
            by_item={code: form[f"reason_{code}"].data or "" for code in found.items},
            at=now(),
        ),
    ):
        tell(_("The letter is on the private page of the candidate. Print it for who has no e-mail."))
        return see_other("panels.letter", procedure_id=found.id, application_id=one.id)
    return act_page(
        *(found, form, _("Write to candidate %(number)s", number=one.number)),
        _("Give reasons by the items of the rubric. Scores of single members are never in a letter."),
        _("The letter also tells how to complain, and when the data are erased. You need not write that."),
        button=_("Send this letter"),
    )


def _printed(found: Any, one: Any) -> ResponseReturnValue:
    stored = one.letter or {}
    return page(
        "panels/letter.html",
        one=one,
        text=stored.get("text", ""),
        reasons=[(item_of(code).name, stored[code]) for code in found.items if code in stored],
        form=EmptyForm(),
        **shown(found),
    )
