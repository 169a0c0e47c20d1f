"""When nobody of the board can answer: who takes no part, to whom it goes, and their private page and letter."""

import secrets
from typing import Any

from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.errors import ConflictError, NotFoundError
from coop.kernel.words import mark
from coop.panels import actions, queries
from coop.panels.forms import HandOverForm, StandInForm
from coop.panels.policy import BODY_WORDS, FINISHED, AppState, Body, State
from coop.panels.views.base import act_page, bp, load, require_state, shown
from coop.panels.views.outcome import answer_page, given_in, offer_answers
from coop.panels.views.paper import whole_address
from coop.ties.policy import Matter
from coop.ties.views import tie_page, told_ended
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _

_NOT_ASKED = mark("The board answers this decision itself.")


@bp.route("/vacatures/<int:procedure_id>/belang", methods=["GET", "POST"])
@allow(Permission.RATIFY_DECISION)
@posting
def procedure_ties(procedure_id: int) -> ResponseReturnValue:
    """Who of the board takes no part in the answer to a panel."""
    found = load(procedure_id)
    if found.state in FINISHED:
        raise ConflictError(mark("This procedure is finished."))
    return tie_page(
        Matter.PROCEDURE,
        {"procedure_id": found.id},
        found.title,
        room="panels.procedure",
        declare=lambda who: actions.declare_tie(db(), actor(), district().id, found.id, who, at=now()),
    )


@bp.post("/vacatures/<int:procedure_id>/belang/<int:tie_id>/einde")
@allow(Permission.RATIFY_DECISION)
@posting
def procedure_tie_end(procedure_id: int, tie_id: int) -> ResponseReturnValue:
    """Let a board member take part again."""
    actions.end_tie(db(), actor(), district().id, procedure_id, tie_id, at=now())
    return told_ended("panels.procedure", {"procedure_id": procedure_id})


@bp.route("/vacatures/<int:procedure_id>/overdragen", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def hand_over(procedure_id: int) -> ResponseReturnValue:
    """Let the supervisory board or the members' meeting answer."""
    found = load(procedure_id)
    require_state(found, State.RATIFICATION)
    form = HandOverForm()
    key = secrets.token_urlsafe(24)
    if accepted(
        form,
        lambda: actions.hand_over(
            *(db(), actor(), district().id, found.id),
            body=Body(form.body.data),
            contact=form.contact.data or "",
            reason=form.reason.data,
            token=key,
            at=now(),
        ),
    ):
        tell(
            _("Noted, and public. With an e-mail address they got a message with their private page.")
            if actions.has_e_mail(form.contact.data or "")
            else _("Noted, and public. Print the letter now and bring it: nobody gets a message.")
        )
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Let somebody else answer for the board")),
        _("Only when nobody of the board can answer, or when the board let its term pass."),
        _(
            "The supervisory board has 14 days, the members' meeting 42. What they can answer is the same as for the "
            "board. Board and panel get a message, and everybody can read it."
        ),
        button=_("Hand the decision over"),
    )


@bp.route("/vacatures/<int:procedure_id>/namens-bestuur", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def stand_in(procedure_id: int) -> ResponseReturnValue:
    """The secretary writes down what was answered in place of the board."""
    found = load(procedure_id)
    require_state(found, State.RATIFICATION)
    if found.handed_to is None:
        raise ConflictError(_NOT_ASKED)
    form = StandInForm()
    events = offer_answers(found, form)
    if accepted(form, lambda: _record(found, form, actor())):
        tell(_("The answer is recorded and public. The panel gets a message."))
        return see_other("panels.manage", procedure_id=found.id)
    return answer_page(
        *(found, form, events, _("The answer of %(body)s", body=_(BODY_WORDS[found.handed_to]))),
        _("Only what was signed, or what the minutes of the meeting say."),
        button=_("Record this answer"),
    )


def _record(found: Any, form: Any, who: Any) -> Any:
    return actions.answer_in_place(db(), district().id, found.id, **given_in(form), actor=who, at=now())


@bp.route("/vacatures/<int:procedure_id>/namens-bestuur/<token>", methods=["GET", "POST"])
@public
@posting
def stand_in_page(procedure_id: int, token: str) -> ResponseReturnValue:
    """The private page of who answers in place of the board."""
    found = queries.procedure_by_key(db(), district().id, procedure_id, "stand_in", token)
    form = StandInForm()
    offer_answers(found, form)
    if accepted(form, lambda: _record(found, form, None)):
        tell(_("Thank you. Your answer is public. The panel and the secretary get a message."))
        return see_other("panels.stand_in_page", procedure_id=found.id, token=token)
    return page("panels/stand_in.html", form=form, **_asked(found))


@bp.get("/vacatures/<int:procedure_id>/brief/namens-bestuur")
@allow(Permission.MANAGE_PROCEDURE)
def stand_in_letter(procedure_id: int) -> ResponseReturnValue:
    """The same on paper, to sign and send back."""
    found = load(procedure_id)
    if not found.stand_in_token:
        raise NotFoundError(_NOT_ASKED)
    form = StandInForm()
    offer_answers(found, form)
    private = whole_address("panels.stand_in_page", found, found.stand_in_token)
    return page("panels/stand_in_letter.html", form=form, private=private, today=now(), **_asked(found))


def _asked(found: Any) -> dict[str, Any]:
    """What is read before answering: the same as the board reads."""
    waits = found.state is State.RATIFICATION and found.handed_to is not None
    rows = [one for one in queries.applications_of(db(), found.id) if waits and one.state is AppState.PREFERRED]
    return {
        "waits": waits,
        "body": _(BODY_WORDS[found.handed_to]) if found.handed_to else "",
        "chosen": rows[0] if rows else None,
        "totals": queries.totals_of(db(), found) if waits else [],
        **shown(found),
    }
