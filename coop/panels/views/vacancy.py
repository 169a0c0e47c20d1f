"""Preparing, approving, publishing and drawing."""

from datetime import date, datetime, time
from typing import Any

from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.clock import AMSTERDAM
from coop.panels import actions, queries
from coop.panels.forms import (
    ApproveForm,
    ContactsForm,
    CorrectForm,
    ExtendForm,
    PrepareForm,
    PublishForm,
    ReasonForm,
    TextForm,
)
from coop.panels.policy import PLUS, State
from coop.panels.views.base import act_page, bp, load, require_state
from coop.web.address import district, url_for
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import see_other, tell
from coop.web.session import db, now
from coop.web.words import _


def at_eight(day: date) -> datetime:
    """20:00 in the Netherlands."""
    return datetime.combine(day, time(20), AMSTERDAM)


def _prepare(form: Any, procedure_id: int | None) -> Any:
    return actions.prepare_procedure(
        db(),
        actor(),
        district().id,
        title=form.title.data,
        text=form.text.data,
        minutes_week=form.hours.data * 60,
        places=form.places.data,
        home_organisation=form.home_organisation.data,
        items=form.items.data,
        most_important=form.most_important.data or "",
        knock_outs=form.knock_outs.data or [],
        plus=form.plus.data,
        closes_at=at_eight(form.closes_on.data),
        procedure_id=procedure_id,
        at=now(),
    )


