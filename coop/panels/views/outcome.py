"""The decision, the board, the employer, the offer; private pages of employer and complaints committee."""

import secrets
from typing import Any

from flask.typing import ResponseReturnValue

from coop.districts.policy import Level
from coop.kernel.access import Permission
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.words import mark
from coop.panels import actions, queries
from coop.panels.forms import AnswerForm, EmployerForm, OfferForm, decision_form
from coop.panels.policy import AppState, Event, State
from coop.panels.views.base import EMPLOYER_READS, act_page, bp, chosen_of, load, panel_names, require_state, shown
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.telltale import warn_of_marks
from coop.web.words import _


@bp.route("/vacatures/<int:procedure_id>/besluit", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def decide(procedure_id: int) -> ResponseReturnValue:
    """Record the decision of the panel; whom, follows from the vote."""
    found = load(procedure_id)
    require_state(found, State.DELIBERATION)
    facts = queries.facts_of(db(), found)
    words, equals = _outcome_words(found, facts)
    form: Any = decision_form(equals, found.items)
    done = accepted(
        form,
        lambda: actions.record_decision(
            db(),
            actor(),
            district().id,
            found.id,
            lot=int(form.lot.data) if "lot" in form and form.lot.data else None,
            lot_witnesses=form.lot_witnesses.data or "" if "lot_witnesses" in form else "",
            nobody=form.nobody.data,
            reasons=form.reasons.data,
            reason_items=form.reason_items.data,
            minutes=form.minutes.data or "",
            at=now(),
        ),
    )
    if done:
        tell(_("The decision is recorded. Send it to the board within two working days."))
        warn_of_marks(form.reasons.data, form.minutes.data)
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Record the decision of the panel")),
        words,
        _("The reasons are public. They are about items of the rubric and point to no person."),
        button=_("Record this decision"),
    )


def _outcome_words(found: Any, facts: Any) -> tuple[str, list[int]]:
    """What the vote says so far, and who are equal when only a lot can decide."""
    if facts.voted < facts.voters or facts.voted == 0:
        return _("Not everybody who may vote has voted yet."), []
    if facts.tied and facts.round == 1:
        return _("It is a tie. Talk once more and vote a second time."), []
    try:
        choice = actions.outcome_of(db(), found, None)
    except InvalidError as refusal:
        named = [int(one) for one in str(refusal.params["numbers"]).split(", ")]
        return _(refusal.message, **refusal.params), named
    if not choice.ranking:
        return _("Nobody has a majority behind them: nobody is chosen."), []
    return _("The vote chooses candidate %(number)s: %(rule)s.", number=choice.ranking[0], rule=_(choice.rule)), []


_ANSWERS = {
    Level.ADVISORY: (Event.AGREE, Event.DEVIATE),
    Level.CO_DECISION: (Event.AGREE, Event.REFUSE_SECOND_KEY),
    Level.DECISIVE: (Event.AGREE, Event.REFUSE_ON_PROCEDURE),
}


def offer_answers(found: Any, form: AnswerForm) -> tuple[Event, ...]:
    """Set the answers that the mandate allows, and the other candidates; which answers these are."""
    level = queries.level_of(found)
    events = _ANSWERS[level] if level else (Event.AGREE,)
    if queries.facts_of(db(), found).refused:
        events = (Event.AGREE,)
    rows = queries.applications_of(db(), found.id)
    form.offer(events, [one.number for one in rows if one.state is AppState.INTERVIEWED])
    return events


def given_in(form: Any) -> dict[str, Any]:
    """What was filled in as the answer to the decision."""
    return {
        "event": Event(form.event.data),
        "reasons": form.reasons.data or "",
        "number": int(form.number.data) if form.number.data else None,
        "committee_token": secrets.token_urlsafe(24),
    }


def answer_page(
    found: Any, form: Any, events: tuple[Event, ...], title: str, *lead: str, button: str
) -> ResponseReturnValue:
    """The page on which the decision of the panel is answered."""
    chosen = _("Candidate %(number)s", number=found.chosen_number)
    last = _("The complaints committee has looked at this decision already. The board can only agree now.")
    return act_page(
        *(found, form, title),
        *lead,
        *([last] if events == (Event.AGREE,) else []),
        button=button,
        quotes=[(_("What the panel decided"), f"{chosen}\n\n{found.reasons or ''}")],
        order=("event", "number", "reasons") if Event.DEVIATE in events else ("event", "reasons"),
    )


