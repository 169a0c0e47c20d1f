"""Somebody applies on paper: the secretary types it over."""

import secrets
from datetime import datetime
from typing import Any

from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.clock import AMSTERDAM
from coop.panels import actions
from coop.panels.forms import paper_application_form
from coop.panels.policy import AppState, State
from coop.panels.views.base import act_page, bp, load, require_state
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.route("/vacatures/<int:procedure_id>/sollicitatie-op-papier", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def paper_application(procedure_id: int) -> ResponseReturnValue:
    """Type over what came in on paper."""
    found = load(procedure_id)
    require_state(found, State.PUBLISHED, State.CLOSED)
    form: Any = paper_application_form(found.items, found.knock_outs or [])
    done = accepted(
        form,
        lambda: actions.apply_on_paper(
            *(db(), actor(), district().id, found.id),
            name=form.name.data,
            contact=form.contact.data,
            came_in_at=datetime.combine(form.day.data, form.time.data, AMSTERDAM),
            answers={code: form[f"answer_{code}"].data or "" for code in found.items},
            cv=form.cv.data or "",
            knock_outs=form.knock_outs.data or [] if "knock_outs" in form else [],
            token=secrets.token_urlsafe(24),
            at=now(),
        ),
    )
    if done:
        tell(_late() if done.value.state is AppState.LATE else _in_time())
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Type over an application on paper")),
        _("Type what stands there, word for word. An answer that is missing stays empty."),
        _("It counts when it came in before the closing moment. Keep the paper until the data are erased."),
        button=_("Save this application"),
    )


def _in_time() -> str:
    return _("It is in. Print the receipt below for a candidate without e-mail.")


def _late() -> str:
    return _("It is kept as too late. Write this candidate a letter: it tells how to complain.")