@bp.route("/vacatures/nieuw", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def prepare() -> ResponseReturnValue:
    """A new vacancy."""
    form = PrepareForm()
    done = accepted(form, lambda: _prepare(form, None))
    if done:
        tell(_("The draft is saved. Look at it once more, and then show it to the board."))
        return see_other("panels.manage", procedure_id=done.value.id)
    return _draft_page(form, None)


def _draft_page(form: Any, found: Any) -> ResponseReturnValue:
    back = (
        (url_for("panels.manage", procedure_id=found.id), found.title)
        if found
        else (url_for("panels.vacancies"), _("All vacancies"))
    )
    return act_page(
        *(found, form, _("Change the draft") if found else _("Prepare a vacancy")),
        _("The board approves it. Then residents volunteer and a panel is drawn, before anybody can apply."),
        button=_("Save this draft"),
        back=back,
    )


@bp.route("/vacatures/<int:procedure_id>/profiel", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def edit_draft(procedure_id: int) -> ResponseReturnValue:
    """Change a draft."""
    found = load(procedure_id)
    require_state(found, State.DRAFT)
    form = PrepareForm(
        data={
            **{name: getattr(found, name) for name in ("title", "text", "home_organisation", "knock_outs")},
            "hours": found.minutes_week // 60,
            "places": found.places,
            "items": [code for code in found.items if code != PLUS.code],
            "plus": PLUS.code in found.items,
            "most_important": found.most_important or "",
            "closes_on": found.closes_at.astimezone(AMSTERDAM).date(),
        }
    )
    if accepted(form, lambda: _prepare(form, found.id)):
        tell(_("The draft is saved. Look at it once more, and then show it to the board."))
        return see_other("panels.manage", procedure_id=found.id)
    return _draft_page(form, found)


@bp.route("/vacatures/<int:procedure_id>/adressen", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def contacts(procedure_id: int) -> ResponseReturnValue:
    """Where employer and complaints committee get their messages."""
    found = load(procedure_id)
    if found.state is State.ERASED:
        require_state(found)
    form = ContactsForm(data={"employer": found.employer_contact, "committee": found.committee_contact})
    if accepted(
        form,
        lambda: actions.keep_contacts(
            *(db(), actor(), district().id, found.id),
            employer=form.employer.data or "",
            committee=form.committee.data or "",
        ),
    ):
        tell(_("Kept. From now on they get a message with their private page when they have to do something."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Where employer and complaints committee get messages")),
        _("Leave a field empty to give them the private address yourself, by phone or on paper."),
        _("Both addresses are erased together with the data of the candidates."),
        button=_("Keep these addresses"),
    )


@bp.route("/vacatures/<int:procedure_id>/goedkeuren", methods=["GET", "POST"])
@allow(Permission.APPROVE_PROCEDURE)
@posting
def approve(procedure_id: int) -> ResponseReturnValue:
    """The board approves the profile."""
    found = load(procedure_id)
    require_state(found, State.PROFILE_REVIEW)
    form = ApproveForm()
    if accepted(
        form,
        lambda: actions.approve(
            db(), actor(), district().id, found.id, at=now(), works_council=form.works_council.data
        ),
    ):
        tell(_("Approved. The secretary can now invite residents to volunteer for the panel."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Approve this vacancy")),
        _("Your approval fixes how far the say of residents goes. A later change does not touch this procedure."),
        button=_("Approve this vacancy"),
    )


@bp.route("/vacatures/<int:procedure_id>/terugsturen", methods=["GET", "POST"])
@allow(Permission.APPROVE_PROCEDURE)
@posting
def request_changes(procedure_id: int) -> ResponseReturnValue:
    """The board asks for changes."""
    found = load(procedure_id)
    require_state(found, State.PROFILE_REVIEW)
    form = ReasonForm()
    if accepted(
        form,
        lambda: actions.request_changes(db(), actor(), district().id, found.id, reason=form.reason.data, at=now()),
    ):
        tell(_("The profile is back with the secretary, with your reason."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Ask for changes")),
        _("The profile goes back to the secretary. Your reason is in the history of this procedure."),
        button=_("Send the profile back"),
    )


@bp.route("/vacatures/<int:procedure_id>/opmerking-beantwoorden", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def answer_remark(procedure_id: int) -> ResponseReturnValue:
    """Answer the oldest remark that is open."""
    found = load(procedure_id)
    require_state(found, State.PROFILE_REVIEW)
    left = [one for one in queries.remarks_of(db(), found.id) if one.answered_at is None]
    if not left:
        return see_other("panels.manage", procedure_id=found.id)
    form = TextForm()
    if accepted(
        form,
        lambda: actions.answer_remark(
            *(db(), actor(), district().id, found.id), remark_id=left[0].id, text=form.text.data, at=now()
        ),
    ):
        tell(_("Your answer stands beside the remark."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Answer a remark")),
        _("Everybody can read your answer."),
        button=_("Place my answer"),
        quotes=[(_("The remark"), left[0].text)],
    )


@bp.route("/vacatures/<int:procedure_id>/publiceren", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def publish(procedure_id: int) -> ResponseReturnValue:
    """Open the vacancy for candidates."""
    found = load(procedure_id)
    require_state(found, State.APPROVED)
    form = PublishForm(data={"closes_on": found.closes_at.astimezone(AMSTERDAM).date()})
    if accepted(
        form,
        lambda: actions.publish_vacancy(
            *(db(), actor(), district().id, found.id),
            closes_at=at_eight(form.closes_on.data),
            equal_treatment=form.equal_treatment.data,
            at=now(),
        ),
    ):
        tell(_("The vacancy is open for applications. It closes by itself at the closing moment."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Publish the vacancy")),
        _("From then on people can apply. What the panel judges on, the mandate and the closing day cannot change."),
        button=_("Publish the vacancy"),
    )


@bp.route("/vacatures/<int:procedure_id>/tekst", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def correct(procedure_id: int) -> ResponseReturnValue:
    """Mend the text of an open vacancy."""
    found = load(procedure_id)
    require_state(found, State.PUBLISHED)
    form = CorrectForm(data={"text": found.text})
    if accepted(
        form,
        lambda: actions.correct_text(
            *(db(), actor(), district().id, found.id), text=form.text.data, reason=form.reason.data, at=now()
        ),
    ):
        tell(_("The text is mended. What changed is on the page of the vacancy."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Correct the text")),
        _("Only the text. Say in one sentence what changed: everybody can read that."),
        button=_("Save the corrected text"),
        order=("text", "reason"),
    )


@bp.route("/vacatures/<int:procedure_id>/langer-open", methods=["GET", "POST"])
@allow(Permission.APPROVE_PROCEDURE)
@posting
def extend(procedure_id: int) -> ResponseReturnValue:
    """More time for candidates."""
    found = load(procedure_id)
    require_state(found, State.PUBLISHED)
    form = ExtendForm()
    if accepted(
        form,
        lambda: actions.extend(
            db(), actor(), district().id, found.id, until_at=at_eight(form.closes_on.data), at=now()
        ),
    ):
        tell(_("There is more time to apply. Candidates get a message."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Give candidates more time")),
        _("For everybody the same. Who has applied gets a message."),
        button=_("Move the closing day"),
    )