@bp.route("/vacatures/<int:procedure_id>/antwoord", methods=["GET", "POST"])
@allow(Permission.RATIFY_DECISION)
@posting
def answer(procedure_id: int) -> ResponseReturnValue:
    """The answer of the board, within the mandate."""
    found = load(procedure_id)
    require_state(found, State.RATIFICATION)
    form = AnswerForm()
    events = offer_answers(found, form)
    if accepted(
        form,
        lambda: actions.answer_decision(db(), actor(), district().id, found.id, **given_in(form), at=now()),
    ):
        tell(_("The answer of the board is recorded and public. The panel gets a message."))
        warn_of_marks(form.reasons.data)
        return see_other("panels.procedure", procedure_id=found.id)
    return answer_page(
        *(found, form, events, _("Answer the decision of the panel")),
        _("A board member who knows the candidate well takes no part in this answer."),
        button=_("Record the answer of the board"),
    )


def _record_employer(found: Any, form: Any, who: Any) -> Any:
    return actions.employer_answers(
        *(db(), district().id, found.id),
        confirms=form.confirms.data == "yes",
        reason=form.reason.data or "",
        checks_done=form.checks_done.data,
        actor=who,
        at=now(),
    )


@bp.route("/vacatures/<int:procedure_id>/werkgever", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def employer(procedure_id: int) -> ResponseReturnValue:
    """Record what the employer says."""
    found = load(procedure_id)
    require_state(found, State.EMPLOYER_CONFIRMATION)
    form = EmployerForm()
    if accepted(form, lambda: _record_employer(found, form, actor())):
        tell(_("The answer of the employer is recorded. After a yes the chosen candidate can answer the offer."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("The answer of the employer")),
        _("The employer keeps the contract and confirms the place in the team."),
        button=_("Record the answer"),
    )


@bp.route("/vacatures/<int:procedure_id>/aanbod", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def offer_on_paper(procedure_id: int) -> ResponseReturnValue:
    """Record what the chosen candidate says, for who has no computer."""
    found = load(procedure_id)
    require_state(found, State.EMPLOYER_CONFIRMATION)
    chosen = next((one for one in queries.applications_of(db(), found.id) if one.state is AppState.OFFERED), None)
    if chosen is None:
        raise ConflictError(mark("The employer has not confirmed yet."))
    form = OfferForm()
    if accepted(
        form,
        lambda: actions.answer_offer(
            *(db(), district().id, found.id, chosen.token),
            accepts=form.accepts.data == "yes",
            public_name=form.public_name.data,
            actor=actor(),
            at=now(),
        ),
    ):
        tell(_told_after_offer(found.state))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Record the answer of the candidate")),
        _("Only what the candidate said or signed. The name is published only with consent."),
        button=_("Record the answer"),
    )


def _told_after_offer(state: State) -> str:
    if state is State.DELIBERATION:
        return _("The answer of the candidate is recorded. The panel decides about the next place now.")
    if state is State.PANEL_DECIDED:
        return _("The answer of the candidate is recorded. Send the decision about the next candidate to the board.")
    return _("The answer of the candidate is recorded. Write now to who was not chosen.")


@bp.route("/vacatures/<int:procedure_id>/werkgever/<token>", methods=["GET", "POST"])
@public
@posting
def employer_page(procedure_id: int, token: str) -> ResponseReturnValue:
    """The private page of the employer: whom the panel chose, and the answer."""
    found = queries.procedure_by_key(db(), district().id, procedure_id, "employer", token)
    form = EmployerForm()
    if accepted(form, lambda: _record_employer(found, form, None)):
        tell(_("Thank you. After a yes the candidate is asked. You see on this page how it ends."))
        return see_other("panels.employer_page", procedure_id=found.id, token=token)
    shows = found.state in EMPLOYER_READS
    chosen = chosen_of(found) if shows else None
    return page(
        "panels/employer_page.html",
        chosen=chosen,
        means=[one for one in queries.totals_of(db(), found) if chosen and one.number == chosen.number],
        panel=panel_names(found) if shows else [],
        can_answer=found.state is State.EMPLOYER_CONFIRMATION and found.employer_confirmed_at is None,
        form=form,
        **shown(found),
    )
