"""Pages for the secretary and the board."""

import secrets
from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from flask.typing import ResponseReturnValue

from coop.districts.policy import MandateSnapshot
from coop.kernel.access import Permission, Role
from coop.kernel.clock import AMSTERDAM
from coop.kernel.errors import NotAllowedError, NotFoundError
from coop.kernel.words import mark
from coop.members.queries import names_of
from coop.panels import actions, queries
from coop.panels.forms import AnswerForm, DiceForm, EmployerForm, PrepareForm, ReasonForm, decision_form
from coop.panels.policy import STATE_WORDS, Event, State, board_deadline, outcome_events
from coop.panels.views.base import bp, load, sees_drafts, shown
from coop.web.address import district
from coop.web.forms import EmptyForm, accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.route("/vacatures/nieuw", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def prepare() -> ResponseReturnValue:
    """A new vacancy."""
    form = PrepareForm()
    done = accepted(
        form,
        lambda: actions.prepare_procedure(
            db(),
            actor(),
            district().id,
            title=form.title.data,
            text=form.text.data,
            minutes_week=form.hours.data * 60,
            home_organisation=form.home_organisation.data,
            items=form.items.data,
            closes_at=datetime.combine(form.closes_on.data, time(20), AMSTERDAM),
            at=now(),
        ),
    )
    if done:
        tell(_("The draft is ready. Now the board looks at it. You find it on My page when the board has approved it."))
        return see_other("panels.manage", procedure_id=done.value.id)
    return page("panels/prepare.html", form=form)


@bp.get("/vacatures/<int:procedure_id>/beheer")
@allow(Permission.SEE_MY_PAGE)
def manage(procedure_id: int) -> ResponseReturnValue:
    """The procedure as a line of steps: what waits for whom."""
    if not sees_drafts():
        raise NotAllowedError(mark("You may not do this with your role in this neighbourhood."))
    found = load(procedure_id)
    is_secretary = actor().has(Role.SECRETARY)
    named = is_secretary or (found.decided_at is not None and found.state is not State.DELIBERATION)
    applications = queries.applications_of(db(), found.id) if named else ()
    seats = queries.seats_of(db(), found.id)
    return page(
        "panels/manage.html",
        **shown(found),
        is_secretary=is_secretary,
        is_board=actor().has(Role.BOARD),
        volunteers=queries.volunteer_count(db(), found.id),
        seats=seats,
        names=names_of(db(), [seat.account_id for seat in seats]) if is_secretary else {},
        everybody_ready=queries.progress_of(db(), found).everybody_ready,
        applications=applications,
        closing_passed=now() >= found.closes_at,
        scores_due_passed=now() >= found.scores_due_at,
        board_until=board_deadline(found.decided_at) if found.decided_at else None,
        history=[
            (change.at, _(STATE_WORDS[change.after]) + (f": {change.reason}" if change.reason else ""))
            for change in queries.history_of(db(), district().id, found.id)
        ],
        form=EmptyForm(),
    )


def _salted(db_: Any, actor_: Any, district_id: int, procedure_id: int, *, at: datetime) -> Any:
    return actions.publish_lottery(db_, actor_, district_id, procedure_id, salt=secrets.token_hex(16), at=at)


# one-button steps: word in the URL → (permission, action, what is said afterwards)
STEPS: dict[str, tuple[Permission, Callable[..., Any], str]] = {
    "goedkeuren": (
        Permission.APPROVE_PROCEDURE,
        actions.approve,
        mark("Approved. The secretary can now invite residents to volunteer for the panel."),
    ),
    "vrijwilligers-vragen": (
        Permission.MANAGE_PROCEDURE,
        actions.open_pool,
        mark("Residents can now volunteer for the panel."),
    ),
    "loting-publiceren": (
        Permission.MANAGE_PROCEDURE,
        _salted,
        mark("The list of 1,000 panels is published. Now throw three dice in public, with two witnesses."),
    ),
    "publiceren": (
        Permission.MANAGE_PROCEDURE,
        actions.publish_vacancy,
        mark("The vacancy is open for applications."),
    ),
    "sluiten": (
        Permission.MANAGE_PROCEDURE,
        actions.close_vacancy,
        mark("The vacancy is closed. The panel can give scores now."),
    ),
    "scores-openen": (
        Permission.MANAGE_PROCEDURE,
        actions.reveal_scores,
        mark("The scores are open for the panel. Plan the deliberation."),
    ),
}


@bp.post("/vacatures/<int:procedure_id>/stap/<step>")
@allow(Permission.SEE_MY_PAGE)
@posting
def take_step(procedure_id: int, step: str) -> ResponseReturnValue:
    """Take a step that needs nothing but a button."""
    found = load(procedure_id)
    if step not in STEPS:
        raise NotFoundError(mark("There is no such step."))
    permission, action, words = STEPS[step]
    actor().require(permission)
    action(db(), actor(), district().id, found.id, at=now())
    tell(_(words))
    return see_other("panels.manage", procedure_id=found.id)


@bp.route("/vacatures/<int:procedure_id>/dobbelstenen", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def dice(procedure_id: int) -> ResponseReturnValue:
    """Enter the public throw."""
    found = load(procedure_id)
    form = DiceForm()
    done = accepted(
        form,
        lambda: actions.record_dice(
            db(),
            actor(),
            district().id,
            found.id,
            dice=form.dice.data,
            place=form.place.data,
            witnesses=form.witnesses.data,
            at=now(),
        ),
    )
    if done:
        tell(_("The panel is drawn. Everybody who was drawn gets a message and can say yes or no."))
        return see_other("panels.manage", procedure_id=found.id)
    return page("panels/dice.html", form=form, **shown(found))


@bp.route("/vacatures/<int:procedure_id>/besluit", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def decide(procedure_id: int) -> ResponseReturnValue:
    """Record the decision of the panel."""
    found = load(procedure_id)
    numbers = [one.number for one in queries.applications_of(db(), found.id)]
    form: Any = decision_form(numbers, found.items)
    done = accepted(
        form,
        lambda: actions.record_decision(
            db(),
            actor(),
            district().id,
            found.id,
            number=None if form.number.data == "none" else int(form.number.data),
            votes={number: form[f"votes_{number}"].data for number in numbers},
            reasons=form.reasons.data,
            reason_items=form.reason_items.data,
            at=now(),
        ),
    )
    if done:
        tell(_("The decision is recorded."))
        return see_other("panels.manage", procedure_id=found.id)
    return page("panels/decide.html", form=form, numbers=numbers, **shown(found))


@bp.route("/vacatures/<int:procedure_id>/antwoord", methods=["GET", "POST"])
@allow(Permission.RATIFY_DECISION)
@posting
def answer(procedure_id: int) -> ResponseReturnValue:
    """The answer of the board, within the mandate."""
    found = load(procedure_id)
    mandate = MandateSnapshot.from_json(found.mandate) if found.mandate else None
    events = outcome_events(mandate.level, declined=mandate.declined) if mandate else ()
    form = AnswerForm()
    others = [one.number for one in queries.applications_of(db(), found.id) if one.number != found.chosen_number]
    form.offer(events, others)
    done = accepted(
        form,
        lambda: actions.answer_decision(
            db(),
            actor(),
            district().id,
            found.id,
            event=Event(form.event.data),
            reasons=form.reasons.data or "",
            number=int(form.number.data) if form.number.data else None,
            at=now(),
        ),
    )
    if done:
        tell(_("The answer of the board is recorded and public."))
        return see_other("panels.procedure", procedure_id=found.id)
    return page("panels/answer.html", form=form, can_deviate=Event.DEVIATE in events, **shown(found))


@bp.post("/vacatures/<int:procedure_id>/bestuur-zwijgt")
@allow(Permission.MANAGE_PROCEDURE)
@posting
def silence(procedure_id: int) -> ResponseReturnValue:
    """Five working days without an answer count as agreement under a decisive mandate."""
    actions.answer_decision(db(), actor(), district().id, procedure_id, event=Event.SILENCE, at=now())
    tell(_("The board did not answer in time. That counts as agreement."))
    return see_other("panels.manage", procedure_id=procedure_id)


@bp.route("/vacatures/<int:procedure_id>/werkgever", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def employer(procedure_id: int) -> ResponseReturnValue:
    """Record what the employer says."""
    found = load(procedure_id)
    form = EmployerForm()
    done = accepted(
        form,
        lambda: actions.record_employer(
            db(),
            actor(),
            district().id,
            found.id,
            confirms=form.confirms.data == "yes",
            reason=form.reason.data or "",
            at=now(),
        ),
    )
    if done:
        tell(_("The answer of the employer is recorded."))
        return see_other("panels.manage", procedure_id=found.id)
    return page("panels/employer.html", form=form, **shown(found))


@bp.route("/vacatures/<int:procedure_id>/intrekken", methods=["GET", "POST"])
@allow(Permission.APPROVE_PROCEDURE)
@posting
def cancel(procedure_id: int) -> ResponseReturnValue:
    """Call the procedure off, with a reason."""
    found = load(procedure_id)
    form = ReasonForm()
    done = accepted(
        form, lambda: actions.cancel(db(), actor(), district().id, found.id, reason=form.reason.data, at=now())
    )
    if done:
        tell(_("The vacancy is called off. The reason is on its page."))
        return see_other("panels.procedure", procedure_id=found.id)
    return page("panels/cancel.html", form=form, **shown(found))
