"""Screens about one member at the desk: voting together, noting paper, and a note of paper that was a mistake."""

from flask.typing import ResponseReturnValue

from coop.ballotbox.policy import Channel
from coop.kernel.access import Permission
from coop.voting import actions, queries
from coop.voting.forms import EmptyForm, PaperHandedInForm, PaperMistakeForm
from coop.voting.views.blueprint import bp
from coop.voting.views.booth import Booth, help_booth
from coop.voting.views.casting import own_clock
from coop.voting.views.paper import paper_page
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.get("/stemmen/<int:poll_id>/hulp/<int:grant_id>/<int:membership_id>")
@allow(Permission.HELP_VOTERS)
def help_start(poll_id: int, grant_id: int, membership_id: int) -> ResponseReturnValue:
    """One member at the desk: whether they voted and how, and what can be done now."""
    booth = help_booth(poll_id, grant_id, membership_id)
    is_noted = booth.channel is Channel.PAPER
    return _about(booth, PaperMistakeForm(formdata=None) if is_noted else PaperHandedInForm(formdata=None))


def _about(booth: Booth, form: PaperHandedInForm | PaperMistakeForm) -> ResponseReturnValue:
    """The page about one member at the desk."""
    grant = actions.require_grant(
        db(), actor(), district().id, booth.poll.id, booth.args["grant_id"], casts=True, at=now()
    )
    form.version.data = form.version.data if form.is_submitted() else str(booth.revision)
    waits = queries.open_mistake(db(), booth.poll, booth.through.membership_id or 0)
    return page("voting/help_member.html", booth=booth, poll=booth.poll, grant=grant, form=form, waits=waits)


@bp.post("/stemmen/<int:poll_id>/hulp/<int:grant_id>/<int:membership_id>/papier")
@allow(Permission.HELP_VOTERS)
@posting
def help_paper(poll_id: int, grant_id: int, membership_id: int) -> ResponseReturnValue:
    """Note that this member handed in paper."""
    booth, form = help_booth(poll_id, grant_id, membership_id), PaperHandedInForm()
    done = accepted(
        form,
        lambda: actions.hand_in_paper(
            db(),
            actor(),
            district().id,
            poll_id,
            grant_id=grant_id,
            membership_id=membership_id,
            saw_version=int(form.version.data or 0),
            replaces=form.replaces.data,
            at=now(),
            own_clock=own_clock(),
        ),
    )
    if done:
        tell(_("Noted: %(name)s voted on paper. Nothing else has to be done.", name=done.value.name))
        return see_other("voting.help_find", poll_id=poll_id, grant_id=grant_id)
    return _about(booth, form)


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
    return _about(booth, form)


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
            own_clock=own_clock(),
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
