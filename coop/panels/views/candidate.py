"""Applying without an account, and the private page of a candidate."""

import secrets

from flask.typing import ResponseReturnValue

from coop.kernel.errors import TooLateError
from coop.kernel.words import mark
from coop.panels import actions, queries
from coop.panels.forms import apply_form
from coop.panels.policy import State, item_of
from coop.panels.views.base import bp, load, shown
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, public
from coop.web.limits import posting
from coop.web.pages import page, see_other
from coop.web.session import db, now


@bp.route("/vacatures/<int:procedure_id>/solliciteren", methods=["GET", "POST"])
@public
@posting
def apply(procedure_id: int) -> ResponseReturnValue:
    """The form with one question per item; what was typed stays when it is refused, also when it is too late."""
    found = load(procedure_id)
    form = apply_form(found.items)
    if not form.is_submitted() and (found.state is not State.PUBLISHED or now() >= found.closes_at):
        raise TooLateError(mark("This vacancy is not open for applications (any more)."))
    mine = queries.my_application(db(), found.id, actor().account_id)
    if mine is not None and not form.is_submitted():
        return see_other("panels.application", procedure_id=found.id, token=mine.token)
    token = secrets.token_urlsafe(24)
    done = accepted(
        form,
        lambda: actions.apply(
            db(),
            actor(),
            district().id,
            found.id,
            name=form.name.data,
            contact=form.contact.data,
            answers={code: form[f"answer_{code}"].data for code in found.items},
            token=token,
            at=now(),
        ),
    )
    if done:
        return see_other("panels.application", procedure_id=found.id, token=done.value.token)
    return page("panels/apply.html", form=form, **shown(found))


@bp.get("/vacatures/<int:procedure_id>/sollicitatie/<token>")
@public
def application(procedure_id: int, token: str) -> ResponseReturnValue:
    """Where am I, who sees what, what happens next."""
    found = load(procedure_id)
    mine = queries.application_by_token(db(), district().id, found.id, token)
    chosen = found.state in (State.EMPLOYER_CONFIRMATION, State.PLACED) and found.placed_number == mine.number
    return page(
        "panels/application.html",
        mine=mine,
        answers=[(item_of(code).question, mine.answers.get(code, "")) for code in found.items],
        chosen=chosen,
        decided=found.state in (State.PLACED, State.UNFILLED, State.CANCELLED),
        **shown(found),
    )
