"""Screens of a mistaken note of paper: said at the desk, signed or left by somebody of the board."""

from flask import current_app
from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.clock import system_clock
from coop.voting import actions, queries
from coop.voting.forms import EmptyForm, PaperMistakeForm
from coop.voting.views.blueprint import bp
from coop.voting.views.booth import help_booth, helping
from coop.voting.views.paper import paper_page
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.post("/stemmen/<int:poll_id>/hulp/<int:grant_id>/<int:membership_id>/papier-vergissing")
@allow(Permission.HELP_VOTERS)
@posting
def help_paper_mistake(poll_id: int, grant_id: int, membership_id: int) -> ResponseReturnValue:
    """Say that the note of paper of this member is wrong."""
    booth, form = help_booth(poll_id, grant_id, membership_id), PaperMistakeForm()
    done = accepted(
        form,
        lambda: actions.say_paper_was_mistake(
            db(),
            actor(),
            district().id,
            poll_id,
            grant_id=grant_id,
            membership_id=membership_id,
            saw_version=int(form.version.data or 0),
            at=now(),
        ),
    )
    if done:
        tell(_("Said. Nothing has changed yet: now somebody of the board must sign, before the vote closes."))
        return see_other("voting.help_start", poll_id=poll_id, grant_id=grant_id, membership_id=membership_id)
    return helping(booth, form)


@bp.post("/stemmen/<int:poll_id>/papier/vergissing/<int:mistake_id>/tekenen")
@allow(Permission.GRANT_HELP)
@posting
def sign_mistake(poll_id: int, mistake_id: int) -> ResponseReturnValue:
    """Take the note back, as the second person."""
    done = accepted(
        EmptyForm(),
        lambda: actions.take_paper_back(
            db(),
            actor(),
            district().id,
            poll_id,
            mistake_id,
            at=now(),
            own_clock=current_app.extensions["coop.clock"] is system_clock,
        ),
    )
    if done:
        tell(_("The note of paper is taken back. %(name)s can vote again until the vote closes.", name=done.value.name))
        return see_other("voting.paper", poll_id=poll_id)
    return paper_page(queries.poll_of(db(), district().id, poll_id))


@bp.post("/stemmen/<int:poll_id>/papier/vergissing/<int:mistake_id>/laten-staan")
@allow(Permission.GRANT_HELP)
@posting
def leave_paper(poll_id: int, mistake_id: int) -> ResponseReturnValue:
    """Leave the note as it is."""
    if accepted(EmptyForm(), lambda: actions.leave_paper(db(), actor(), district().id, poll_id, mistake_id, at=now())):
        tell(_("The note stays: this member has voted on paper, and hears it. Another of the board can still sign."))
        return see_other("voting.paper", poll_id=poll_id)
    return paper_page(queries.poll_of(db(), district().id, poll_id))
